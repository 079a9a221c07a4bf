"""Inviting in Slack: rounds of invitations, functions without a name yet, and who has opened theirs."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "invitation_rounds",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_invitation_rounds_event_id_events")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_invitation_rounds_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation_rounds")),
    )
    waiting = sa.text("due_at IS NOT NULL AND done_at IS NULL")
    op.create_index(
        "ix_invitation_rounds_due", "invitation_rounds", ["due_at"], sqlite_where=waiting, postgresql_where=waiting
    )
    op.create_index("ix_invitation_rounds_event_id", "invitation_rounds", ["event_id"])
    with op.batch_alter_table("invitations") as batch:
        batch.add_column(sa.Column("organisation_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("role", sa.String(), nullable=True))
        batch.add_column(sa.Column("round_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True))
        batch.create_foreign_key(
            op.f("fk_invitations_organisation_id_organisations"), "organisations", ["organisation_id"], ["id"]
        )
        batch.create_foreign_key(
            op.f("fk_invitations_round_id_invitation_rounds"), "invitation_rounds", ["round_id"], ["id"]
        )
        batch.create_index(op.f("ix_invitations_round_id"), ["round_id"])
    op.create_table(
        "invited_functions",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=True),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("invited_by_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_invited_functions_event_id_events")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_invited_functions_organisation_id_organisations")
        ),
        sa.ForeignKeyConstraint(
            ["invited_by_id"], ["people.id"], name=op.f("fk_invited_functions_invited_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["invitation_rounds.id"], name=op.f("fk_invited_functions_round_id_invitation_rounds")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_invited_functions_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invited_functions")),
        sa.UniqueConstraint(
            "event_id", "organisation_id", "folded", name=op.f("uq_invited_functions_event_id_organisation_id_folded")
        ),
    )
    op.create_index(op.f("ix_invited_functions_round_id"), "invited_functions", ["round_id"])
