"""Cells that were not taken as they stand; which version of hashes the log has, and leads that keep their ids"""

import sqlalchemy as sa
from alembic import op

from journey_core.intake.rows.keys import lead_id

revision = "0004_workspace"
down_revision = "0003_workspace"
branch_labels = None
depends_on = None

STRETCH = 10_000


def upgrade() -> None:
    op.create_table(
        "older_lead",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("lead_id", sa.BigInteger(), nullable=False),
        sa.Column("compared_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "lead_id"], ["lead.workspace_id", "lead.lead_id"],
            name=op.f("fk_older_lead_lead"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "lead_id", name=op.f("pk_older_lead")),
    )  # fmt: skip
    op.create_table(
        "import_warning",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("row_number", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("column_name", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("cell", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "import_id"], ["import.workspace_id", "import.import_id"],
            name=op.f("fk_import_warning_import"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "import_id", "number", name=op.f("pk_import_warning")),
    )  # fmt: skip
    # Defaults stay: to drop one, SQLite would make the table anew, without its check that counts add up.
    with op.batch_alter_table("import", schema=None) as batch_op:
        batch_op.add_column(sa.Column("warnings", sa.Integer(), nullable=False, server_default="0"))
    # What is there already was hashed as texts were compared then.
    with op.batch_alter_table("workspace_state", schema=None) as batch_op:
        batch_op.add_column(sa.Column("oldest_hash", sa.Integer(), nullable=False, server_default="1"))
    op.execute(
        "UPDATE workspace_state SET oldest_hash = 2 WHERE NOT EXISTS "
        "(SELECT 1 FROM lead WHERE lead.workspace_id = workspace_state.workspace_id)"
    )
    _keep_ids()


def _keep_ids() -> None:
    """Notes the leads whose id is not the hash of their compared key."""
    connection = op.get_bind()
    names = ("workspace_id", "lead_id", "key")
    lead = sa.table("lead", *map(sa.column, names))
    older = sa.table("older_lead", *map(sa.column, ("workspace_id", "lead_id", "compared_id")))
    for some in connection.execute(sa.select(*(lead.c[name] for name in names))).partitions(STRETCH):
        rows = [
            {"workspace_id": row.workspace_id, "lead_id": row.lead_id, "compared_id": compared}
            for row in some
            if (compared := lead_id(row.key)) != row.lead_id
        ]
        if rows:
            connection.execute(sa.insert(older), rows)


def downgrade() -> None:
    with op.batch_alter_table("workspace_state", schema=None) as batch_op:
        batch_op.drop_column("oldest_hash")
    with op.batch_alter_table("import", schema=None) as batch_op:
        batch_op.drop_column("warnings")
    op.drop_table("import_warning")
    op.drop_table("older_lead")
