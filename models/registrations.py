"""A seat: organisation, role, the person now filling it, and what has become of it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.quotas import Scope


class RegistrationState(StrEnum):
    REGISTERED = "registered"
    WAITLISTED = "waitlisted"
    OFFERED = "offered"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    REPLACED = "replaced"
    LAPSED = "lapsed"
    """An offer ran out without an answer: the seat went on, and so did the line."""


class Attendance(StrEnum):
    ON_SITE = "on_site"
    DIGITAL = "digital"


class Reconfirm(StrEnum):
    NONE = "none"
    ASKED = "asked"
    YES = "yes"


ACTIVE = (RegistrationState.REGISTERED, RegistrationState.WAITLISTED, RegistrationState.OFFERED)
SEATED = (RegistrationState.REGISTERED, RegistrationState.OFFERED)
IS_KEPT = text("registrations.offer_until IS NOT NULL")
"""The words of the partial index that finds what runs out."""
_KEPT_WORDS = text("offer_until IS NOT NULL")
_ACTIVE_WORDS = text("state IN ('registered', 'waitlisted', 'offered')")


class Registration(Base):
    """`number` is the event's next, taken in the same transaction, without holes: it is the order of arrival.

    Whoever comes back after a cancellation gets a new row and a new number; the old row stays as it ended.
    """

    __tablename__ = "registrations"
    __table_args__ = (
        UniqueConstraint("event_id", "number"),
        Index(
            "uq_registrations_active",
            "event_id",
            "person_id",
            unique=True,
            sqlite_where=_ACTIVE_WORDS,
            postgresql_where=_ACTIVE_WORDS,
        ),
        Index("ix_registrations_person", "person_id", "event_id"),
        Index("ix_registrations_line", "event_id", "state", "number"),
        Index("ix_registrations_kept", "offer_until", sqlite_where=_KEPT_WORDS, postgresql_where=_KEPT_WORDS),
        CheckConstraint("state <> 'offered' OR offer_until IS NOT NULL", name="offers_end"),
    )

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    number: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    """None only for somebody who said no without ever asking for a seat."""
    role: Mapped[str | None]
    attendance: Mapped[Attendance]
    parts: Mapped[list[str]] = mapped_column(JSON, default=list)
    state: Mapped[RegistrationState]
    waits_for: Mapped[Scope | None]
    """The rule that was full when the person got in line."""
    kept: Mapped[str | None]
    """The key of the kept seats it counts among, while it has a seat; None: it counts among the open ones."""
    offer_until: Mapped[datetime | None]
    """Until then a seat is kept; for somebody who waits and is asked, others are asked too after that."""
    asked_at: Mapped[datetime | None]
    """Of somebody who waits: asked together with others, and the first yes has the seat."""
    forward_at: Mapped[datetime | None]
    """When the coordinator let it go before the others in line."""
    reconfirm: Mapped[Reconfirm] = mapped_column(default=Reconfirm.NONE)
    hears_changes: Mapped[bool] = mapped_column(default=False)
    """Has said no, and asked to be told if the meeting is moved or cancelled."""
    access_needs: Mapped[str | None]
    dietary: Mapped[str | None]
    """Needs and diet: for the coordinator's own view alone; in no message, log or export."""
    is_hidden: Mapped[bool] = mapped_column(default=False)
    invite_again: Mapped[bool] = mapped_column(default=False)
    substitute_for_id: Mapped[int | None] = mapped_column(ForeignKey("registrations.id"))
    registered_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    key: Mapped[str | None]
    """Its id in the file it was imported from."""
    version: Mapped[int] = mapped_column(default=1)
    """Rises with every change: part of the key of what is told about it."""
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]

    @property
    def is_active(self) -> bool:
        return self.state in ACTIVE

    @property
    def has_seat(self) -> bool:
        return self.state in SEATED

    def leave(self, state: RegistrationState, now: datetime) -> None:
        """Out of the meeting, by cancelling, declining or being replaced."""
        self._become(state, now)
        self.reconfirm = Reconfirm.NONE

    def answer_coming(self) -> bool:
        """Yes, after all that has been changed and asked. Whether that was news."""
        is_news = self.reconfirm is not Reconfirm.YES
        self.reconfirm = Reconfirm.YES
        return is_news

    def offer(self, until: datetime, now: datetime) -> None:
        """A seat is kept for the person until then."""
        self._become(RegistrationState.OFFERED, now)
        self.offer_until = until

    def ask(self, until: datetime, now: datetime) -> None:
        """Still in line; the first of those asked who says yes has the seat."""
        self.asked_at, self.offer_until = now, until
        self.touch(now)

    def ask_no_more(self, now: datetime) -> None:
        self.asked_at = self.offer_until = None
        self.touch(now)

    def take_seat(self, now: datetime) -> None:
        self._become(RegistrationState.REGISTERED, now)

    def touch(self, now: datetime) -> None:
        """Something about it changed that people may be told of."""
        self.version += 1
        self.changed_at = now

    def _become(self, state: RegistrationState, now: datetime) -> None:
        self.state = state
        self.waits_for = self.offer_until = self.asked_at = self.forward_at = None
        self.touch(now)
