"""Workspaces remember how fast Slack takes messages."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("workspaces", sa.Column("post_rate", sa.Float(), nullable=True))


def downgrade() -> None:
    op.drop_column("workspaces", "post_rate")
