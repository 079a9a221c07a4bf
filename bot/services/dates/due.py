"""What time does with a poll of days: opens it, asks once more, closes it at its minute."""

from datetime import datetime

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from bot.services.dates import polls, telling
from bot.services.plan import overdue
from models import DatePoll, DatePollState, Event
from models.database import OWED

IS_DUE = text("date_polls.due_at IS NOT NULL")
"""In the words of the partial index: SQLite uses it for no others."""


def carry_on(session: Session, now: datetime) -> int:
    """Do what has been due longest. Returns how many polls were looked at: 0 or 1."""
    found = overdue.longest_in_its_meeting(session, DatePoll, DatePoll.due_at, IS_DUE, DatePoll.event_id, now)
    if found is None:
        return 0
    event, poll = found
    session.info[OWED] = True
    if poll.due_at is not None and poll.due_at <= now:
        _do(session, event, poll, now)
    return 1


def next_at(session: Session, now: datetime) -> datetime | None:
    """The moment that has been due longest."""
    due = select(DatePoll.due_at).where(IS_DUE, DatePoll.due_at <= now)
    return session.scalar(due.order_by(DatePoll.due_at, DatePoll.id).limit(1))


def _do(session: Session, event: Event, poll: DatePoll, now: datetime) -> None:
    if event.day is not None or event.state not in polls.FINDS_A_DAY:
        polls.drop(session, event, poll, now)
    elif now >= poll.closes_at:
        polls.close(session, event, poll, now)
    elif poll.state is DatePollState.WAITING:
        polls.open_(session, event, poll, now)
    else:
        poll.remind_at = None
        poll.look_ahead()
        telling.remind(session, event, poll, now)
