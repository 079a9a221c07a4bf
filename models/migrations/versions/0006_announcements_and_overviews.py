"""What coordinators write to people, and when they are told how their meetings stand."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TO_ANNOUNCEMENTS = "fk_deliveries_announcement_id_announcements"
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
"""A round missed so long ago is not made up for: the next one is planned."""


def upgrade() -> None:
    op.create_table(
        "announcements",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("audience", sa.String(length=24), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("knows_cancelled", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("card_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_announcements_workspace_id_workspaces")
        ),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_announcements_event_id_events")),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f("fk_announcements_author_id_people")),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["announcements.id"], name=op.f("fk_announcements_replaces_id_announcements")
        ),
        sa.ForeignKeyConstraint(["card_id"], ["cards.id"], name=op.f("fk_announcements_card_id_cards")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcements")),
    )
    for name, columns, state, is_unique in (
        ("uq_announcements_draft", ["event_id", "author_id"], "draft", True),
        ("ix_announcements_due", ["due_at"], "planned", False),
    ):
        where = sa.text(f"state = '{state}'")
        op.create_index(name, "announcements", columns, unique=is_unique, sqlite_where=where, postgresql_where=where)
    op.create_index("ix_announcements_event", "announcements", ["event_id", "state"])
    op.create_index("uq_announcements_card", "announcements", ["card_id"], unique=True)
    reference = sa.ForeignKey("announcements.id", name=TO_ANNOUNCEMENTS)
    # Added in place: copying the table would lose what SQLite cannot tell of its checks.
    op.add_column("deliveries", sa.Column("announcement_id", sa.Integer(), reference), inline_references=True)
    where = sa.text("announcement_id IS NOT NULL")
    op.create_index(
        "ix_deliveries_announcement",
        "deliveries",
        ["announcement_id", "state"],
        sqlite_where=where,
        postgresql_where=where,
    )
    op.create_table(
        "overviews",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("tz", sa.String(length=64), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_overviews_workspace_id_workspaces")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_overviews")),
        sa.UniqueConstraint("workspace_id", "tz", name=op.f("uq_overviews_workspace_id_tz")),
    )
    op.create_index("ix_overviews_due", "overviews", ["due_at"])
    op.execute(
        sa.text(
            "INSERT INTO overviews (workspace_id, tz, due_at) SELECT DISTINCT workspace_id, tz, :long_ago FROM events"
        ).bindparams(sa.bindparam("long_ago", LONG_AGO, sa.DateTime(timezone=True)))
    )


def downgrade() -> None:
    op.drop_index("ix_overviews_due", "overviews")
    op.drop_table("overviews")
    op.drop_index("ix_deliveries_announcement", "deliveries")
    with op.batch_alter_table("deliveries") as deliveries:
        deliveries.drop_constraint(TO_ANNOUNCEMENTS, type_="foreignkey")
        deliveries.drop_column("announcement_id")
    for name in ("uq_announcements_card", "ix_announcements_event", "ix_announcements_due", "uq_announcements_draft"):
        op.drop_index(name, "announcements")
    op.drop_table("announcements")
