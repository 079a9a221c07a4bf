"""The board: every meeting somebody answers for, a line each; and the checklist of one of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.receipts.events import Contact, EventFacts
from bot.receipts.overviews import NextStep
from models.checklists import Side
from models.events import EventState


class Todo(StrEnum):
    """What a meeting lacks now."""

    COORDINATOR = "coordinator"
    DATE = "date"
    PUBLISH = "publish"
    VENUE = "venue"
    INVITE = "invite"
    REMIND_SILENT = "remind_silent"
    FEW = "few"
    QUESTIONS = "questions"
    VOTE = "vote"
    """It should be open by the plan, and is not."""
    MISFIT = "misfit"
    """The published programme is longer than the meeting."""
    PROGRAMME = "programme"
    NOTES = "notes"


class Show(StrEnum):
    """Which meetings of the board; or those in one state."""

    ALL = "all"
    NEEDY = "needy"


@dataclass(frozen=True)
class Votes:
    """A vote on the questions: whether it is on, or over; neither when there has been none."""

    is_open: bool = False
    is_over: bool = False


@dataclass(frozen=True)
class BoardLine:
    event: EventFacts
    days_left: int | None
    invited: int
    answered: int
    """Of those invited."""
    questions: int
    unread: int
    """Questions that wait to be read before they are shown."""
    votes: Votes
    notes_by: date | None
    """When notes are due next."""
    todos: tuple[Todo, ...]
    next_step: NextStep | None
    coordinators: tuple[Contact, ...]
    ticked: int
    points: int
    """Ticks made, by either side, of those there are."""
    reminded_at: datetime | None


@dataclass(frozen=True)
class Board:
    """A page of it. `total` and `needy` are of all meetings, `found` of those that the filter leaves."""

    lines: tuple[BoardLine, ...]
    show: Show | EventState
    states: tuple[EventState, ...]
    """Those that there are meetings in."""
    total: int
    needy: int
    found: int
    page: int
    pages: int
    is_national: bool


@dataclass(frozen=True)
class Tick:
    by: str
    at: datetime


@dataclass(frozen=True)
class PointFacts:
    """A point, and who has ticked it off for which side."""

    key: str
    words: str
    is_ours: bool
    """Its words are ours: they are read in each reader's language."""
    agency: Tick | None = None
    coordinator: Tick | None = None


@dataclass(frozen=True)
class BoardDetails:
    line: BoardLine
    points: tuple[PointFacts, ...]
    sides: tuple[Side, ...]
    """Those that this person ticks off for."""
    crew: Mapping[str, tuple[str, ...]]
    """Names of those who lead the conversation and take notes."""
    may_remind: bool
    may_change_points: bool


@dataclass(frozen=True)
class ChecklistForm:
    event: EventFacts
    points: tuple[PointFacts, ...]
    stamp: str
    """Of the points as they were seen."""
