"""The planned moments of a meeting, and what each will say."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from bot.receipts.events import EventFacts
from models.steps import Anchor, Audience, Says


@dataclass(frozen=True)
class Recap:
    """The meeting that is followed up, for those who were not there."""

    title: str
    day: date | None
    people: int
    organisations: int


@dataclass(frozen=True)
class Call:
    """A meeting as it is announced to somebody who has not answered, and why to this person.

    `purpose` is the series' own; `organisation` is theirs, `is_contact` when they are its contact.
    """

    event: EventFacts
    invitation_on: date | None = None
    organiser: str | None = None
    purpose: str | None = None
    organisation: str | None = None
    role_id: str | None = None
    role: str | None = None
    is_contact: bool = False
    recap: Recap | None = None
    by: str | None = None
    """Whoever was invited, and named this person to come instead."""


@dataclass(frozen=True)
class Thanks:
    """A meeting that is over, and when its notes come."""

    event: EventFacts
    notes_by: date | None = None


@dataclass(frozen=True)
class StepFacts:
    """One moment of a plan: its rule, when it goes, to how many now, and what has become of it.

    `ruled_at` is when the rule has it, `due_at` when it goes: the calendar may have moved it. `stamp` is the rule in
    one word: whoever changes it says which one they saw. `is_sent` once somebody was owed something: a moment may also
    pass without that, when the plan was made after it.
    """

    id: int
    says: Says
    audience: Audience
    anchor: Anchor
    days_before: int
    minutes_before: int
    at: time | None
    is_off: bool
    ruled_at: datetime | None
    due_at: datetime | None
    done_at: datetime | None
    people: int
    guests: int
    is_sent: bool
    reached: int
    has_mail: bool
    has_unsent_mail: bool
    stamp: str
    muted: int = 0
    """Those whom it is for, but who have chosen to hear less; not among `people`."""


@dataclass(frozen=True)
class PlanFacts:
    """A meeting's plan, in the order of time."""

    event: EventFacts
    steps: tuple[StepFacts, ...]
    may_change: bool


@dataclass(frozen=True)
class StepChange:
    """A step to change, or what came of it. When somebody changed it first, nothing was saved."""

    event: EventFacts
    step: StepFacts
    is_overtaken: bool = False
    overtaken_by: str | None = None


@dataclass(frozen=True)
class StepTexts:
    """A step's message in each language, as Slack takes it; None where there is nothing to say."""

    event: EventFacts
    step: StepFacts
    texts: tuple[tuple[str, dict[str, Any] | None], ...]
