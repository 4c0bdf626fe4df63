"""Next steps of leads"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0005_workspace"
down_revision = "0004_workspace"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "task",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("lead_id", sa.BigInteger(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("snoozed_until", sa.Date(), nullable=True),
        sa.Column("snoozed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("done_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("done_by", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "lead_id"], ["lead.workspace_id", "lead.lead_id"], name=op.f("fk_task_lead")
        ),
        sa.PrimaryKeyConstraint("workspace_id", "task_id", name=op.f("pk_task")),
    )
    op.create_index(op.f("ix_task_workspace_id_lead_id"), "task", ["workspace_id", "lead_id"])
    still_open = sa.text("done_at IS NULL")
    op.create_index(
        "ix_task_open", "task", ["workspace_id", "lead_id", "owner"], unique=True,
        sqlite_where=still_open, postgresql_where=still_open,
    )  # fmt: skip
    with op.batch_alter_table("workspace_state", schema=None) as batch_op:
        batch_op.add_column(sa.Column("last_task_id", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    with op.batch_alter_table("workspace_state", schema=None) as batch_op:
        batch_op.drop_column("last_task_id")
    op.drop_index("ix_task_open", table_name="task")
    op.drop_index(op.f("ix_task_workspace_id_lead_id"), table_name="task")
    op.drop_table("task")
