"""Steps that follow any day of the schedule or the meeting's end, and who has been invited."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SAYS = (
    "reminder", "save_the_date", "invitation", "nudge", "poll_opening", "poll_closing", "vote", "programme", "thanks",
    "evaluation", "drafts",
)  # fmt: skip
ANCHORS = (
    "start", "end", "save_the_date", "invitation", "topics_close", "poll_open", "poll_close", "registration_close",
    "programme", "notes_draft", "notes_final",
)  # fmt: skip
WORDS = {"native_enum": False, "length": 24}


def upgrade() -> None:
    with op.batch_alter_table("steps") as steps:
        steps.add_column(sa.Column("says", sa.Enum(*SAYS, name="says", **WORDS), nullable=False,
                                   server_default="reminder"))  # fmt: skip
        steps.add_column(sa.Column("anchor", sa.Enum(*ANCHORS, name="anchor", **WORDS), nullable=False,
                                   server_default="start"))  # fmt: skip
        steps.add_column(sa.Column("is_own", sa.Boolean(), nullable=False, server_default=sa.false()))
        steps.add_column(sa.Column("is_off", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "invitations",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("invited_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_invitations_event_id_events")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_invitations_person_id_people")),
        sa.ForeignKeyConstraint(["invited_by_id"], ["people.id"], name=op.f("fk_invitations_invited_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("event_id", "person_id", name=op.f("uq_invitations_event_id_person_id")),
    )
    op.create_index("ix_invitations_person", "invitations", ["person_id"])


def downgrade() -> None:
    op.drop_index("ix_invitations_person", "invitations")
    op.drop_table("invitations")
    with op.batch_alter_table("steps") as steps:
        for column in ("is_off", "is_own", "anchor", "says"):
            steps.drop_column(column)
