"""Who keeps the days of a poll free: in their calendar, or because they have answered."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import DateAnswer, DateOption, DatePoll, Event, LogEntry

TAKEN = "days_held"


def has_taken(session: Session, event: Event, person_id: int) -> bool:
    """The days of any poll of the meeting, into their calendar."""
    took = select(LogEntry.id).where(
        LogEntry.event_id == event.id, LogEntry.person_id == person_id, LogEntry.action == TAKEN
    )
    return session.scalar(took.limit(1)) is not None


def holders(session: Session, poll: DatePoll) -> set[int]:
    """Who has the days of this poll in their calendar."""
    taken = session.execute(
        select(LogEntry.person_id, LogEntry.facts).where(LogEntry.event_id == poll.event_id, LogEntry.action == TAKEN)
    )
    return {row.person_id for row in taken if row.person_id and row.facts.get("poll") == poll.id}


def answered(session: Session, poll: DatePoll) -> set[int]:
    """Who has said anything of any of its days."""
    options = select(DateOption.id).where(DateOption.poll_id == poll.id)
    return set(session.scalars(select(DateAnswer.person_id).where(DateAnswer.option_id.in_(options)).distinct()))
