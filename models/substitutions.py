"""Asking somebody to come instead of me: whom, when, and what they said."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class SubstitutionState(StrEnum):
    ASKED = "asked"
    ACCEPTED = "accepted"
    """The seat is theirs."""
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    """Whoever asked wants it no more, has asked somebody else, or has no seat any more."""
    EXPIRED = "expired"
    """The meeting began, and nobody had answered."""


_OPEN_WORDS = text("state = 'asked'")


class Substitution(Base):
    """The seat stays where it is until the answer is yes. One question is open for a seat at a time."""

    __tablename__ = "substitutions"
    __table_args__ = (
        Index(
            "uq_substitutions_open",
            "registration_id",
            unique=True,
            sqlite_where=_OPEN_WORDS,
            postgresql_where=_OPEN_WORDS,
        ),
        Index("ix_substitutions_ends", "ends_at", sqlite_where=_OPEN_WORDS, postgresql_where=_OPEN_WORDS),
    )

    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    """Who is asked."""
    state: Mapped[SubstitutionState] = mapped_column(default=SubstitutionState.ASKED)
    asked_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    """When the meeting begins, as it stood when somebody last looked."""
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    """The person asked; the coordinator, for somebody outside Slack; None when time answered."""

    allowed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    """The coordinator who has said yes to it though names are set."""

    @property
    def is_open(self) -> bool:
        return self.state is SubstitutionState.ASKED

    def end(self, state: SubstitutionState, now: datetime, by_id: int | None) -> None:
        self.state, self.answered_at, self.answered_by_id = state, now, by_id
