"""From draft to published, now or at a time; and opening and closing registration by hand."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.receipts.meetings import Consequences, FieldChange, Turn
from bot.services import channels, events, log
from bot.services.meetings import effects, following
from bot.services.meetings.effects import Snapshot
from bot.services.meetings.following import Before
from models import Event, EventState
from models.database import OWED
from models.errors import N_, Refusal
from models.events import IS_TO_BE_PUBLISHED
from models.times import instant

_log = logging.getLogger(__name__)
DOES: dict[Turn, Callable[[Event, datetime], None]] = {
    Turn.PUBLISH: Event.publish,
    Turn.OPEN: Event.open_registration,
    Turn.CLOSE: Event.close_registration,
}


def turn(session: Session, event: Event, wanted: Turn, *, person_id: int | None, now: datetime) -> Consequences:
    """What it caused. For whoever holds the meeting. Raises Refusal when it cannot be, or is so already."""
    before, was = Snapshot.of(session, event), Before.of(event)
    DOES[wanted](event, now)
    following.follow(session, event, was, {"state"}, reason=event.reason, now=now)
    is_posted = wanted is Turn.PUBLISH and channels.announce(session, event, now) > 0
    log.about(session, event, f"meeting_{wanted}", now=now, actor_id=person_id)
    changed = (FieldChange("state", was.state.value, event.state.value),)
    return replace(effects.since(session, event, before, changed, now), is_posted=is_posted)


def plan(session: Session, event: Event, at: datetime | None, *, person_id: int, now: datetime) -> None:
    """The draft is published by itself then; None: not by itself. For whoever holds the meeting."""
    if event.state is not EventState.DRAFT:
        raise Refusal(N_("{title} is no draft any more."), event_id=event.id, title=event.title)
    if at is not None and at <= now:
        raise Refusal(N_("That moment has passed."), field="day")
    if at is not None and event.starts_at is not None and at >= event.starts_at:
        raise Refusal(N_("Then the meeting has begun already."), field="day")
    event.publish_at = at
    session.info[OWED] = True
    log.about(session, event, "meeting_publish_planned", now=now, actor_id=person_id, at=at.isoformat() if at else None)


def moment(day: date, clock: time, tz: str) -> datetime:
    """By the meeting's own clock."""
    return instant(day, clock, tz)


def publish_due(session: Session, now: datetime) -> int:
    """Publish the draft whose moment came first. Returns how many that was: 0 or 1."""
    due = select(Event.id).where(IS_TO_BE_PUBLISHED, Event.publish_at <= now).order_by(Event.publish_at).limit(1)
    event_id = session.scalar(due)
    if event_id is None:
        return 0
    event = events.lock(session, event_id)
    if event.publish_at is not None and event.publish_at <= now:
        _publish(session, event, now)
    return 1


def _publish(session: Session, event: Event, now: datetime) -> None:
    event.publish_at = None
    if event.state is EventState.DRAFT and event.begun_for(now) is None:
        turn(session, event, Turn.PUBLISH, person_id=None, now=now)
        _log.info("meeting %s is published", event.id)
    else:
        _log.warning("meeting %s is not published: it has begun, or is no draft", event.id)
