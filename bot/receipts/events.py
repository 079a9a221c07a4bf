"""A meeting as anyone may see it."""

from dataclasses import dataclass
from datetime import date, datetime, time

from models.events import EventState, Form
from models.registrations import RegistrationState


@dataclass(frozen=True)
class Contact:
    """Whom to ask, and how to reach them."""

    name: str
    email: str | None = None
    slack_user_id: str | None = None


@dataclass(frozen=True)
class SeatCounts:
    """How many come and wait. `capacity` and `free` are None when there is no limit."""

    registered: int
    waiting: int
    capacity: int | None
    kept: int = 0
    """Of the free seats, those that are kept for somebody."""

    @property
    def free(self) -> int | None:
        return None if self.capacity is None else max(0, self.capacity - self.registered)


@dataclass(frozen=True)
class EventFacts:
    """A meeting as anyone may see it. Seats are counted, and contacts looked up, for those who show them."""

    id: int
    title: str
    series_title: str
    language: str
    area: str | None
    state: EventState
    form: Form
    day: date | None
    start_time: time
    end_time: time
    tz: str
    starts_at: datetime | None
    doors_at: time | None
    city: str | None
    place_name: str | None
    room: str | None
    has_induction_loop: bool
    is_step_free: bool
    has_captions: bool
    has_coffee: bool
    has_meal: bool
    opens_at: datetime | None
    closes_at: datetime | None
    topics_close_at: datetime | None
    takes_registrations: bool
    opens_later: bool
    takes_topics: bool
    is_over: bool
    has_closed: bool = False
    """Registration has been open and is no more: one can ask the coordinator."""
    names_are_set: bool = False
    """Who comes, for whom and as what is changed by the coordinator."""
    seats: SeatCounts | None = None
    contacts: tuple[Contact, ...] = ()
    reason: str | None = None
    has_programme: bool = False
    """It is published."""

    @property
    def asks_for_changes(self) -> bool:
        """Some of what one has answered is no longer one's own to change."""
        return self.has_closed or self.names_are_set


@dataclass(frozen=True)
class Pending:
    """What has no answer yet: from the coordinator (`has_asked`), from me (the question, and by whom it is put; None
    for somebody who does not want to be shown), from whom I have asked to come instead."""

    has_asked: bool = False
    question_id: int | None = None
    by: str | None = None
    whom: str | None = None


@dataclass(frozen=True)
class EventLine:
    """A meeting in my list, with my own state in it; when I wait, my place, and what I am asked."""

    event: EventFacts
    state: RegistrationState | None
    may_see_participants: bool = False
    poll_id: int | None = None
    """The vote going on, for whoever may vote."""
    result_id: int | None = None
    """The last vote that has closed, for those registered who may see what it came to."""
    may_register_colleagues: bool = False
    may_see_fellows: bool = False
    leads: bool = False
    """The conversation: puts the questions in order, builds the programme."""
    takes_notes: bool = False
    pending: Pending | None = None
    place: int | None = None
    offer_until: datetime | None = None
    is_asked: bool = False


@dataclass(frozen=True)
class EventPage:
    lines: tuple[EventLine, ...]
    page: int
    pages: int
    total: int


@dataclass(frozen=True)
class Bound:
    """A channel tied to an area or a lab series, and how many cards it gets."""

    name: str
    cards: int
