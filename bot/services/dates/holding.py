"""Days kept free in somebody's calendar while one of them is chosen, and struck out when it is, or none will be."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.receipts import CalendarFacts, Hold
from bot.services import log
from bot.services.calendars import files
from bot.services.dates import polls, taken
from models import DatePoll, DatePollState, Event


def take(
    session: Session, event: Event, poll: DatePoll | None, *, person_id: int, now: datetime
) -> tuple[CalendarFacts, tuple[Hold, ...]]:
    """The days of this poll; and those of one that came to nothing, to be struck out.

    It is written down who takes them: only their calendars have something to strike out.
    """
    given_up = _given_up(session, event, person_id)
    if poll is not None:
        log.about(session, event, taken.TAKEN, now=now, actor_id=person_id, person_id=person_id, poll=poll.id)
    days = _holds(session, poll) if poll else _holds(session, given_up[-1], is_off=True)[:1] if given_up else []
    # The first day of each poll has the meeting's own entry: the latest word on that one is said already.
    days += [hold for one in given_up for hold in _holds(session, one, is_off=True)[1:]]
    return files.while_choosing(session, event, person_id, now), tuple(days)


def _given_up(session: Session, event: Event, person_id: int) -> list[DatePoll]:
    """The polls that came to nothing, and whose days this person keeps free."""
    dropped = select(DatePoll).where(DatePoll.event_id == event.id, DatePoll.state == DatePollState.DROPPED)
    found = session.scalars(dropped.order_by(DatePoll.id)).all()
    return [poll for poll in found if person_id in taken.holders(session, poll)]


def _holds(session: Session, poll: DatePoll, *, is_off: bool = False) -> list[Hold]:
    return [
        Hold(key=str(day.id), day=day.day, start_time=day.start_time, end_time=day.end_time, tz=poll.tz, is_off=is_off)
        for day in polls.options(session, poll)
    ]
