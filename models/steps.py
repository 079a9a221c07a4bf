"""The plan of a meeting: a row per moment, with the rule that gives its distance from the meeting."""

from datetime import datetime, time, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.events import Event
from models.times import instant


class Audience(StrEnum):
    REGISTERED = "registered"
    CHANNEL = "channel"
    """The meeting's channel: a line for those who have not registered."""


class Step(Base):
    """`days_before` the start's day at the local time `at`; or `minutes_before` the start, when `at` is None.

    The version rises only when its own moment moves before it has been sent, or somebody asks to send again:
    it is part of every delivery's dedup key, so what has been sent is not sent again.
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
    audience: Mapped[Audience]
    days_before: Mapped[int] = mapped_column(default=0)
    minutes_before: Mapped[int] = mapped_column(default=0)
    at: Mapped[time | None]
    due_at: Mapped[datetime | None]
    """None while the meeting has no date, or is cancelled: nothing is planned."""
    done_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    def moment_for(self, event: Event) -> datetime | None:
        """When it comes due, by the event's wall clock (domain.md 12, case 12)."""
        if event.day is None or event.starts_at is None:
            return None
        if self.at is None:
            return event.starts_at - timedelta(minutes=self.minutes_before)
        return instant(event.day - timedelta(days=self.days_before), self.at, event.tz)

    def move(self, due_at: datetime | None, now: datetime) -> None:
        """Follow the meeting. A step already sent stays sent unless its new moment lies ahead again."""
        if due_at == self.due_at:
            return
        if self.done_at is not None and (due_at is None or due_at <= now):
            return
        if self.due_at is not None:
            self.version += 1
        self.due_at, self.done_at = due_at, None
