"""What services hand to whoever speaks: frozen facts, read from the rows in one transaction."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from models.appeals import AppealState
from models.choices import Level, Rhythm
from models.events import EventState, Form
from models.quotas import Scope
from models.registrations import ACTIVE, Attendance, Reconfirm, RegistrationState
from models.series import FormField, Role
from models.steps import Anchor, Audience, Says


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
    seats: SeatCounts | None = None
    contacts: tuple[Contact, ...] = ()
    reason: str | None = None


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


@dataclass(frozen=True)
class Thanks:
    """A meeting that is over, and when its notes come."""

    event: EventFacts
    notes_by: date | None = None


@dataclass(frozen=True)
class MyAnswers:
    """My own answers, to fill the form with. Needs and diet are mine to see here."""

    organisation_id: int | None = None
    organisation: str | None = None
    role: str | None = None
    attendance: Attendance | None = None
    parts: tuple[str, ...] | None = None
    access_needs: str | None = None
    dietary: str | None = None
    is_hidden: bool = False
    invite_again: bool = False
    name: str = ""
    email: str | None = None


@dataclass(frozen=True)
class FormFacts:
    """Everything the registration form needs to ask only what this meeting needs."""

    event: EventFacts
    fields: dict[str, FormField]
    roles: tuple[Role, ...]
    parts: tuple[str, ...]
    asks_diet: bool
    legal_basis: str | None
    mine: MyAnswers
    seat: Seat | None
    question: "Question | None" = None
    """When the form is the yes to it."""
    is_frozen: bool = False
    """Name, organisation and role are set: changing them is asking the coordinator."""


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
class EventLine:
    """A meeting in my list, with my own state in it; when I wait, my place, and what I am asked."""

    event: EventFacts
    state: RegistrationState | None
    may_see_participants: bool = False
    may_register_colleagues: bool = False
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
class Participant:
    """One line of the coordinator's list."""

    name: str
    organisation: str
    role: str
    state: RegistrationState
    attendance: Attendance
    is_hidden: bool
    has_slack: bool
    is_free_text: bool
    number: int
    is_unconfirmed: bool = False
    """Asked whether they still come, and has not said."""
    instead_of: tuple[str | None, ...] = ()


@dataclass(frozen=True)
class SheetLine:
    """One row of the list that a coordinator takes home. Never needs or diet."""

    number: int
    name: str
    email: str | None
    organisation: str
    role_id: str | None
    role: str
    attendance: Attendance
    state: RegistrationState


@dataclass(frozen=True)
class Sheet:
    event: EventFacts
    lines: tuple[SheetLine, ...]
    hidden: int


@dataclass(frozen=True)
class Catering:
    """Counts without names."""

    on_site: int
    diets: int
    """How many wrote something about food."""


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


@dataclass(frozen=True)
class ParticipantList:
    event: EventFacts
    participants: tuple[Participant, ...]
    roles: tuple[Role, ...]
    empty_organisations: tuple[str, ...]
    with_needs: int
    catering: Catering | None = None
    """None where nothing is served."""
    appeals: tuple[AppealFacts, ...] = ()
    """What waits for the reader's answer."""
    may_steer_line: bool = False


@dataclass(frozen=True)
class Fellow:
    """One of those who come, as the others may see them."""

    name: str
    organisation: str
    role_id: str | None
    role: str


@dataclass(frozen=True)
class FellowList:
    """Who comes, for those who come themselves. The hidden are a number."""

    event: EventFacts
    fellows: tuple[Fellow, ...]
    hidden: int


@dataclass(frozen=True)
class Covered:
    """What one organisation has: the people of each role, and the roles it is asked for that nobody fills."""

    organisation: str
    people: tuple[tuple[Role, tuple[str, ...], int], ...]
    """Role, names, and how many more are hidden from whoever reads."""
    empty: tuple[Role, ...]


@dataclass(frozen=True)
class Coverage:
    event: EventFacts
    covered: tuple[Covered, ...]
    without: tuple[str, ...]
    """Organisations that nobody represents."""


@dataclass(frozen=True)
class SomebodysSeat:
    """Somebody's part in a meeting, for whoever may act for them."""

    name: str
    has_slack: bool
    registration_id: int
    event: EventFacts
    seat: Seat


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


@dataclass(frozen=True)
class Delegate:
    """One row of a pasted list, as it is understood. `problem`: why it cannot be registered."""

    number: int
    name: str
    email: str
    organisation_id: int | None
    organisation: str
    role_id: str | None
    role: str
    is_free_text: bool = False
    is_registered: bool = False
    has_left: bool = False
    has_slack: bool = False
    problem: str | None = None
    outcome: Outcome | None = None


