"""The newest number that a row of spend was given, so that none is given twice"""

import sqlalchemy as sa
from alembic import op

revision = "0003_workspace"
down_revision = "0002_workspace"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("workspace_state", schema=None) as batch_op:
        batch_op.add_column(sa.Column("last_spend_id", sa.Integer(), nullable=False, server_default="0"))
    # Which numbers were given and removed before can no longer be told.
    op.execute(
        "UPDATE workspace_state SET last_spend_id = coalesce((SELECT max(spend_id) FROM spend "
        "WHERE spend.workspace_id = workspace_state.workspace_id), 0)"
    )
    with op.batch_alter_table("workspace_state", schema=None) as batch_op:
        batch_op.alter_column("last_spend_id", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("workspace_state", schema=None) as batch_op:
        batch_op.drop_column("last_spend_id")
