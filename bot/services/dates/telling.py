"""What people hear of a poll of days: asked, reminded, and told the day. Guests hear it by the coordinator's mail."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services import cards, channels, contacts
from bot.services.dates import asked, taken
from bot.services.messages import deliveries
from bot.services.plan import workdays
from models import CardKind, DatePoll, DatePollState, Event, EventState, Kind, Person, Series
from models.choices import Level
from models.times import local

BY_MAIL = {
    Kind.DATE_POLL: "asked", Kind.DATE_REMINDER: "reminded", Kind.DATE_SET: "set", Kind.DAYS_RELEASED: "released",
}  # fmt: skip


def ask_everyone(session: Session, event: Event, poll: DatePoll, now: datetime) -> None:
    """The question to each, and a card in the channel. In quiet weeks it waits until they are over."""
    wall = local(now, poll.tz)
    weeks = quiet_weeks(session, event)
    is_quiet = workdays.is_quiet(wall.date(), weeks)
    due_at = workdays.fit(now, poll.tz, earlier=False, quiet=weeks) if is_quiet else now
    people = [one for one in asked.people(session, event) if is_heard(one, Kind.DATE_POLL)]
    _tell(session, event, poll, Kind.DATE_POLL, people, now, due_at=due_at, useful_until=poll.closes_at)
    if poll.card_id is None:
        poll.card_id = channels.post_vote(session, event, CardKind.DATE_POLL, now, facts={"date_poll": poll.id})


def remind(session: Session, event: Event, poll: DatePoll, now: datetime) -> None:
    people = [one for one in asked.silent(session, event, poll) if is_heard(one, Kind.DATE_REMINDER)]
    _tell(session, event, poll, Kind.DATE_REMINDER, people, now, due_at=now, useful_until=poll.closes_at)


def tell_day(session: Session, event: Event, poll: DatePoll, now: datetime) -> None:
    """Whatever they have chosen to hear: the day is no reminder."""
    people = asked.people(session, event)
    _tell(session, event, poll, Kind.DATE_SET, people, now, due_at=now, useful_until=event.starts_at)


def release(session: Session, event: Event, poll: DatePoll, now: datetime) -> None:
    """It comes to nothing: whoever keeps its days free need no longer. Of a meeting's day or end all hear elsewhere."""
    told = taken.holders(session, poll)
    is_given_up = event.day is None and event.state is not EventState.CANCELLED
    if is_given_up and poll.state is not DatePollState.WAITING:
        told |= taken.answered(session, poll) | {one.id for one in asked.people(session, event) if not one.has_slack}
    people = session.scalars(select(Person).where(Person.id.in_(told)).order_by(Person.id)).all()
    _tell(session, event, poll, Kind.DAYS_RELEASED, people, now, due_at=now, useful_until=None)


def tell_organisers(session: Session, event: Event, poll: DatePoll, kind: Kind, now: datetime) -> None:
    for one in contacts.informed(session, event):
        deliveries.owe(
            session,
            kind,
            now=now,
            cause=str(poll.id),
            workspace_id=event.workspace_id,
            event_id=event.id,
            person_id=one.id,
            facts={"date_poll": poll.id},
        )


def redraw(session: Session, event: Event, poll: DatePoll, now: datetime) -> None:
    """The card in the channel no longer shows what is true; it is posted where there was no channel before."""
    if poll.card_id is not None:
        cards.stale_card(session, poll.card_id, now)
    elif poll.state is DatePollState.OPEN:
        poll.card_id = channels.post_vote(session, event, CardKind.DATE_POLL, now, facts={"date_poll": poll.id})


def is_heard(person: Person, kind: Kind) -> bool:
    """The question is like an invitation; to be asked again is like a reminder long before the meeting."""
    return person.level is Level.ALL or (kind is Kind.DATE_POLL and person.level is Level.DAY_BEFORE)


def quiet_weeks(session: Session, event: Event) -> workdays.Weeks | None:
    return session.get_one(Series, event.series_id).quiet_weeks


def _tell(
    session: Session,
    event: Event,
    poll: DatePoll,
    kind: Kind,
    people: Iterable[Person],
    now: datetime,
    *,
    due_at: datetime,
    useful_until: datetime | None,
) -> None:
    shared: dict[str, Any] = {
        "now": now,
        "workspace_id": event.workspace_id,
        "event_id": event.id,
        "due_at": due_at,
        "useful_until": useful_until,
    }
    about = {"date_poll": poll.id}
    known = list(people)
    owed = [
        deliveries.row(kind, cause=str(poll.id), person_id=one.id, facts=about, **shared)
        for one in known
        if one.can_be_told
    ]
    if any(not one.has_slack for one in known):
        mail = {**about, "about": BY_MAIL[kind]}
        owed += [
            deliveries.row(Kind.GUEST_TEXT, cause=f"{kind}:{poll.id}", person_id=one.id, facts=mail, **shared)
            for one in contacts.informed(session, event)
        ]
    deliveries.owe_all(session, owed)
