"""Asking an organisation's contact for somebody in a role that nobody fills."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "seat_requests",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_seat_requests_event_id_events")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_seat_requests_organisation_id_organisations")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_seat_requests_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat_requests")),
        sa.UniqueConstraint(
            "event_id", "organisation_id", "role", name=op.f("uq_seat_requests_event_id_organisation_id_role")
        ),
    )
