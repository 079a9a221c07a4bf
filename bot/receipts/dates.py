"""A poll of days: the days, who can come, and what speaks against a day."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from bot.receipts.events import EventFacts
from models.dates import Can, DatePollState


class Speaks(StrEnum):
    """What speaks against a day; a person may choose it all the same."""

    HOLIDAY = "holiday"
    EVE = "eve"
    BRIDGE = "bridge"
    WEEKEND = "weekend"
    WINTER_BREAK = "winter_break"
    QUIET = "quiet"
    CLASH = "clash"


@dataclass(frozen=True)
class DayWarning:
    """`name` is the holiday's, or the title of the other meeting."""

    speaks: Speaks
    name: str = ""
    week: int | None = None


@dataclass(frozen=True)
class DayFacts:
    """A day with what has been said of it. `parties` can come, if need be; only answers in time are counted."""

    id: int
    day: date
    start_time: time
    end_time: time
    parties: int = 0
    yes: int = 0
    if_needed: int = 0
    no: int = 0
    mine: Can | None = None
    is_mine_late: bool = False
    is_proposed: bool = False
    is_chosen: bool = False
    warnings: tuple[DayWarning, ...] = ()


@dataclass(frozen=True)
class DateVoice:
    """One person's answers, in the order of the days; None where nothing was said.

    `name` is None for whoever does not want to be shown.
    """

    name: str | None
    party: str | None
    said: tuple[Can | None, ...]
    is_late: bool = False
    by: str | None = None


@dataclass(frozen=True)
class DatePollFacts:
    """`asked` and `answered` are people; `total` is how many parties there are."""

    id: int
    event: EventFacts
    state: DatePollState
    tz: str
    days: tuple[DayFacts, ...]
    opens_at: datetime | None
    closes_at: datetime
    closed_at: datetime | None
    was_late: bool
    counts: bool
    """What is answered now moves the decision."""
    asked: int
    answered: int
    total: int
    question: str | None = None
    decided_by: str | None = None
    reason: str | None = None
    is_asked: bool = False
    may_choose: bool = False
    registration_id: int | None = None
    comes: bool = False
    """Has said that the chosen day suits, and is registered."""

    holds_days: bool = False
    """Has taken the days into a calendar: they are to be struck out there."""

    @property
    def proposed(self) -> DayFacts | None:
        return next((one for one in self.days if one.is_proposed), None)

    @property
    def chosen(self) -> DayFacts | None:
        return next((one for one in self.days if one.is_chosen), None)


@dataclass(frozen=True)
class DateVoices:
    """Who can when, party by party; and who has not said, in Slack and outside."""

    poll: DatePollFacts
    voices: tuple[DateVoice, ...]
    silent: tuple[str, ...]
    guests: tuple[tuple[int, str], ...]
    """People outside Slack, whom the coordinator can answer for."""


@dataclass(frozen=True)
class DatePollForm:
    """What a form for a poll of days begins with."""

    event: EventFacts
    poll_id: int | None
    days: tuple[tuple[date, time, time], ...]
    closes_at: datetime | None
    question: str | None = None
    opens_at: datetime | None = None
    """None: when the coordinator says so."""
