"""Which day a meeting is to be held: the days asked about, and who can come on each."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.times import instant

LATE = timedelta(minutes=2)
"""So much later than it says a poll closes when nobody was there to close it."""


class DatePollState(StrEnum):
    WAITING = "waiting"
    """Made, and nobody has been asked."""
    OPEN = "open"
    CLOSED = "closed"
    """A day may be proposed; a person decides."""
    DECIDED = "decided"
    DROPPED = "dropped"
    """The meeting got its day in another way, is cancelled, or the poll was given up."""


LIVE = (DatePollState.WAITING, DatePollState.OPEN, DatePollState.CLOSED)
_LIVE_WORDS = text("state IN ('waiting', 'open', 'closed')")
_DUE_WORDS = text("due_at IS NOT NULL")


class Can(StrEnum):
    YES = "yes"
    IF_NEEDED = "if_needed"
    NO = "no"


class DatePoll(Base):
    """One at a time for a meeting. Its answers are open to everyone it asks."""

    __tablename__ = "date_polls"
    __table_args__ = (
        UniqueConstraint("event_id", "key"),
        Index("uq_date_polls_live", "event_id", unique=True, sqlite_where=_LIVE_WORDS, postgresql_where=_LIVE_WORDS),
        Index("ix_date_polls_due", "due_at", sqlite_where=_DUE_WORDS, postgresql_where=_DUE_WORDS),
        Index("uq_date_polls_card", "card_id", unique=True),
    )

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    key: Mapped[str | None]
    """Its id in the file; None when it was made in Slack."""
    question: Mapped[str | None]
    """The file's own words."""
    tz: Mapped[str] = mapped_column(String(64))
    state: Mapped[DatePollState] = mapped_column(default=DatePollState.WAITING)
    opens_at: Mapped[datetime | None]
    """None: when the coordinator says so."""
    remind_at: Mapped[datetime | None]
    """When those who have not answered are asked again; None when nobody is to be, or they have been."""
    closes_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    """The next of these moments that is to be looked after."""
    opened_at: Mapped[datetime | None]
    all_answered_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    reason: Mapped[str | None]
    """Why another day than the proposed one, in the words people are told."""
    card_id: Mapped[int | None] = mapped_column(ForeignKey("cards.id"))

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    @property
    def was_late(self) -> bool:
        """It closed later than it says."""
        return self.closed_at is not None and self.closed_at - self.closes_at > LATE

    def counts(self, now: datetime) -> bool:
        """What is answered now moves the decision."""
        return self.state is DatePollState.OPEN and now < self.closes_at

    def go(self, state: DatePollState) -> None:
        self.state = state
        self.look_ahead()

    def look_ahead(self) -> None:
        """Set what time does next."""
        known = {
            DatePollState.WAITING: self.opens_at,
            DatePollState.OPEN: min(filter(None, (self.remind_at, self.closes_at))),
        }
        self.due_at = known.get(self.state)


class DateOption(Base):
    """A day and a time of the poll's own clock."""

    __tablename__ = "date_options"
    __table_args__ = (
        UniqueConstraint("poll_id", "day", "start_time", "end_time"),
        CheckConstraint("end_time > start_time", name="ends_after_start"),
        Index(
            "uq_date_options_chosen",
            "poll_id",
            unique=True,
            sqlite_where=text("is_chosen"),
            postgresql_where=text("is_chosen"),
        ),
    )

    poll_id: Mapped[int] = mapped_column(ForeignKey("date_polls.id"))
    key: Mapped[str | None]
    day: Mapped[date]
    start_time: Mapped[time]
    end_time: Mapped[time]
    is_proposed: Mapped[bool] = mapped_column(default=False)
    is_chosen: Mapped[bool] = mapped_column(default=False)

    def starts_at(self, tz: str) -> datetime:
        return instant(self.day, self.start_time, tz)


class DateAnswer(Base):
    """What a person has said of a day. A late answer stands beside the one that counts, and moves nothing."""

    __tablename__ = "date_answers"
    __table_args__ = (
        UniqueConstraint("option_id", "person_id", "is_late"),
        Index("ix_date_answers_person", "person_id"),
    )

    option_id: Mapped[int] = mapped_column(ForeignKey("date_options.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    """The party it was said for."""
    can: Mapped[Can]
    is_late: Mapped[bool] = mapped_column(default=False)
    answered_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    """The coordinator, for somebody outside Slack."""
