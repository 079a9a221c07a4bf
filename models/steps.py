"""The plan of a meeting: a row per moment, with the rule that gives its distance from the meeting or a deadline."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.events import Event
from models.times import DAY_END, POLL_CLOSING, SENDING, instant


class Audience(StrEnum):
    REGISTERED = "registered"
    CHANNEL = "channel"
    """The meeting's channel: a line for those who have not registered."""
    INVITED = "invited"
    """Contacts and everyone invited, as far as they have not answered."""
    SILENT = "silent"
    """Invited, and no answer of any kind."""
    COORDINATORS = "coordinators"
    NON_VOTERS = "non_voters"


class Anchor(StrEnum):
    """What a step is counted from: the meeting itself, or a day of its schedule (`events.<name>_on`)."""

    START = "start"
    END = "end"
    SAVE_THE_DATE = "save_the_date"
    INVITATION = "invitation"
    TOPICS_CLOSE = "topics_close"
    POLL_OPEN = "poll_open"
    POLL_CLOSE = "poll_close"
    REGISTRATION_CLOSE = "registration_close"
    PROGRAMME = "programme"
    NOTES_DRAFT = "notes_draft"
    NOTES_FINAL = "notes_final"

    def on(self, event: Event) -> date | None:
        """Its day; None when the meeting has no such day."""
        if self in (Anchor.START, Anchor.END):
            return event.day
        found: date | None = getattr(event, f"{self.value}_on")
        return found

    def at(self, event: Event) -> datetime | None:
        """Its moment: a date in a schedule means the clock time that its kind has (design.md 2)."""
        if self is Anchor.START:
            return event.starts_at
        if self is Anchor.END:
            return event.ends_at
        day = self.on(event)
        return instant(day, CLOCKS.get(self, SENDING), event.tz) if day else None


CLOCKS = {Anchor.TOPICS_CLOSE: DAY_END, Anchor.REGISTRATION_CLOSE: DAY_END, Anchor.POLL_CLOSE: POLL_CLOSING}


class Says(StrEnum):
    """What a step is about. Which of these can be said today stands in `bot.services.plan.rules`."""

    REMINDER = "reminder"
    SAVE_THE_DATE = "save_the_date"
    INVITATION = "invitation"
    NUDGE = "nudge"
    """To the silent: registration closes soon."""
    POLL_OPENING = "poll_opening"
    PRIORITISING = "prioritising"
    """The agenda comes to a lab's vote on its challenges. It speaks for itself: whoever may vote is asked."""
    POLL_CLOSING = "poll_closing"
    VOTE = "vote"
    """To those who have not voted."""
    PROGRAMME = "programme"
    THANKS = "thanks"
    EVALUATION = "evaluation"
    DRAFTS = "drafts"
    """To the coordinator: notes are due."""


A_DAY = 24 * 60
"""Minutes."""


class Step(Base):
    """`days_before` the anchor's day at the local time `at`; or `minutes_before` its moment, when `at` is None.

    Both may be negative: after it. The version rises only when its own moment moves before it has been sent, or
    somebody asks to send again: it is part of every delivery's dedup key, so what has been sent is not sent again.
    """

    __tablename__ = "steps"
    __table_args__ = (
        UniqueConstraint("event_id", "kind"),
        Index(
            "ix_steps_due",
            "due_at",
            sqlite_where=text("done_at IS NULL AND due_at IS NOT NULL"),
            postgresql_where=text("done_at IS NULL AND due_at IS NOT NULL"),
        ),
    )

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    kind: Mapped[str] = mapped_column(String(32))
    """Its name in the plan: a reminder's id in the file, or one of the default plan's."""
    says: Mapped[Says] = mapped_column(default=Says.REMINDER)
    audience: Mapped[Audience]
    anchor: Mapped[Anchor] = mapped_column(default=Anchor.START)
    days_before: Mapped[int] = mapped_column(default=0)
    minutes_before: Mapped[int] = mapped_column(default=0)
    at: Mapped[time | None]
    is_own: Mapped[bool] = mapped_column(default=False)
    """The coordinator has changed the rule for this meeting: neither file nor series changes it any more."""
    is_off: Mapped[bool] = mapped_column(default=False)
    """The coordinator has switched it off for this meeting."""
    due_at: Mapped[datetime | None]
    """None while the meeting has no date, is cancelled, or the step is off: nothing is planned."""
    done_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    @property
    def leads_up(self) -> bool:
        """It comes before what it is counted from."""
        return self.days_before > 0 if self.at is not None else self.minutes_before > 0

    @property
    def cause(self) -> str:
        """What tells its deliveries from those of an earlier version."""
        return f"{self.id}.{self.version}"

    @property
    def is_near(self) -> bool:
        """The day before or less, by the rule: free days may have moved it further away."""
        return self.says is Says.REMINDER and self.days_before * A_DAY + self.minutes_before <= A_DAY

    def moment_for(self, event: Event) -> datetime | None:
        """When the rule has it, by the event's wall clock (domain.md 12, case 12). The calendar may move it."""
        anchor = Anchor(self.anchor or Anchor.START)
        day, moment = anchor.on(event), anchor.at(event)
        if event.starts_at is None or day is None or moment is None:
            return None
        if self.at is None:
            return moment - timedelta(minutes=self.minutes_before)
        return instant(day - timedelta(days=self.days_before), self.at, event.tz)

    def move(self, due_at: datetime | None, now: datetime) -> None:
        """Follow the meeting. A step already sent stays sent unless its new moment lies ahead again."""
        if due_at == self.due_at:
            return
        if self.done_at is not None and (due_at is None or due_at <= now):
            return
        if self.due_at is not None:
            self.version += 1
        self.due_at, self.done_at = due_at, None
