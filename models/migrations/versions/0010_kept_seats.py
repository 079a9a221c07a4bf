"""Seats kept for a role or an organisation until a moment."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("registrations", sa.Column("kept", sa.String(), nullable=True))
    op.add_column("quotas", sa.Column("until_at", sa.DateTime(timezone=True), nullable=True))
    where = sa.text("until_at IS NOT NULL")
    op.create_index("ix_quotas_kept", "quotas", ["until_at"], sqlite_where=where, postgresql_where=where)
