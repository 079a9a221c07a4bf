"""What each person wants to hear, when, and in which language."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("people", sa.Column("level", sa.String(length=24), nullable=False, server_default="all"))
    op.add_column("people", sa.Column("rhythm", sa.String(length=24), nullable=False, server_default="each"))
    op.add_column("people", sa.Column("language", sa.String(length=16), nullable=True))
