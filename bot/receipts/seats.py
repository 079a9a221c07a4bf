"""A seat, a place in line, and what became of asking for one."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.receipts.events import EventFacts
from models.appeals import AppealState
from models.quotas import Scope
from models.registrations import ACTIVE, Attendance, Reconfirm, RegistrationState


@dataclass(frozen=True)
class Waiting:
    """Why one waits, and where in line. The rest belongs to the rule that is full; kept seats until a day."""

    place: int
    scope: Scope | None
    capacity: int | None = None
    name: str | None = None
    role_id: str | None = None
    attendance: Attendance | None = None
    kept: tuple["KeptSeats", ...] = ()


@dataclass(frozen=True)
class KeptSeats:
    """Free seats that are not for everyone yet: whose they are, and until when."""

    name: str
    role_id: str | None
    until: date


@dataclass(frozen=True)
class Seat:
    """My part in a meeting. `address` and `url` are for those who hold a seat."""

    registration_id: int
    number: int
    state: RegistrationState
    organisation_id: int | None
    organisation: str | None
    role_id: str | None
    role: str | None
    attendance: Attendance
    parts: tuple[str, ...]
    is_hidden: bool
    invite_again: bool
    has_needs: bool
    waiting: Waiting | None = None
    offer_until: datetime | None = None
    """Until when the seat is kept for me."""
    is_asked: bool = False
    """In line, and asked with others: the first yes has the seat."""
    address: str | None = None
    url: str | None = None
    registered_by: str | None = None
    reconfirm: Reconfirm = Reconfirm.NONE
    hears_changes: bool = False
    instead_of: tuple[str | None, ...] = ()
    """Who had the seat before, the latest first; None for somebody who does not want to be shown."""
    followed_by: str | None = None
    asked: str | None = None
    """Who has been asked to come instead, and has not answered."""

    @property
    def is_active(self) -> bool:
        return self.state in ACTIVE


class Outcome(StrEnum):
    REGISTERED = "registered"
    WAITLISTED = "waitlisted"
    KEPT = "kept"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    DECLINED = "declined"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Receipt:
    """What became of a wish: the meeting, and my seat in it (None when I never had one)."""

    outcome: Outcome
    event: EventFacts
    seat: Seat | None
    has_asked: bool = False
    """A part of the wish has become a question to the coordinator."""


@dataclass(frozen=True)
class Question:
    """Somebody is asked to come in another's place. `by` is None when that one does not want to be shown."""

    id: int
    event: EventFacts
    by: str | None
    name: str
    email: str | None
    organisation: str | None
    role_id: str | None
    role: str | None
    is_guest: bool = False


@dataclass(frozen=True)
class AppealFacts:
    """What somebody asks the coordinator for after a deadline, and what the answer was.

    `is_full`: a yes goes beyond a limit. `new_name`, `was_organisation` and `was_role` belong to a change.
    """

    id: int
    event: EventFacts
    person: str
    organisation: str
    role: str | None
    new_name: str | None
    was_organisation: str | None
    was_role: str | None
    words: str | None
    is_change: bool
    is_full: bool
    state: AppealState
    reason: str | None = None
    answered_by: str | None = None
    attendance: Attendance | None = None
    """The new way of taking part; None when it stays."""
    was_attendance: Attendance | None = None
    substitute: str | None = None
    """Who is to come in the seat instead."""
    holder: str | None = None
    """Whose seat a substitute wants, who has said yes already; None for somebody who does not want to be shown."""
    is_by_substitute: bool = False


@dataclass(frozen=True)
class SomebodysSeat:
    """Somebody's part in a meeting, for whoever may act for them. Without a seat they are invited, and silent."""

    name: str
    has_slack: bool
    person_id: int
    event: EventFacts
    seat: Seat | None
    may_all: bool = True
    """Everything they could do themselves; a contact changes and cancels."""
    version: int = 1
    """As it stood when it was read."""

    @property
    def key(self) -> str:
        """What a button about them carries."""
        return f"r{self.seat.registration_id}" if self.seat else f"p{self.person_id}"


@dataclass(frozen=True)
class Double:
    """Two rows that may be one person: the one that is kept first. `is_member`: it is a Slack member's."""

    keep_id: int
    drop_id: int
    names: tuple[str, str]
    emails: tuple[str | None, str | None]
    is_member: bool


@dataclass(frozen=True)
class LineRow:
    """Somebody who waits (with a place), or has been offered a seat (until when)."""

    registration_id: int
    place: int | None
    name: str
    organisation: str
    offer_until: datetime | None = None
    is_asked: bool = False
    goes_first: bool = False
    may_go_first: bool = False
    """The first in line of an organisation without a seat."""


@dataclass(frozen=True)
class LineFacts:
    event: EventFacts
    rows: tuple[LineRow, ...]


@dataclass(frozen=True)
class ChainLine:
    """One thing that happened to a seat. `actor` is somebody other than the person it is about."""

    at: datetime
    action: str
    person: str
    actor: str | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Chain:
    event: EventFacts
    lines: tuple[ChainLine, ...]
    earlier: bool = False
