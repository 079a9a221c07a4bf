"""The file a series came from, without what people answered, so that it can be written out again."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("series_files", sa.Column("source", sa.Text(), nullable=True))
