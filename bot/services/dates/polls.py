"""The life of a poll of days: made, opened, answered, closed. The meeting is held whenever one of these happens."""

import logging
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.services import cards
from bot.services import log as book
from bot.services.dates import telling
from bot.services.dates.proposals import Said, propose
from bot.services.plan import workdays
from models import DateAnswer, DateOption, DatePoll, DatePollState, Event, EventState, Kind
from models.dates import LIVE
from models.errors import N_
from models.times import SENDING, instant, local

log = logging.getLogger(__name__)

FEWEST, MOST = 2, 10
A_DAY = timedelta(days=1)
FINDS_A_DAY = (EventState.DRAFT, EventState.DATE_POLL, EventState.PLANNED, EventState.OPEN)
DECIDED = N_("The day of {title} is decided already.")


class Day(NamedTuple):
    """A day that is asked about; the key is the file's."""

    day: date
    start_time: time
    end_time: time
    key: str | None = None


def live(session: Session, event: Event) -> DatePoll | None:
    return session.scalar(select(DatePoll).where(DatePoll.event_id == event.id, DatePoll.state.in_(LIVE)))


def latest(session: Session, event: Event) -> DatePoll | None:
    """The one that is on, else the one that was."""
    last = select(DatePoll).where(DatePoll.event_id == event.id, DatePoll.state != DatePollState.DROPPED)
    return session.scalar(last.order_by(DatePoll.id.desc()).limit(1))


def options(session: Session, poll: DatePoll) -> Sequence[DateOption]:
    """The earliest first."""
    wanted = select(DateOption).where(DateOption.poll_id == poll.id)
    return session.scalars(wanted.order_by(DateOption.day, DateOption.start_time, DateOption.id)).all()


def make(
    session: Session,
    event: Event,
    days: Sequence[Day],
    *,
    closes_at: datetime,
    tz: str,
    opens_at: datetime | None = None,
    key: str | None = None,
    question: str | None = None,
    state: DatePollState = DatePollState.WAITING,
) -> DatePoll:
    """Made, and not yet asked."""
    poll = DatePoll(event_id=event.id, key=key, question=question, tz=tz, opens_at=opens_at, closes_at=closes_at)
    poll.go(state)
    session.add(poll)
    session.flush()
    put_days(session, poll, days)
    return poll


def put_days(session: Session, poll: DatePoll, days: Sequence[Day]) -> None:
    """These are asked about, instead of those before: nobody has answered yet."""
    session.execute(delete(DateOption).where(DateOption.poll_id == poll.id))
    session.add_all(DateOption(poll_id=poll.id, **day._asdict()) for day in days)
    session.flush()


def open_(session: Session, event: Event, poll: DatePoll, now: datetime, *, by_id: int | None = None) -> None:
    """Everyone is asked, in this transaction. Doing it twice changes nothing."""
    if poll.state is not DatePollState.WAITING:
        return
    poll.opened_at = now
    poll.remind_at = reminding(session, event, poll, now)
    poll.go(DatePollState.OPEN)
    event.state = EventState.DATE_POLL
    session.flush()
    telling.ask_everyone(session, event, poll, now)
    cards.stale(session, event.id, now)
    note(session, event, poll, "date_poll_opened", by_id, now)


def close(session: Session, event: Event, poll: DatePoll, now: datetime, *, by_id: int | None = None) -> None:
    """A day is proposed by the rule, and the organiser told. Who closes it early says that nothing more counts."""
    if poll.state not in (DatePollState.WAITING, DatePollState.OPEN):
        return
    poll.closed_at = now
    poll.closes_at = min(poll.closes_at, now)
    days = options(session, poll)
    found = propose([(day.id, day.starts_at(poll.tz)) for day in days], counted(session, poll))
    for day in days:
        day.is_proposed = day.id == found
    poll.go(DatePollState.CLOSED)
    telling.tell_organisers(session, event, poll, Kind.DATE_PROPOSAL, now)
    telling.redraw(session, event, poll, now)
    note(session, event, poll, "date_poll_closed", by_id, now)


def drop(session: Session, event: Event, poll: DatePoll, now: datetime, *, by_id: int | None = None) -> None:
    """It comes to nothing. Doing it twice changes nothing."""
    if not poll.is_live:
        return
    telling.release(session, event, poll, now)
    poll.go(DatePollState.DROPPED)
    event.sequence += 1  # what its days have become in a calendar is newer than what was put there
    if event.state is EventState.DATE_POLL:
        event.state = state_without_poll(event)
    telling.redraw(session, event, poll, now)
    cards.stale(session, event.id, now)
    note(session, event, poll, "date_poll_dropped", by_id, now)


def counted(session: Session, poll: DatePoll) -> list[Said]:
    """What the rule looks at: not what came late."""
    rows = session.execute(
        select(DateAnswer.option_id, DateAnswer.organisation_id, DateAnswer.can)
        .join(DateOption, DateOption.id == DateAnswer.option_id)
        .where(DateOption.poll_id == poll.id, ~DateAnswer.is_late)
    )
    return [Said(option_id, organisation_id, can) for option_id, organisation_id, can in rows]


def state_without_poll(event: Event) -> EventState:
    return EventState.OPEN if event.published_at else EventState.PLANNED


def reminding(session: Session, event: Event, poll: DatePoll, now: datetime) -> datetime | None:
    """In the morning of a working day before the closing; never in quiet weeks, and never right after the question."""
    day = local(poll.closes_at, poll.tz).date() - A_DAY
    morning = instant(day, SENDING, poll.tz)
    at = workdays.fit(morning, poll.tz, earlier=True, quiet=telling.quiet_weeks(session, event))
    return at if at > now + A_DAY else None


def note(
    session: Session,
    event: Event,
    poll: DatePoll,
    action: str,
    actor_id: int | None,
    now: datetime,
    *,
    person_id: int | None = None,
) -> None:
    log.info("%s: poll %s of event %s", action, poll.id, event.id)
    book.about(session, event, action, now=now, actor_id=actor_id, person_id=person_id, poll=poll.id)
