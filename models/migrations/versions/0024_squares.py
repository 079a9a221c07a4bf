"""A challenge is of high importance or not, and feasible or not."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("poll_totals", sa.Column("is_high", sa.Boolean(), nullable=True))
