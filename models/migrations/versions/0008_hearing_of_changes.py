"""Who has said no may ask to hear of a moved or cancelled meeting."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("registrations", sa.Column("hears_changes", sa.Boolean(), nullable=False, server_default=sa.false()))
