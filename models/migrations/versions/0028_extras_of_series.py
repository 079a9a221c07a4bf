"""What a season says of itself beyond its columns, so that it can be changed in Slack and compared with its file."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("series", sa.Column("extras", sa.JSON(), nullable=True))
