"""Programmes: how they are filled, what was decided by hand, and what has been published."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("events", sa.Column("programme_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "programmes",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("template", sa.String(), nullable=True),
        sa.Column("origin", sa.Integer(), nullable=False),
        sa.Column("mark", sa.Integer(), nullable=False),
        sa.Column("by_share", sa.Boolean(), nullable=False),
        sa.Column("least", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_programmes_event_id_events")),
        sa.ForeignKeyConstraint(["published_by_id"], ["people.id"], name=op.f("fk_programmes_published_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programmes")),
        sa.UniqueConstraint("event_id", name=op.f("uq_programmes_event_id")),
    )
    op.create_table(
        "programme_choices",
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("segment", sa.String(length=32), nullable=True),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("is_out", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_programme_choices_programme_id_programmes")
        ),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.id"], name=op.f("fk_programme_choices_topic_id_topics")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_choices")),
        sa.UniqueConstraint("programme_id", "topic_id", name=op.f("uq_programme_choices_programme_id_topic_id")),
    )
    op.create_index(op.f("ix_programme_choices_topic_id"), "programme_choices", ["topic_id"])
    op.create_table(
        "programme_items",
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("starts", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("audience", sa.JSON(), nullable=True),
        sa.Column("lead", sa.String(), nullable=True),
        sa.Column("topic_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_programme_items_programme_id_programmes")
        ),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.id"], name=op.f("fk_programme_items_topic_id_topics")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_items")),
        sa.UniqueConstraint("programme_id", "place", name=op.f("uq_programme_items_programme_id_place")),
    )
    op.create_index(op.f("ix_programme_items_topic_id"), "programme_items", ["topic_id"])
