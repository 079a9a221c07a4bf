"""What a person asks the coordinator for when a deadline has passed: to come after all, or to be somebody else."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.registrations import Attendance


class AppealState(StrEnum):
    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"


class Appeal(Base):
    """What is wanted stands in its own columns: a yes carries out just what the coordinator saw."""

    __tablename__ = "appeals"
    __table_args__ = (
        Index(
            "uq_appeals_open",
            "event_id",
            "person_id",
            unique=True,
            sqlite_where=text("state = 'asked'"),
            postgresql_where=text("state = 'asked'"),
        ),
    )

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registrations.id"))
    """The seat to be changed; None when a seat is asked for."""
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    role: Mapped[str | None]
    name: Mapped[str | None]
    """The new name; None when it stays."""
    attendance: Mapped[Attendance | None]
    """Of a change: the new way of taking part; None when it stays."""
    substitute_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    """Who is to come in the seat instead: asked for by its holder, or by the substitute, who has said yes already."""
    words: Mapped[str | None]
    state: Mapped[AppealState] = mapped_column(default=AppealState.ASKED)
    reason: Mapped[str | None]
    """Why the coordinator answered so, in the words the person is told."""
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

    @property
    def is_by_substitute(self) -> bool:
        return self.substitute_id is not None and self.substitute_id == self.person_id

    @property
    def is_open(self) -> bool:
        return self.state is AppealState.ASKED

    def answer(self, *, is_yes: bool, reason: str | None, by_id: int, now: datetime) -> None:
        self.state = AppealState.GRANTED if is_yes else AppealState.REFUSED
        self.reason, self.answered_by_id, self.answered_at = reason, by_id, now
