"""What calendars know a meeting by, and how often what they show of it has changed."""

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("events", sa.Column("sequence", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("events", sa.Column("uid", sa.String(36), nullable=False, server_default=""))
    events = sa.table("events", sa.column("id", sa.Integer), sa.column("uid", sa.String))
    connection = op.get_bind()
    for (event_id,) in connection.execute(sa.select(events.c.id)).all():
        connection.execute(sa.update(events).where(events.c.id == event_id).values(uid=str(uuid4())))
