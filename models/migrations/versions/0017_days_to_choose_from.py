"""Polls of days: what is asked, the days, and what people say."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

WORD = sa.String(24)


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "date_polls",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("event_id", sa.Integer, nullable=False),
        sa.Column("key", sa.String, nullable=True),
        sa.Column("question", sa.String, nullable=True),
        sa.Column("tz", sa.String(64), nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("closes_at", moment, nullable=False),
        *(sa.Column(name, moment, nullable=True) for name in ("opens_at", "remind_at", "due_at", "opened_at")),
        *(sa.Column(name, moment, nullable=True) for name in ("all_answered_at", "closed_at", "decided_at")),
        sa.Column("decided_by_id", sa.Integer, nullable=True),
        sa.Column("reason", sa.String, nullable=True),
        sa.Column("card_id", sa.Integer, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_date_polls"),
        sa.UniqueConstraint("event_id", "key", name="uq_date_polls_event_id_key"),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_date_polls_event_id_events"),
        sa.ForeignKeyConstraint(["decided_by_id"], ["people.id"], name="fk_date_polls_decided_by_id_people"),
        sa.ForeignKeyConstraint(["card_id"], ["cards.id"], name="fk_date_polls_card_id_cards"),
    )
    live, due = sa.text("state IN ('waiting', 'open', 'closed')"), sa.text("due_at IS NOT NULL")
    op.create_index(
        "uq_date_polls_live", "date_polls", ["event_id"], unique=True, sqlite_where=live, postgresql_where=live
    )
    op.create_index("ix_date_polls_due", "date_polls", ["due_at"], sqlite_where=due, postgresql_where=due)
    op.create_index("uq_date_polls_card", "date_polls", ["card_id"], unique=True)
    op.create_table(
        "date_options",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("poll_id", sa.Integer, nullable=False),
        sa.Column("key", sa.String, nullable=True),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("start_time", sa.Time, nullable=False),
        sa.Column("end_time", sa.Time, nullable=False),
        sa.Column("is_proposed", sa.Boolean, nullable=False),
        sa.Column("is_chosen", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_date_options"),
        sa.UniqueConstraint(
            "poll_id", "day", "start_time", "end_time", name="uq_date_options_poll_id_day_start_time_end_time"
        ),
        sa.CheckConstraint("end_time > start_time", name="ck_date_options_ends_after_start"),
        sa.ForeignKeyConstraint(["poll_id"], ["date_polls.id"], name="fk_date_options_poll_id_date_polls"),
    )
    chosen = sa.text("is_chosen")
    op.create_index(
        "uq_date_options_chosen", "date_options", ["poll_id"], unique=True, sqlite_where=chosen, postgresql_where=chosen
    )
    op.create_table(
        "date_answers",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("option_id", sa.Integer, nullable=False),
        sa.Column("person_id", sa.Integer, nullable=False),
        sa.Column("organisation_id", sa.Integer, nullable=True),
        sa.Column("can", WORD, nullable=False),
        sa.Column("is_late", sa.Boolean, nullable=False),
        sa.Column("answered_at", moment, nullable=False),
        sa.Column("by_id", sa.Integer, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_date_answers"),
        sa.UniqueConstraint("option_id", "person_id", "is_late", name="uq_date_answers_option_id_person_id_is_late"),
        sa.ForeignKeyConstraint(["option_id"], ["date_options.id"], name="fk_date_answers_option_id_date_options"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_date_answers_person_id_people"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_date_answers_organisation_id_organisations"
        ),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name="fk_date_answers_by_id_people"),
    )
    op.create_index("ix_date_answers_person", "date_answers", ["person_id"])
