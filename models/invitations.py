"""Who has been invited to a meeting, as themselves or by their function, and when each round of it goes out."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base

_WAITING = text("due_at IS NOT NULL AND done_at IS NULL")


class InvitationRound(Base):
    """Those whom a coordinator invites with one press, when the plan's own invitation has gone already."""

    __tablename__ = "invitation_rounds"
    __table_args__ = (
        Index("ix_invitation_rounds_due", "due_at", sqlite_where=_WAITING, postgresql_where=_WAITING),
        Index("ix_invitation_rounds_event_id", "event_id"),
    )

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    due_at: Mapped[datetime | None]
    """None: they hear it by the plan after all."""
    done_at: Mapped[datetime | None]


class Invitation(Base):
    __tablename__ = "invitations"
    __table_args__ = (UniqueConstraint("event_id", "person_id"), Index("ix_invitations_person", "person_id"))

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    invited_at: Mapped[datetime]
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    """None when the plan did it."""
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    role: Mapped[str | None]
    """For whom and as what, where whoever invited them said so."""
    round_id: Mapped[int | None] = mapped_column(ForeignKey("invitation_rounds.id"), index=True)
    opened_at: Mapped[datetime | None]
    """When they first opened what the invitation leads to."""


class InvitedFunction(Base):
    """Whoever holds a function in an organisation: nobody knows the name yet."""

    __tablename__ = "invited_functions"
    __table_args__ = (UniqueConstraint("event_id", "organisation_id", "folded"),)

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    name: Mapped[str]
    """What it is called: nämndens ordförande."""
    folded: Mapped[str]
    role: Mapped[str | None]
    invited_at: Mapped[datetime]
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    round_id: Mapped[int | None] = mapped_column(ForeignKey("invitation_rounds.id"), index=True)
    told_at: Mapped[datetime | None]
    """When the organisation's contact was owed the text to pass on."""
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    """Who it turned out to be."""
