"""Checklists that two sides tick off, and the welcome of people we know nothing about."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("series", sa.Column("checklist", sa.JSON(), nullable=True))
    op.add_column("people", sa.Column("welcomed_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "checklist_ticks",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("point", sa.String(length=40), nullable=False),
        sa.Column("side", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_checklist_ticks_event_id_events")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_checklist_ticks_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checklist_ticks")),
        sa.UniqueConstraint("event_id", "point", "side", name=op.f("uq_checklist_ticks_event_id_point_side")),
    )
