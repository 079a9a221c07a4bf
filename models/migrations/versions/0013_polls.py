"""Votes: polls, their options, who has voted apart from what was voted, and what it came to."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "polls",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("question", sa.String(), nullable=True),
        sa.Column("method", sa.String(length=24), nullable=False),
        sa.Column("dots", sa.Integer(), nullable=True),
        sa.Column("quorum", sa.Integer(), nullable=True),
        sa.Column("tie", sa.String(length=24), nullable=False),
        sa.Column("shown_to", sa.String(length=24), nullable=False),
        sa.Column("is_per_organisation", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("tz", sa.String(length=64), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("forget_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("card_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name=op.f("ck_polls_closed_at_some_time")),
        sa.CheckConstraint("event_id IS NOT NULL OR question IS NOT NULL", name=op.f("ck_polls_about_something")),
        sa.ForeignKeyConstraint(["card_id"], ["cards.id"], name=op.f("fk_polls_card_id_cards")),
        sa.ForeignKeyConstraint(["closed_by_id"], ["people.id"], name=op.f("fk_polls_closed_by_id_people")),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_polls_event_id_events")),
        sa.ForeignKeyConstraint(["opened_by_id"], ["people.id"], name=op.f("fk_polls_opened_by_id_people")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_polls_workspace_id_workspaces")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_polls")),
    )
    op.create_index(
        "ix_polls_due",
        "polls",
        ["closes_at"],
        unique=False,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index(
        "ix_polls_forget",
        "polls",
        ["forget_at"],
        unique=False,
        sqlite_where=sa.text("forget_at IS NOT NULL"),
        postgresql_where=sa.text("forget_at IS NOT NULL"),
    )
    op.create_index("uq_polls_card", "polls", ["card_id"], unique=True)
    op.create_index(
        "uq_polls_open",
        "polls",
        ["event_id", "kind"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "poll_ballots",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("on_list", sa.String(length=24), nullable=False),
        sa.Column("marks", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["poll_id"], ["polls.id"], name=op.f("fk_poll_ballots_poll_id_polls")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_ballots")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_poll_ballots_poll_id"), "poll_ballots", ["poll_id"], unique=False)
    op.create_table(
        "poll_keys",
        sa.Column("poll_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["poll_id"], ["polls.id"], name=op.f("fk_poll_keys_poll_id_polls")),
        sa.PrimaryKeyConstraint("poll_id", name=op.f("pk_poll_keys")),
    )
    op.create_table(
        "poll_options",
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("on_list", sa.String(length=24), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["poll_id"], ["polls.id"], name=op.f("fk_poll_options_poll_id_polls")),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.id"], name=op.f("fk_poll_options_topic_id_topics")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_options")),
        sa.UniqueConstraint("poll_id", "on_list", "place", name=op.f("uq_poll_options_poll_id_on_list_place")),
    )
    op.create_index(op.f("ix_poll_options_topic_id"), "poll_options", ["topic_id"], unique=False)
    op.create_table(
        "poll_roll",
        sa.Column("poll_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("on_list", sa.String(length=24), nullable=False),
        sa.Column("voter", sa.String(length=16), nullable=False),
        sa.Column("by_coordinator", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.ForeignKeyConstraint(["poll_id"], ["polls.id"], name=op.f("fk_poll_roll_poll_id_polls")),
        sa.PrimaryKeyConstraint("poll_id", "on_list", "voter", name=op.f("pk_poll_roll")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "poll_turnouts",
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("on_list", sa.String(length=24), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("ballots", sa.Integer(), nullable=False),
        sa.Column("entitled", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["poll_id"], ["polls.id"], name=op.f("fk_poll_turnouts_poll_id_polls")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_turnouts")),
        sa.UniqueConstraint("poll_id", "on_list", "role", name=op.f("uq_poll_turnouts_poll_id_on_list_role")),
    )
    op.create_table(
        "poll_totals",
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("on_list", sa.String(length=24), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("option_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("points", sa.Double(), nullable=True),
        sa.Column("marked", sa.Integer(), nullable=True),
        sa.Column("median", sa.Double(), nullable=True),
        sa.Column("ahead", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["option_id"], ["poll_options.id"], name=op.f("fk_poll_totals_option_id_poll_options")),
        sa.ForeignKeyConstraint(["poll_id"], ["polls.id"], name=op.f("fk_poll_totals_poll_id_polls")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll_totals")),
        sa.UniqueConstraint(
            "poll_id", "on_list", "role", "option_id", name=op.f("uq_poll_totals_poll_id_on_list_role_option_id")
        ),
    )


def downgrade() -> None:
    op.drop_table("poll_totals")
    op.drop_table("poll_turnouts")
    op.drop_table("poll_roll")
    op.drop_index(op.f("ix_poll_options_topic_id"), table_name="poll_options")
    op.drop_table("poll_options")
    op.drop_table("poll_keys")
    op.drop_index(op.f("ix_poll_ballots_poll_id"), table_name="poll_ballots")
    op.drop_table("poll_ballots")
    op.drop_index(
        "uq_polls_open",
        table_name="polls",
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.drop_index("uq_polls_card", table_name="polls")
    op.drop_index(
        "ix_polls_forget",
        table_name="polls",
        sqlite_where=sa.text("forget_at IS NOT NULL"),
        postgresql_where=sa.text("forget_at IS NOT NULL"),
    )
    op.drop_index(
        "ix_polls_due",
        table_name="polls",
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.drop_table("polls")
