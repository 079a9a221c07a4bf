"""What a file says, in the shape of our rows: nothing here knows the database or the file's own layout."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from typing import Any

from models import Attendance, RegistrationState, SeriesKind


class What(StrEnum):
    """The kinds of things a file speaks of, in the order they are written."""

    SERIES = "series"
    ORGANISATION = "organisation"
    PERSON = "person"
    STAFF = "staff"
    """Who organises the whole series."""
    AREA = "area"
    MEMBER = "member"
    """An organisation's place in an area."""
    PARTY = "party"
    EVENT = "event"
    DATE_POLL = "date_poll"
    TOPIC = "topic"
    REGISTRATION = "registration"


Said = Mapping[str, Any]
"""Column names and values, as our rows hold them."""


@dataclass(frozen=True)
class Thing:
    """One thing the file speaks of, and all it says of it. The key is its own within the file."""

    what: What
    key: str
    said: Said = field(default_factory=dict)


@dataclass(frozen=True)
class Seat:
    """A registration in the file: what the baseline may not hold travels here, beside the thing."""

    event: str
    key: str
    name: str = field(repr=False)
    email: str = field(repr=False)
    organisation: str
    role: str
    state: RegistrationState
    attendance: Attendance
    parts: tuple[str, ...] = ()
    substitute_for: str | None = None
    is_by_coordinator: bool = False
    is_hidden: bool = field(default=False, repr=False)
    access_needs: str | None = field(default=None, repr=False)
    dietary: str | None = field(default=None, repr=False)

    @property
    def thing(self) -> Thing:
        """What is remembered of it: ids and states, no person and no answers."""
        said = {"event": self.event, "organisation": self.organisation, "role": self.role, "state": self.state,
                "attendance": self.attendance, "parts": list(self.parts)}  # fmt: skip
        return Thing(What.REGISTRATION, self.key, said)


@dataclass(frozen=True)
class Past:
    """A change the file tells the reason of."""

    at: date
    change: str
    to: str
    reason: str


@dataclass(frozen=True)
class Plan:
    """All that a file says."""

    key: str
    kind: SeriesKind
    title: str
    things: tuple[Thing, ...]
    seats: tuple[Seat, ...] = ()
    history: Mapping[str, tuple[Past, ...]] = field(default_factory=dict)
    unused: Mapping[str, Any] = field(default_factory=dict)
    source: Mapping[str, Any] = field(default_factory=dict, repr=False)
    """The whole file as it stands, without what people answered."""

    @property
    def everything(self) -> tuple[Thing, ...]:
        return (*self.things, *(seat.thing for seat in self.seats))

    def name_of(self, email: str) -> str:
        """What the file calls the person with this address."""
        named = (thing.said["name"] for thing in self.things if thing.what is What.PERSON and thing.key == email)
        return str(next(named, email))

    def reason(self, event: str, change: str, to: str) -> str | None:
        """Why the file says a meeting was changed to this; the latest word counts."""
        said = [past for past in self.history.get(event, ()) if past.change == change and past.to == to]
        return max(said, key=lambda past: past.at).reason if said else None


def plain(value: Any) -> Any:
    """A row's value as JSON can hold it, so that what was said last time can be compared."""
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, date):  # moments too
        return value.isoformat()
    if isinstance(value, Mapping):
        return {name: plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return value
