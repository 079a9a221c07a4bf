"""A vote: what is voted on and how, who has voted, what was voted, and what it came to.

Who has voted and what was voted are apart (design.md 8). While a poll is open a ballot's id is made from the poll's key
and its owner: only whoever holds both finds it. Neither table has a time or an order of its own, on SQLite not even a
row number; at the close the key is removed, and both are written anew in random order.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.errors import N_


class PollKind(StrEnum):
    TOPICS = "topics"
    """The questions of a meeting, a list for each level."""
    QUICK = "quick"
    """A question asked in a channel."""
    IMPORTANCE = "importance"
    """How important and how feasible: two lists of the same options."""


class Method(StrEnum):
    DOTS = "dots"
    SINGLE = "single"
    MULTIPLE = "multiple"
    RANKING = "ranking"
    SCORES = "scores"


class TieRule(StrEnum):
    CHOICE = "choice"
    """The coordinator chooses, and states why."""
    SHARED = "shared"
    """They share the place."""


class ShownTo(StrEnum):
    """Who sees the result. Whoever coordinates always does."""

    EVERYONE = "everyone"
    REGISTERED = "registered"
    COORDINATORS = "coordinators"


class PollState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class Square(StrEnum):
    """Where a challenge stands: how important it is, then how feasible."""

    HIGH_HIGH = "high_high"
    HIGH_LOW = "high_low"
    LOW_HIGH = "low_high"
    LOW_LOW = "low_low"

    @classmethod
    def at(cls, *, is_important: bool, is_feasible: bool) -> "Square":
        return cls(f"{'high' if is_important else 'low'}_{'high' if is_feasible else 'low'}")


RULES_STAND = N_(
    "Somebody has voted by these rules, so they stay as they are. You can change when the vote closes; "
    "or close it now, and open another."
)
"""Why the rules of a vote that goes on are not changed."""
ONE_LIST = "all"
"""The list of a poll that has only one."""
ASKS = (N_("How important is it that we solve this together?"), N_("How far can we get with this by spring?"))
"""What is asked of each challenge, where nobody has said."""
IMPORTANCE, FEASIBILITY = "importance", "feasibility"
"""The two lists of challenges."""
EVERYONE = ""
"""The group that everybody belongs to."""
OTHERS = "others"
"""The group of the roles that are too small to be shown by themselves."""
_OPEN_WORDS = text("state = 'open'")
_FORGET_WORDS = text("forget_at IS NOT NULL")


class Poll(Base):
    __tablename__ = "polls"
    __table_args__ = (
        CheckConstraint("event_id IS NOT NULL OR question IS NOT NULL", name="about_something"),
        CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed_at_some_time"),
        Index("uq_polls_open", "event_id", "kind", unique=True, sqlite_where=_OPEN_WORDS, postgresql_where=_OPEN_WORDS),
        Index("ix_polls_due", "closes_at", sqlite_where=_OPEN_WORDS, postgresql_where=_OPEN_WORDS),
        Index("ix_polls_forget", "forget_at", sqlite_where=_FORGET_WORDS, postgresql_where=_FORGET_WORDS),
        Index("uq_polls_card", "card_id", unique=True),
    )

    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"))
    kind: Mapped[PollKind] = mapped_column(default=PollKind.TOPICS)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("events.id"))
    """None for a quick one: it belongs to the channel of its card."""
    question: Mapped[str | None]
    """What a quick one asks; what is asked of importance and of feasibility, a line each."""
    method: Mapped[Method] = mapped_column(default=Method.DOTS)
    dots: Mapped[int | None]
    """Dots for each list; None: a quarter of its options, rounded up, at least two."""
    quorum: Mapped[int | None]
    """So many must have voted for the result to count; None: any number."""
    tie: Mapped[TieRule] = mapped_column(default=TieRule.CHOICE)
    shown_to: Mapped[ShownTo] = mapped_column(default=ShownTo.EVERYONE)
    is_per_organisation: Mapped[bool] = mapped_column(default=False)
    """One ballot for each organisation, changed by whoever of it votes last."""
    state: Mapped[PollState] = mapped_column(default=PollState.OPEN)
    tz: Mapped[str] = mapped_column(String(64), default="UTC")
    """The meeting's, or the asker's: moments are said by its clock."""
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    """None when the plan opened it."""
    closes_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    """None when its time was up."""
    forget_at: Mapped[datetime | None]
    """From then on the traces of what was removed wait to be wiped out."""
    card_id: Mapped[int | None] = mapped_column(ForeignKey("cards.id"))

    @property
    def is_open(self) -> bool:
        return self.state is PollState.OPEN

    @property
    def is_about_challenges(self) -> bool:
        return self.kind is PollKind.IMPORTANCE

    def takes_votes(self, now: datetime) -> bool:
        """Until the minute it closes, whether anybody has closed it or not."""
        return self.is_open and now < self.closes_at


class PollOption(Base):
    """Its words are those that were voted on, also when a question is changed afterwards."""

    __tablename__ = "poll_options"
    __table_args__ = (UniqueConstraint("poll_id", "on_list", "place"),)

    poll_id: Mapped[int] = mapped_column(ForeignKey("polls.id"))
    on_list: Mapped[str] = mapped_column(String(24), default=ONE_LIST)
    place: Mapped[int]
    """In the coordinator's order."""
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("topics.id"), index=True)
    words: Mapped[str]


