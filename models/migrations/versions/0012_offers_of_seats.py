"""A seat that falls free is offered: who has been asked, who goes first, and what runs out."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("asked_at", "forward_at"):
        op.add_column("registrations", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    where = sa.text("offer_until IS NOT NULL")
    op.create_index(
        "ix_registrations_kept", "registrations", ["offer_until"], sqlite_where=where, postgresql_where=where
    )
