"""A meeting as whoever coordinates it makes and changes it, and what a change will cause."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from bot.receipts.boards import Todo
from bot.receipts.dates import DayWarning
from bot.receipts.events import EventFacts
from bot.receipts.overviews import NextStep
from models.quotas import Scope
from models.steps import Audience, Says

Values = Mapping[str, Any]
"""What stands in a form, by the names of columns, as JSON can hold it: it travels with the form."""


class Part(StrEnum):
    """What one form changes."""

    TITLE = "title"
    TIME = "time"
    PLACE = "place"
    SEATS = "seats"
    DAYS = "days"


class Turn(StrEnum):
    """What becomes of a meeting with one press."""

    PUBLISH = "publish"
    OPEN = "open"
    CLOSE = "close"


@dataclass(frozen=True)
class PartFacts:
    """A part of a meeting, to be changed. `values` are what the form shows, `seen` what stood there, each in short.

    When somebody else was faster nothing was saved: `overtaken` are their values, `fresh` those of them that the
    form did not want to change.
    """

    event: EventFacts
    part: Part
    values: Values
    seen: Mapping[str, str]
    labels: Mapping[str, str] = field(default_factory=dict)
    """Of the roles that seats may be limited for."""
    reason: str | None = None
    shifts: bool = True
    round: int = 0
    """How often somebody else has been faster."""
    overtaken: Values = field(default_factory=dict)
    overtaken_by: str | None = None
    fresh: frozenset[str] = frozenset()

    @property
    def is_overtaken(self) -> bool:
        return bool(self.overtaken)


@dataclass(frozen=True)
class FieldChange:
    """One thing that becomes another."""

    name: str
    was: Any
    now: Any


@dataclass(frozen=True)
class StepMove:
    """A planned message whose moment becomes another; None where it has none."""

    says: Says
    audience: Audience
    was: datetime | None
    now: datetime | None
    people: int | None = None
    """How many hear it now, when it goes at once."""
    days_before: int = 0
    minutes_before: int = 0


@dataclass(frozen=True)
class Over:
    """More seats are taken than there will be: nobody loses theirs, and they are not filled again."""

    scope: Scope
    label: str
    capacity: int
    taken: int


@dataclass(frozen=True)
class Consequences:
    """What a change causes, found by carrying it out. `event` is the meeting as it will be."""

    event: EventFacts
    changes: tuple[FieldChange, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    told: int = 0
    by_mail: int = 0
    """People without Slack: their coordinator gets a text to send."""
    asked: int = 0
    """Of those told, who is asked whether they still come."""
    diets: int = 0
    """Answers about food that are deleted."""
    offered: int = 0
    """People in line who are offered a seat at once."""
    waiting: int = 0
    """Those who wait nevertheless."""
    over: tuple[Over, ...] = ()
    steps: tuple[StepMove, ...] = ()
    too_long: int = 0
    """Minutes that the published programme will go on after the end."""
    cards: int = 0
    is_posted: bool = False
    """A card in the meeting's channel is new."""
    is_seen: bool = True
    """Others than the coordinators see the meeting: it is no draft."""

    @property
    def disturbs_nobody(self) -> bool:
        return not (self.told or self.by_mail or self.offered)


@dataclass(frozen=True)
class MeetingLine:
    """One of my meetings, as a list shows it."""

    event: EventFacts
    publish_at: datetime | None = None
    next_step: NextStep | None = None


@dataclass(frozen=True)
class MeetingPage:
    """A page of the meetings I coordinate, the nearest first."""

    lines: tuple[MeetingLine, ...]
    page: int
    pages: int
    may_create: bool


@dataclass(frozen=True)
class Meeting:
    """All that can be done about one meeting."""

    event: EventFacts
    address: str | None
    url: str | None
    limits: tuple[tuple[Scope, str, int], ...]
    """(what is limited, its label, how many), apart from all seats."""
    max_per_organisation: int | None
    days: Mapping[str, date]
    """The days of its schedule, by the names of their columns."""
    follows: str | None
    """The title of the meeting it follows up."""
    publish_at: datetime | None = None
    has_begun: bool = False
    warnings: tuple[DayWarning, ...] = ()
    """What speaks against its day."""
    crew: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Names of those who lead the conversation and take notes."""
    facilitator: str | None = None
    note_taker: str | None = None
    todos: tuple[Todo, ...] = ()
    """What it lacks now."""
    next_step: NextStep | None = None


@dataclass(frozen=True)
class Place:
    """Where a meeting can be made: an area in its season, or a lab series. `key` goes into a form and comes back."""

    key: str
    name: str


@dataclass(frozen=True)
class NewMeeting:
    """The form for a new meeting; `like` is the one it is made from, `is_follow_up` when it follows that up."""

    places: tuple[Place, ...]
    chosen: str | None = None
    like: EventFacts | None = None
    is_follow_up: bool = False
    people: int = 0
    """Those with a seat in the one it follows up: they will be invited."""