class PollTotal(Base):
    """What an option came to, with everyone and with each role group that is large enough to be shown.

    Under five ballots only the places are kept, no numbers.
    """

    __tablename__ = "poll_totals"
    __table_args__ = (UniqueConstraint("poll_id", "on_list", "role", "option_id"),)

    poll_id: Mapped[int] = mapped_column(ForeignKey("polls.id"))
    on_list: Mapped[str] = mapped_column(String(24))
    role: Mapped[str] = mapped_column(default=EVERYONE)
    option_id: Mapped[int] = mapped_column(ForeignKey("poll_options.id"))
    place: Mapped[int]
    points: Mapped[float | None]
    marked: Mapped[int | None]
    """Ballots on which it is marked at all."""
    median: Mapped[float | None]
    """Of the scores given to it."""
    is_high: Mapped[bool | None]
    """Of a challenge: whether its median is high. As the place, it is kept of few ballots too."""
    ahead: Mapped[int] = mapped_column(default=0)
    """Among those that tie: set by the coordinator's choice, the highest goes first."""
    reason: Mapped[str | None]
    """Why, in the coordinator's words."""


class PollTurnout(Base):
    """How many voted on a list: everyone's, and of each group that is shown."""

    __tablename__ = "poll_turnouts"
    __table_args__ = (UniqueConstraint("poll_id", "on_list", "role"),)

    poll_id: Mapped[int] = mapped_column(ForeignKey("polls.id"))
    on_list: Mapped[str] = mapped_column(String(24))
    role: Mapped[str] = mapped_column(default=EVERYONE)
    ballots: Mapped[int]
    entitled: Mapped[int | None]
    """How many could have; of everyone only."""


KEYS = Table(
    "poll_keys",
    Base.metadata,
    Column("poll_id", Integer, ForeignKey("polls.id"), primary_key=True, autoincrement=False),
    Column("secret", LargeBinary, nullable=False),
)
"""The key of each open poll. Left out of copies; gone when the poll has closed."""
ROLL = Table(
    "poll_roll",
    Base.metadata,
    Column("poll_id", Integer, ForeignKey("polls.id"), primary_key=True, autoincrement=False),
    Column("on_list", String(24), primary_key=True),
    Column("voter", String(16), primary_key=True),
    Column("by_coordinator", Boolean, nullable=False, server_default=text("false")),
    sqlite_with_rowid=False,
)
"""Who has voted: `p` and a person's id, or `o` and an organisation's."""
BALLOTS = Table(
    "poll_ballots",
    Base.metadata,
    Column("id", String(64), primary_key=True),
    Column("poll_id", Integer, ForeignKey("polls.id"), nullable=False, index=True),
    Column("on_list", String(24), nullable=False),
    Column("marks", JSON, nullable=False),
    sqlite_with_rowid=False,
)
"""What was voted: {option: what it was given}. Nothing says whose it is."""