@dataclass(frozen=True)
class Delegation:
    """A pasted list: read, or (`is_done`) registered."""

    event: EventFacts
    rows: tuple[Delegate, ...]
    is_done: bool = False

    @property
    def new(self) -> int:
        return sum(1 for one in self.rows if one.problem is None and not one.is_registered)


@dataclass(frozen=True)
class TopicFacts:
    """A question as everyone may read it; `proposer` is filled in for the coordinator alone."""

    id: int
    level: str
    theme: str | None
    title: str
    background: str | None
    is_mine: bool = False
    proposer: str | None = None


@dataclass(frozen=True)
class TopicList:
    event: EventFacts
    topics: tuple[TopicFacts, ...]


@dataclass(frozen=True)
class TopicForm:
    """What the question form offers: the meetings one can propose to, and the themes of each."""

    events: tuple[EventFacts, ...]
    chosen_id: int
    themes: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class DeliveryLine:
    """One row of the ledger, without its text."""

    kind: str
    state: str
    due_at: datetime
    recipient: str
    reason: str | None
    event_title: str | None
    tz: str
    id: int = 0
    may_be_sent_again: bool = False
    may_be_dropped: bool = False


@dataclass(frozen=True)
class LedgerCount:
    """How many messages are where; `planned` are for later, `late` should have left."""

    sent: int = 0
    on_its_way: int = 0
    planned: int = 0
    late: int = 0
    in_doubt: int = 0
    expired: int = 0
    failed: int = 0
    gave_way: int = 0
    """Not sent, since somebody has heard enough about the meeting."""

    @property
    def trouble(self) -> int:
        return self.late + self.in_doubt + self.expired + self.failed

    @property
    def shown(self) -> int:
        return self.trouble + self.gave_way + self.on_its_way + self.planned


@dataclass(frozen=True)
class DeliveryPage:
    counts: LedgerCount
    lines: tuple[DeliveryLine, ...]
    page: int = 1
    pages: int = 1
    mails: tuple[DeliveryLine, ...] = ()
    """The reader's own texts for guests that are not marked as sent."""


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


@dataclass(frozen=True)
class MailSent:
    """Who says that a text for guests has gone out by mail, and when by the meeting's clock."""

    by: str
    at: datetime
    tz: str


@dataclass(frozen=True)
class Reach:
    """How many hear it: in Slack; not, because they have left it; by mail, through the coordinator."""

    in_slack: int = 0
    left: int = 0
    outside: int = 0


@dataclass(frozen=True)
class Progress:
    """Of the messages owed: sent, missed, and left to send. The rest were no longer needed."""

    total: int = 0
    sent: int = 0
    missed: int = 0
    left: int = 0


@dataclass(frozen=True)
class AnnouncementFacts:
    """What a coordinator has written, to whom, and how far it has come. `says`: why it is shown once more."""

    id: int
    version: int
    event: EventFacts
    author: str
    audience: str
    words: str
    state: str
    due_at: datetime | None
    is_waiting: bool
    """Planned, for a later moment."""
    reach: Reach
    progress: Progress
    says: str = "done"
    rival: str | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class AnnouncementList:
    event: EventFacts
    announcements: tuple[AnnouncementFacts, ...]


@dataclass(frozen=True)
class Reached:
    """One recipient's line in the outcome."""

    name: str
    state: str
    reason: str | None


@dataclass(frozen=True)
class Outcomes:
    announcement: AnnouncementFacts
    lines: tuple[Reached, ...]
    page: int
    pages: int


@dataclass(frozen=True)
class NextStep:
    """One coming moment of a meeting's plan."""

    says: Says
    due_at: datetime


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


@dataclass(frozen=True)
class MailFacts:
    """Whom to write to by mail about a meeting: addresses, and the names of those who have none."""

    event: EventFacts
    silent: tuple[str, ...]
    registered: tuple[str, ...]
    without_address: tuple[str, ...]


@dataclass(frozen=True)
class HomeFacts:
    """What a person's Home shows."""

    lines: tuple[EventLine, ...]
    name: str


@dataclass(frozen=True)
class Bound:
    """A channel tied to an area or a lab series, and how many cards it gets."""

    name: str
    cards: int


@dataclass(frozen=True)
class Choices:
    """What a person wants to hear, when, and in which language (None: as in Slack, which is `locale` then)."""

    level: Level
    rhythm: Rhythm
    language: str | None
    locale: str | None


@dataclass(frozen=True)
class Snoozed:
    """When the person is reminded again."""

    title: str
    at: datetime
    tz: str
