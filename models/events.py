"""One meeting: a dialogue or a lab session, and the rules that need nothing but the meeting itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from uuid import uuid4

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, event, false, inspect, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Facts
from models.errors import N_, Refusal
from models.quotas import Quota
from models.times import DAY_END, SENDING, instant


class Form(StrEnum):
    ON_SITE = "on_site"
    DIGITAL = "digital"
    HYBRID = "hybrid"


class EventState(StrEnum):
    """The life of a dialogue (domain.md 6). Full is a property, not a state."""

    DRAFT = "draft"
    DATE_POLL = "date_poll"
    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"
    ONGOING = "ongoing"
    HELD = "held"
    DOCUMENTED = "documented"
    FED_BACK = "fed_back"
    ARCHIVED = "archived"
    CANCELLED = "cancelled"


TAKES_PART = frozenset({EventState.DATE_POLL, EventState.PLANNED, EventState.OPEN})
"""A meeting whose day is still being chosen takes registrations too (design.md 2)."""
UNDER_WAY = (EventState.DATE_POLL, EventState.PLANNED, EventState.OPEN, EventState.CLOSED, EventState.ONGOING)
"""Published, and still to take place."""


@dataclass(frozen=True)
class Verdict:
    """What a wish for a seat comes to: a seat, a place in line because of a full quota, or what one already has."""

    keeps: bool = False
    waits_for: Quota | None = None

    @property
    def has_seat(self) -> bool:
        return not self.keeps and self.waits_for is None


_WAITS_WORDS = text("publish_at IS NOT NULL")
IS_TO_BE_PUBLISHED = text("events.publish_at IS NOT NULL")
"""The words of the partial index, with the table's name."""


