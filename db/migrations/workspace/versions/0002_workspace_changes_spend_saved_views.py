"""What each write changed; what channels cost; questions that people keep"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0002_workspace"
down_revision = "0001_workspace"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "change",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("lead_id", sa.BigInteger(), nullable=False),
        sa.Column("interaction_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "version", "lead_id", "interaction_id", name=op.f("pk_change")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "spend",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("spend_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("amount", sa.Float(), nullable=False),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_spend_days_in_order")),
        sa.PrimaryKeyConstraint("workspace_id", "spend_id", name=op.f("pk_spend")),
        sa.UniqueConstraint(
            "workspace_id", "channel", "first_day", "last_day",
            name=op.f("uq_spend_workspace_id_channel_first_day_last_day"),
        ),
    )  # fmt: skip
    op.create_table(
        "saved_view",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("view_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("is_pinned", sa.Boolean(), nullable=False),
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "view_id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("workspace_id", "owner", "name", name=op.f("uq_saved_view_workspace_id_owner_name")),
    )
    with op.batch_alter_table("workspace_state", schema=None) as batch_op:
        batch_op.add_column(sa.Column("changes_since", sa.BigInteger(), nullable=False, server_default="0"))
    # Nothing was noted of what was written before this table existed.
    op.execute("UPDATE workspace_state SET changes_since = data_version")
    with op.batch_alter_table("workspace_state", schema=None) as batch_op:
        batch_op.alter_column("changes_since", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("workspace_state", schema=None) as batch_op:
        batch_op.drop_column("changes_since")
    op.drop_table("saved_view")
    op.drop_table("spend")
    op.drop_table("change")
