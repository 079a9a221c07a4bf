"""A vote as people may see it: while it is open how it works and how many have voted, afterwards what it came to."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.receipts.events import EventFacts
from models.polls import Method, PollKind, ShownTo, Square, TieRule

PROMPT = timedelta(minutes=2)


@dataclass(frozen=True)
class Ranked:
    """A question in the result of its list. Under five ballots there are no points, only the order."""

    topic_id: int
    title: str
    points: float | None
    place: int
    is_tied: bool = False
    """Shares its place with another, and nobody has chosen between them."""


@dataclass(frozen=True)
class OptionFacts:
    """`place`: in the coordinator's order; the same challenge has the same one on both its lists."""

    id: int
    words: str
    place: int = 0


@dataclass(frozen=True)
class ListFacts:
    """What is voted on together. `dots`: how many each voter has here."""

    on_list: str
    options: tuple[OptionFacts, ...]
    dots: int


@dataclass(frozen=True)
class PollFacts:
    """How it works, and how many have voted; never for what. `id` is 0 while it is only planned."""

    id: int
    title: str
    kind: PollKind
    method: Method
    lists: tuple[ListFacts, ...]
    quorum: int | None
    tie: TieRule
    shown_to: ShownTo
    is_open: bool
    closes_at: datetime
    tz: str
    event: EventFacts | None = None
    closed_at: datetime | None = None
    is_closed_early: bool = False
    """By the coordinator, before its time."""
    voted: int = 0
    entitled: int | None = None
    by_coordinator: int = 0
    has_guests: bool = False
    channel_id: str | None = None
    """Where its card stands."""
    is_per_organisation: bool = False
    should_have_opened_at: datetime | None = None
    """By the agenda, when it was opened well after that."""
    asks: tuple[str, ...] = ()
    """What is asked of importance and of feasibility."""
    operational: tuple[tuple[str, str], ...] = ()
    """The roles (id and label) that vote on the operational questions too; none when everyone does."""

    @property
    def is_about_challenges(self) -> bool:
        return self.kind is PollKind.IMPORTANCE

    @property
    def is_late(self) -> bool:
        """Closed well after its time: nobody was there to do it."""
        return self.closed_at is not None and self.closed_at - self.closes_at > PROMPT


@dataclass(frozen=True)
class Ballot:
    """A person's own ballot, to be filled in: the lists in an order of their own, and what is marked."""

    poll: PollFacts
    lists: tuple[ListFacts, ...]
    marks: dict[int, int] = field(default_factory=dict)
    has_voted: bool = False
    registration_id: int | None = None
    """Whose it is, when the coordinator fills it in for a guest."""
    guest: str | None = None
    event_id: int | None = None
    """The guest's meeting."""


@dataclass(frozen=True)
class PollRow:
    """What an option came to. Under five ballots there are no numbers."""

    option_id: int
    words: str
    place: int
    points: float | None
    median: float | None = None
    is_tied: bool = False
    reason: str | None = None
    """Why the coordinator put it before its equals."""


@dataclass(frozen=True)
class GroupResult:
    """A role that is large enough, or the others together."""

    role: str
    label: str | None
    ballots: int
    rows: tuple[PollRow, ...]


@dataclass(frozen=True)
class ListResult:
    on_list: str
    ballots: int
    rows: tuple[PollRow, ...]
    groups: tuple[GroupResult, ...] = ()


@dataclass(frozen=True)
class Placed:
    """A challenge and the square it came to; None until somebody has answered both questions.

    Medians are there from five ballots on.
    """

    words: str
    square: Square | None
    importance: float | None = None
    feasibility: float | None = None


@dataclass(frozen=True)
class PollResult:
    poll: PollFacts
    lists: tuple[ListResult, ...]
    has_quorum: bool = True
    challenges: tuple[Placed, ...] = ()
    """In the order of the squares, the most important first."""


@dataclass(frozen=True)
class PollForm:
    """What the coordinator decides before a vote opens: how many questions there are, and when it would close."""

    event: EventFacts
    questions: int
    closes_at: datetime


@dataclass(frozen=True)
class PollChange:
    """A vote that goes on, and what of it can be changed: the rules as long as nobody has voted."""

    poll: PollFacts
    dots: int | None
    seen: str
    has_rules: bool
    is_overtaken: bool = False
    """Somebody else has changed it since it was shown."""


@dataclass(frozen=True)
class PollDesk:
    """The vote of a meeting as whoever coordinates it sees it: none yet, going on, or closed."""

    event: EventFacts
    questions: int
    poll: PollFacts | None = None
    planned_at: datetime | None = None
    guests: tuple[tuple[int, str], ...] = ()
    """Registrations of those outside Slack: whose vote the coordinator may register."""


@dataclass(frozen=True)
class Prioritising:
    """The challenges of a lab as whoever leads it sees them: to be voted on, voted on now, or placed."""

    event: EventFacts
    challenges: tuple[str, ...]
    asks: tuple[str, str]
    closes_at: datetime
    has_channel: bool
    poll: PollFacts | None = None
    opens_at: datetime | None = None
    """When the agenda comes to it, and it opens by itself."""
    is_off: bool = False
    """It does not: whoever leads the lab opens it."""