class Event(Base):
    __tablename__ = "events"
    __table_args__ = (
        UniqueConstraint("series_id", "key"),
        CheckConstraint("end_time > start_time", name="ends_after_start"),
        CheckConstraint("(day IS NULL) = (starts_at IS NULL)", name="dated_or_not"),
        Index("ix_events_coming", "workspace_id", "starts_at"),
        Index("ix_events_area", "area_id", "starts_at"),
        Index("ix_events_publish", "publish_at", sqlite_where=_WAITS_WORDS, postgresql_where=_WAITS_WORDS),
    )

    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"))
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"))
    area_id: Mapped[int | None] = mapped_column(ForeignKey("areas.id"))
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("events.id"))
    key: Mapped[str]
    title: Mapped[str]
    state: Mapped[EventState] = mapped_column(default=EventState.PLANNED)
    form: Mapped[Form]

    day: Mapped[date | None]
    start_time: Mapped[time]
    end_time: Mapped[time]
    tz: Mapped[str] = mapped_column(String(64))
    starts_at: Mapped[datetime | None]
    """Derived from day, start_time and tz by `reschedule`; what queries and the plan look at."""
    ends_at: Mapped[datetime | None]

    place_name: Mapped[str | None]
    room: Mapped[str | None]
    city: Mapped[str | None]
    address: Mapped[str | None]
    url: Mapped[str | None]
    """Address and link are shown to registered people only."""
    has_induction_loop: Mapped[bool] = mapped_column(default=False)
    is_step_free: Mapped[bool] = mapped_column(default=False)
    has_captions: Mapped[bool] = mapped_column(default=False)
    has_coffee: Mapped[bool] = mapped_column(default=False)
    has_meal: Mapped[bool] = mapped_column(default=False)

    agenda: Mapped[list[Facts]] = mapped_column(JSON, default=list)
    min_registrations: Mapped[int | None]
    max_per_organisation: Mapped[int | None]
    approves_topics: Mapped[bool] = mapped_column(default=False, server_default=false())
    """New questions are read by the coordinator before anyone else sees them."""
    facilitator: Mapped[str | None]
    note_taker: Mapped[str | None]

    save_the_date_on: Mapped[date | None]
    invitation_on: Mapped[date | None]
    topics_close_on: Mapped[date | None]
    poll_open_on: Mapped[date | None]
    poll_close_on: Mapped[date | None]
    registration_close_on: Mapped[date | None]
    names_frozen_on: Mapped[date | None]
    """From then on a name, an organisation or a role is changed by the coordinator; None: from the closing."""
    programme_on: Mapped[date | None]
    notes_draft_on: Mapped[date | None]
    notes_final_on: Mapped[date | None]

    publish_at: Mapped[datetime | None]
    """When a draft is published by itself."""
    published_at: Mapped[datetime | None]
    programme_at: Mapped[datetime | None]
    """When its programme was published last."""
    reason: Mapped[str | None]
    """Why it was last moved, changed or cancelled, in the words people are told."""
    next_number: Mapped[int] = mapped_column(default=1)
    uid: Mapped[str] = mapped_column(String(36), default=lambda: str(uuid4()))
    """What calendars know the meeting by, for good: it tells nothing, and another copy of the bot has it too."""
    sequence: Mapped[int] = mapped_column(default=0)
    """Rises in the same transaction with everything that a calendar shows: the newer file wins."""

    def reschedule(self, day: date | None, start_time: time, end_time: time) -> None:
        """Set the wall times and what is derived from them."""
        self.day, self.start_time, self.end_time = day, start_time, end_time
        self.starts_at = instant(day, start_time, self.tz) if day else None
        self.ends_at = instant(day, end_time, self.tz) if day else None

    @property
    def opens_at(self) -> datetime | None:
        """When registration and questions open: the invitation's day, or when the coordinator published, if earlier."""
        invitation = instant(self.invitation_on, SENDING, self.tz) if self.invitation_on else None
        known = [moment for moment in (invitation, self.published_at) if moment]
        return min(known, default=None)

    @property
    def closes_at(self) -> datetime | None:
        return self._earliest(self.registration_close_on)

    @property
    def topics_close_at(self) -> datetime | None:
        return self._earliest(self.topics_close_on)

    def _earliest(self, closing_on: date | None) -> datetime | None:
        closing = instant(closing_on, DAY_END, self.tz) if closing_on else None
        return min((moment for moment in (closing, self.starts_at) if moment), default=None)

    @property
    def has_place(self) -> bool:
        """People meet in a room, at least some of them."""
        return self.form is not Form.DIGITAL

    @property
    def has_food(self) -> bool:
        return self.has_place and (self.has_coffee or self.has_meal)

    @property
    def parts(self) -> list[str]:
        """The levels the programme has time for, in its order: what a person may take part in."""
        levels = [str(item["level"]) for item in self.agenda if item.get("level")]
        return list(dict.fromkeys(levels))

    def is_over(self, now: datetime) -> bool:
        return self.ends_at is not None and now >= self.ends_at

    def is_coming(self, now: datetime) -> bool:
        """Shown in lists: published, not cancelled, not over."""
        return self.state not in (EventState.DRAFT, EventState.CANCELLED) and not self.is_over(now)

    def takes_registrations(self, now: datetime) -> bool:
        return self._is_open(now, self.closes_at)

    def opens_later(self, now: datetime) -> bool:
        return self.state in TAKES_PART and self.opens_at is not None and now < self.opens_at

    def has_closed(self, now: datetime) -> bool:
        """Registration has been open, and is no more; the meeting is not over."""
        has_opened = self.opens_at is not None and now >= self.opens_at
        is_held = self.state not in (EventState.DRAFT, EventState.CANCELLED) and not self.is_over(now)
        return has_opened and is_held and not self.takes_registrations(now)

    def has_frozen_names(self, now: datetime) -> bool:
        """Who comes, for whom and as what is set: others have begun to count on it."""
        if self.names_frozen_on is None:
            return self.has_closed(now)
        return now >= instant(self.names_frozen_on, DAY_END, self.tz)

    def takes_topics(self, now: datetime) -> bool:
        return self._is_open(now, self.topics_close_at)

    def _is_open(self, now: datetime, closes_at: datetime | None) -> bool:
        has_opened = self.opens_at is not None and now >= self.opens_at
        return self.state in TAKES_PART and has_opened and (closes_at is None or now < closes_at)

    def refuse_registration_outside_its_time(self, now: datetime) -> None:
        """Raise the Refusal that fits, when a new seat cannot be asked for now."""
        self._refuse_unless_running(now)
        if self.opens_at is None:
            raise self._refusal(N_("Registration for {title} has not opened yet."), title=self.title)
        if now < self.opens_at:
            raise self._refusal(N_("Registration opens {when}."), when=self.opens_at, tz=self.tz)
        if not self.takes_registrations(now):
            raise self._refusal(
                N_("Registration has closed. Contact the coordinator if you still want to come."), may_ask=True
            )

    def refuse_appeals_unless_closed(self, now: datetime) -> None:
        """The coordinator is asked for a seat when there is no other way to one."""
        self._refuse_unless_running(now)
        if self.takes_registrations(now):
            raise self._refusal(N_("Registration for {title} is open: you need not ask."), title=self.title)
        if not self.has_closed(now):
            self.refuse_registration_outside_its_time(now)

    def refuse_topics_outside_their_time(self, now: datetime) -> None:
        self._refuse_unless_running(now)
        if self.opens_at is None or now < self.opens_at:
            raise self._refusal(N_("Questions for {title} cannot be proposed yet."), title=self.title)
        if not self.takes_topics(now):
            raise self._refusal(N_("The time for proposing questions to {title} has passed."), title=self.title)

    def refuse_edits(self, now: datetime, *, of_the_day: bool = False) -> None:
        """The meeting itself can be changed until it is over; its day, time and form until it begins."""
        if self.state is EventState.CANCELLED:
            raise self._refusal(N_("{title} is cancelled, and stays so. You can make a new meeting like it."),
                                title=self.title)  # fmt: skip
        if self.is_over(now):
            raise self._refusal(N_("{title} is over: it can no longer be changed."), title=self.title)
        if of_the_day and self.begun_for(now) is not None and self.state is not EventState.DRAFT:
            raise self._refusal(N_("{title} has begun: day, time and form can no longer be changed."),
                                title=self.title)  # fmt: skip

    def publish(self, now: datetime) -> None:
        """Others see it from now on. Registration opens too, unless the day of the invitation lies ahead."""
        if self.state is not EventState.DRAFT:
            raise self._refusal(N_("{title} is no draft any more."), title=self.title)
        if self.begun_for(now) is not None:
            raise self._refusal(N_("{title} was to have begun by now: choose a later day first."), title=self.title)
        waits = self.invitation_on is not None and instant(self.invitation_on, SENDING, self.tz) > now
        self.state, self.publish_at = EventState.PLANNED if waits else EventState.OPEN, None
        self.published_at = None if waits else now

    def open_registration(self, now: datetime) -> None:
        """Before its day, or once more after it has been closed."""
        self.refuse_edits(now)
        if self.state is EventState.DRAFT:
            raise self._refusal(N_("{title} is a draft: publish it first."), title=self.title)
        if self.takes_registrations(now):
            raise self._refusal(N_("Registration for {title} is open already."), title=self.title)
        if self.closes_at is not None and self.closes_at <= now:
            raise self._refusal(N_("The last day to register has passed: choose a later one in the plan first."))
        self.state, self.published_at = EventState.OPEN, self.published_at or now

    def close_registration(self, now: datetime) -> None:
        """Nobody gets in any more without the coordinator."""
        self.refuse_edits(now)
        if not self.takes_registrations(now):
            raise self._refusal(N_("Registration for {title} is not open."), title=self.title)
        self.state = EventState.CLOSED

    def call_off(self, now: datetime) -> None:
        """Cancelled for good. Questions are kept."""
        if self.is_over(now):
            raise self._refusal(N_("{title} is over: it can no longer be cancelled."), title=self.title)
        self.state, self.publish_at = EventState.CANCELLED, None

    def refuse_changes_once_over(self, now: datetime) -> None:
        """A seat can be changed or given back until the meeting is over, also after registration has closed."""
        self._refuse_unless_running(now)

    def _refuse_unless_running(self, now: datetime) -> None:
        if self.state is EventState.CANCELLED:
            raise self._refusal(N_("{title} is cancelled."), title=self.title)
        if self.state is EventState.DRAFT:
            raise self._refusal(N_("That meeting is not published yet."))
        if self.is_over(now):
            raise self._refusal(N_("{title} is over."), title=self.title)

    def _refusal(self, sentence: str, **facts: Any) -> Refusal:
        return Refusal(sentence, event_id=self.id, **facts)

    def decide(self, has_place_already: bool, quotas: Iterable[Quota], now: datetime) -> Verdict:
        """A seat, a place in line, or what one already has. Asking twice changes nothing, closed or not."""
        if has_place_already:
            return Verdict(keeps=True)
        self.refuse_registration_outside_its_time(now)
        return Verdict(waits_for=next((quota for quota in quotas if quota.is_full), None))

    def begun_for(self, now: datetime) -> timedelta | None:
        """How long the meeting has been going; None before it starts or while it has no date."""
        return now - self.starts_at if self.starts_at and now >= self.starts_at else None

    def is_news_for_calendars(self) -> bool:
        """Something in memory differs from the row in what a calendar shows."""
        changes = inspect(self).attrs
        state = changes["state"].history
        is_called_off = EventState.CANCELLED in (*(state.added or ()), *(state.deleted or ()))
        return is_called_off or any(changes[name].history.has_changes() for name in IN_CALENDARS)


IN_CALENDARS = (
    "title", "form", "day", "start_time", "end_time", "tz", "place_name", "room", "city", "address", "url",
    "programme_at",
)  # fmt: skip


@event.listens_for(Event, "before_update")
def _raise_sequence(_mapper: object, _connection: object, row: Event) -> None:
    """Whoever changes the meeting, in whatever way: nobody has to remember it."""
    if row.is_news_for_calendars():
        row.sequence += 1
