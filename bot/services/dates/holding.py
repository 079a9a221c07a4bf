"""Days kept free in somebody's calendar while one of them is chosen, and struck out when it is."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.receipts import CalendarFacts, Hold
from bot.services import log
from bot.services.calendars import files
from bot.services.dates import polls
from models import DatePoll, Event, LogEntry

TAKEN = "days_held"


def take(
    session: Session, event: Event, poll: DatePoll, *, person_id: int, now: datetime
) -> tuple[CalendarFacts, tuple[Hold, ...]]:
    """It is written down who did: only their calendars have something to strike out."""
    log.record(
        session,
        TAKEN,
        workspace_id=event.workspace_id,
        now=now,
        actor_id=person_id,
        event_id=event.id,
        person_id=person_id,
        poll=poll.id,
    )
    days = tuple(
        Hold(key=str(day.id), day=day.day, start_time=day.start_time, end_time=day.end_time, tz=poll.tz)
        for day in polls.options(session, poll)
    )
    return files.while_choosing(session, event, person_id, now), days


def has_taken(session: Session, event: Event, person_id: int) -> bool:
    took = select(LogEntry.id).where(
        LogEntry.event_id == event.id, LogEntry.person_id == person_id, LogEntry.action == TAKEN
    )
    return session.scalar(took.limit(1)) is not None
