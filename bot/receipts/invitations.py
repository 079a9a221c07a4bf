"""Whom a coordinator is about to invite, and how those invited stand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.receipts.events import EventFacts


class Stands(StrEnum):
    """How somebody stands with a meeting they are, or may be, invited to."""

    NEW = "new"
    INVITED = "invited"
    """The invitation has not gone out yet."""
    SILENT = "silent"
    OPENED = "opened"
    REGISTERED = "registered"
    IN_LINE = "in_line"
    DECLINED = "declined"
    GAVE_BACK = "gave_back"
    NAMELESS = "nameless"
    """A function: nobody knows who it is yet."""


@dataclass(frozen=True)
class Invitee:
    """Somebody about to be invited. `problem`: why they cannot be; `person_id` is None for whoever we do not know."""

    name: str
    email: str | None = None
    person_id: int | None = None
    organisation_id: int | None = None
    organisation: str = ""
    role_id: str | None = None
    role: str = ""
    has_slack: bool = False
    standing: Stands = Stands.NEW
    problem: str | None = None
    row: int | None = None
    """Where they stand in a pasted list."""


@dataclass(frozen=True)
class GoesOut:
    """When an invitation goes out: `at` is None when nothing has a day yet."""

    at: datetime | None
    by_plan: bool
    tz: str


@dataclass(frozen=True)
class Inviting:
    """What one press is about to do."""

    event: EventFacts
    goes_out: GoesOut
    people: tuple[Invitee, ...] = ()
    unread: int = 0
    """Members whom Slack has not told us about in time."""

    @property
    def new(self) -> tuple[Invitee, ...]:
        return tuple(one for one in self.people if one.problem is None and one.standing is Stands.NEW)


@dataclass(frozen=True)
class FunctionInviting:
    """A function about to be invited, in each organisation: who passes it on."""

    event: EventFacts
    goes_out: GoesOut
    name: str
    role: str
    organisations: tuple[tuple[int, str], ...]
    known: tuple[str, ...]
    """Where it is invited already."""
    without_contact: tuple[str, ...]


@dataclass(frozen=True)
class InvitedLine:
    name: str
    organisation: str
    role: str
    standing: Stands
    has_slack: bool = True


@dataclass(frozen=True)
class InvitedPage:
    """Those invited, an organisation at a time, a page of them."""

    event: EventFacts
    lines: tuple[InvitedLine, ...]
    counts: Mapping[Stands, int] = field(default_factory=dict)
    page: int = 1
    pages: int = 1
    without: tuple[str, ...] = ()
    """Organisations from which nobody is invited."""
    said: str | None = None


@dataclass(frozen=True)
class FunctionFacts:
    """A function in an organisation, and the meeting it is invited to."""

    id: int
    event: EventFacts
    name: str
    organisation: str
    purpose: str | None = None
    organiser: str | None = None
