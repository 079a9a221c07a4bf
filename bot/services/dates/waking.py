"""A meeting has changed: a poll about a day that is no longer looked for comes to its end at once."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from models import DatePoll, Event, EventState
from models.dates import LIVE


def wake(session: Session, event: Event, now: datetime) -> None:
    """The scheduler looks after it; what it shows in a channel is redrawn then."""
    if event.day is None and event.state is not EventState.CANCELLED:
        return
    session.execute(update(DatePoll).where(DatePoll.event_id == event.id, DatePoll.state.in_(LIVE)).values(due_at=now))
