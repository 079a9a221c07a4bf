"""When a draft of a meeting is published by itself."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("events", sa.Column("publish_at", sa.DateTime(timezone=True), nullable=True))
    where = sa.text("publish_at IS NOT NULL")
    op.create_index("ix_events_publish", "events", ["publish_at"], sqlite_where=where, postgresql_where=where)
