"""Who leads and takes notes at a meeting; and a coordinator's question to a successor."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

OPEN = sa.text("state = 'asked'")


def upgrade() -> None:
    op.create_table(
        "crew_members",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("duty", sa.String(length=24), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_crew_members_event_id_events")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_crew_members_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crew_members")),
        sa.UniqueConstraint("event_id", "person_id", "duty", name=op.f("uq_crew_members_event_id_person_id_duty")),
    )
    op.create_index(op.f("ix_crew_members_person_id"), "crew_members", ["person_id"])
    op.create_table(
        "handovers",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=True),
        sa.Column("series_id", sa.Integer(), nullable=True),
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(area_id IS NULL) <> (series_id IS NULL)", name=op.f("ck_handovers_of_one_place")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_handovers_workspace_id_workspaces")),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_handovers_area_id_areas")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_handovers_series_id_series")),
        sa.ForeignKeyConstraint(["from_id"], ["people.id"], name=op.f("fk_handovers_from_id_people")),
        sa.ForeignKeyConstraint(["to_id"], ["people.id"], name=op.f("fk_handovers_to_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handovers")),
    )
    op.create_index(
        "uq_handovers_open",
        "handovers",
        ["from_id", sa.text("coalesce(area_id, 0)"), sa.text("coalesce(series_id, 0)")],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_index("ix_handovers_asked", "handovers", ["to_id"], sqlite_where=OPEN, postgresql_where=OPEN)
