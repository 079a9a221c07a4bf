"""A meeting on its way into somebody's calendar: the facts, and then what the file says."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from bot.receipts.events import Contact, EventFacts
from bot.receipts.programmes import ProgrammeFacts
from models.registrations import Attendance, RegistrationState


class Standing(StrEnum):
    FIRM = "firm"
    TENTATIVE = "tentative"
    OFF = "off"
    """Cancelled, given back, or a day that was not chosen."""


@dataclass(frozen=True)
class CalendarFacts:
    """A meeting and one's own part in it, if any. `address` and `url` are for those who come.

    `uid` is the meeting's for good; `sequence` has risen whenever something that a calendar shows has changed.
    """

    event: EventFacts
    uid: str
    sequence: int
    made_at: datetime
    state: RegistrationState | None = None
    attendance: Attendance | None = None
    address: str | None = None
    url: str | None = None
    is_mail: bool = False
    """For people outside Slack: they answer by mail."""
    may_come: bool = True
    """Somebody who has not said no."""
    programme: ProgrammeFacts | None = None
    """What has been published."""


@dataclass(frozen=True)
class Hold:
    """A day that is kept free until it is decided; `is_off` when nobody has to any more.

    `key` is its own for good, and `version` rises when that changes.
    """

    key: str
    day: date
    start_time: time
    end_time: time
    tz: str
    version: int = 0
    is_off: bool = False


@dataclass(frozen=True)
class FeedFacts:
    """Somebody's own address for calendars; `made_at` is None while there is none. `version` is what has been seen."""

    version: int = 0
    made_at: datetime | None = None


@dataclass(frozen=True)
class Entry:
    """What one entry of a calendar file says, in its reader's language."""

    uid: str
    sequence: int
    made_at: datetime
    day: date
    start_time: time
    end_time: time
    tz: str
    standing: Standing
    title: str
    lines: tuple[str, ...]
    place: str | None = None
    url: str | None = None
    organiser: Contact | None = None
