"""How meetings stand."""

from dataclasses import dataclass
from datetime import datetime

from bot.receipts.announcements import Reach
from bot.receipts.events import EventFacts
from bot.receipts.plans import Call
from models.steps import Says


@dataclass(frozen=True)
class NextStep:
    """One coming moment of a meeting's plan."""

    says: Says
    due_at: datetime
    days_before: int = 0
    minutes_before: int = 0


@dataclass(frozen=True)
class OverviewFacts:
    """How a meeting stands, for whoever answers for it. Needs are a number, and only to whom they concern."""

    event: EventFacts
    days_left: int | None
    silent: tuple[str, ...]
    """Organisations from which nobody has answered."""
    without: tuple[tuple[str, str, tuple[str, ...]], ...]
    """Role, its label, and the municipalities that take part without anyone in it."""
    needs: int
    missed: int
    silent_people: Reach
    outside: int
    planned: int
    """Announcements that are to go out."""
    steps: tuple[NextStep, ...]
    may_announce: bool
    unconfirmed: int = 0
    """Asked whether they still come, and have not said."""
    appeals: int = 0
    """Questions to the coordinator that wait for an answer."""
    topics: int = 0
    """Questions for the meeting that are to be read before anyone else sees them."""
    passed_on: tuple[tuple[str, str], ...] = ()
    """Who was invited and named somebody else, and whom, as long as that one has not answered."""
    too_long: int = 0
    """Minutes that the published programme goes on after the end of the meeting."""
    is_unopened: bool = False
    """A vote should be open by the plan, and is not."""
    substitutes: int = 0
    """Of those with a seat, how many have asked somebody else to come and have no answer."""


@dataclass(frozen=True)
class MailFacts:
    """Whom to write to by mail about a meeting: addresses, and the names of those who have none."""

    event: EventFacts
    silent: tuple[str, ...]
    registered: tuple[str, ...]
    without_address: tuple[str, ...]
    call: Call | None = None
    """The invitation, as long as it has not gone out: nobody is silent yet."""
