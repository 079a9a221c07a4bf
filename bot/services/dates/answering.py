"""What people say of the days, and when it counts."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services.dates import asked, polls, telling
from models import Can, DateAnswer, DateOption, DatePoll, DatePollState, Event, EventState, Kind, Person
from models.errors import N_, Refusal


def answer(
    session: Session,
    event: Event,
    poll: DatePoll,
    *,
    person_id: int,
    said: Mapping[int, str],
    now: datetime,
    by_id: int | None = None,
) -> None:
    """What was said before is replaced. After the closing it stands beside what counts, until a day is decided."""
    refuse_unless_taking_answers(event, poll)
    is_late = not poll.counts(now)
    person = session.get_one(Person, person_id)
    party_id = asked.party_of(session, event, person)
    theirs = {row.option_id: row for row in _answers_of(session, poll, person.id) if row.is_late is is_late}
    for option in polls.options(session, poll):
        if option.id not in said:
            continue
        row = theirs.get(option.id) or DateAnswer(option_id=option.id, person_id=person.id, is_late=is_late)
        row.can, row.organisation_id, row.answered_at, row.by_id = Can(said[option.id]), party_id, now, by_id
        session.add(row)
    session.flush()
    telling.redraw(session, event, poll, now)
    polls.note(session, event, poll, "days_answered", by_id or person.id, now, person_id=person.id)
    if not is_late and poll.all_answered_at is None and not asked.silent(session, event, poll):
        poll.all_answered_at = now
        telling.tell_organisers(session, event, poll, Kind.DATE_ALL_ANSWERED, now)


def refuse_unless_taking_answers(event: Event, poll: DatePoll) -> None:
    if poll.state is DatePollState.DECIDED or event.day is not None:
        raise Refusal(polls.DECIDED, event_id=event.id, title=event.title)
    if poll.state is DatePollState.DROPPED or event.state is EventState.CANCELLED:
        raise Refusal(N_("No day is being chosen for {title} any more."), event_id=event.id, title=event.title)
    if poll.state is DatePollState.WAITING:
        if poll.opens_at is None:
            raise Refusal(N_("Nobody has been asked about the day of {title} yet."), title=event.title)
        raise Refusal(N_("You can answer from {when}."), when=poll.opens_at, tz=poll.tz)


def _answers_of(session: Session, poll: DatePoll, person_id: int) -> Sequence[DateAnswer]:
    return session.scalars(
        select(DateAnswer)
        .join(DateOption, DateOption.id == DateAnswer.option_id)
        .where(DateOption.poll_id == poll.id, DateAnswer.person_id == person_id)
    ).all()
