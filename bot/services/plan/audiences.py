"""Whom a step of a plan speaks to, and the deliveries it becomes."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services import contacts
from bot.services.inviting import passing_on
from bot.services.messages import deliveries, notices
from bot.services.messages.deliveries import Owed
from bot.services.plan import budgets, invitations
from bot.services.plan.budgets import Budget
from bot.services.plan.rules import SPEAKS
from bot.services.polls import hearing
from models import (
    Area,
    Audience,
    DeliveryState,
    Event,
    InvitedFunction,
    Kind,
    Person,
    Registration,
    RegistrationState,
    Says,
    Series,
    Step,
)
from models.deliveries import PRIORITY

ASKS_TO_REGISTER = (Says.INVITATION, Says.NUDGE)
SOON = (timedelta(hours=3), timedelta(days=2))
"""Reminders of a meeting within hours go first, then within days, then the rest."""
ALREADY_BEGUN = timedelta(minutes=10)
"""So long after the start a reminder still helps: it then says that the meeting has begun."""
AFTERWARDS = timedelta(days=1)
"""So late a message after the meeting still goes out (reliability.md 5.3)."""
HAS_LEFT = "has left Slack"


class Hearer(NamedTuple):
    """Somebody a step is for, with the seat it is about, if any."""

    person: Person
    registration_id: int | None = None


def owed(session: Session, step: Step, event: Event, now: datetime, **otherwise: Any) -> list[Owed]:
    """What a step becomes: a line in the channel, or one to each person, and to each coordinator for those by mail.

    `otherwise`: columns that differ from what the plan has, when it is carried out before its moment or after.
    """
    poll = hearing.poll_for(session, step, event)
    if not can_speak(step, event, now) or (step.says in hearing.ABOUT_VOTES and poll is None):
        return []
    if step.says is Says.PROGRAMME and event.programme_at is None:
        return _to_who_should_have_published(session, step, event, now)
    if step.audience is Audience.CHANNEL:
        return _to_the_channel(session, step, event, now)
    people = hearers(session, step, event)
    about = {"cause": f"{step.id}.poll-{poll.id}", "useful_until": poll.closes_at} if poll else {}
    shared = _shared(step, event, now) | about | otherwise
    found = _to_people(session, step, event, people, shared)
    if step.says is Says.INVITATION:
        invitations.invite(session, event, [one.person.id for one in people], now)
        waiting = passing_on.waiting(session, InvitedFunction.event_id == event.id)
        found += passing_on.owed(session, event, waiting, now, shared)
    return found


def can_speak(step: Step, event: Event, now: datetime) -> bool:
    """Nobody is told of what they cannot do: not of what does not exist yet, nor to register where one cannot."""
    return step.says in SPEAKS and (step.says not in ASKS_TO_REGISTER or event.takes_registrations(now))


def hearers(session: Session, step: Step, event: Event) -> list[Hearer]:
    """Whom the step would reach if it were due now. A channel is nobody."""
    match step.audience:
        case Audience.REGISTERED:
            return _registered(session, step, event)
        case Audience.INVITED:
            return [Hearer(person) for person in invitations.to_invite(session, event)]
        case Audience.SILENT:
            since = step.due_at - invitations.TIME_TO_ANSWER if step.due_at else None
            return [Hearer(person) for person in invitations.silent(session, event, since=since)]
        case Audience.COORDINATORS:
            return [Hearer(person) for person in contacts.informed(session, event)]
        case Audience.NON_VOTERS:
            voted = hearing.voted(session, event)
            return [one for one in _registered(session, step, event) if one.person.id not in voted]
        case _:
            return []


def reaches_anyone(session: Session, step: Step, event: Event) -> bool:
    if step.audience is Audience.CHANNEL:
        return _channel(session, event) is not None
    return hearing.is_possible(session, step, event) and bool(hearers(session, step, event))


def guests(session: Session, step: Step, event: Event) -> list[Person]:
    """Those of them whom only the coordinator's mail reaches."""
    return [one.person for one in hearers(session, step, event) if not one.person.has_slack]


def _registered(session: Session, step: Step, event: Event) -> list[Hearer]:
    """Nobody is owed a moment that had passed when they registered; a programme comes when it is there."""
    is_timed = step.due_at is not None and step.says is not Says.PROGRAMME
    rows = session.execute(
        select(Registration.id, Person)
        .join(Person, Person.id == Registration.person_id)
        .where(
            Registration.event_id == event.id,
            Registration.state == RegistrationState.REGISTERED,
            *([Registration.created_at <= step.due_at] if is_timed else []),
        )
        .order_by(Registration.number)
    )
    return [Hearer(person, registration_id) for registration_id, person in rows]


def _to_who_should_have_published(session: Session, step: Step, event: Event, now: datetime) -> list[Owed]:
    """There is nothing to tell the others yet; where there is nothing to publish either, nobody is bothered."""
    if not event.agenda and not session.get_one(Series, event.series_id).agenda_templates:
        return []
    shared = _shared(step, event, now) | {"cause": step.cause}
    return [
        deliveries.row(Kind.PROGRAMME_MISSING, person_id=one.id, **shared) for one in contacts.informed(session, event)
    ]


def _to_people(
    session: Session, step: Step, event: Event, people: Sequence[Hearer], shared: dict[str, Any]
) -> list[Owed]:
    kind, now = SPEAKS[step.says], shared["now"]
    shared = shared | {"priority": _urgency(event, now)}
    in_slack = [one for one in people if one.person.has_slack]
    budget = budgets.budget(session, step)
    found = [_message(kind, one, budget, shared) for one in in_slack]
    _tell_who_left(session, kind, event, [one.person for one in in_slack if one.person.is_deactivated], now)
    if len(in_slack) < len(people):
        informed = contacts.informed(session, event)
        found += [deliveries.row(Kind.GUEST_TEXT, person_id=one.id, **shared) for one in informed]
    return found


def _to_the_channel(session: Session, step: Step, event: Event, now: datetime) -> list[Owed]:
    """One line for those who have not registered; it says whom to ask when they no longer can here."""
    channel_id = _channel(session, event)
    if channel_id is None:
        return []
    shared = _shared(step, event, now) | {"useful_until": event.starts_at}
    return [deliveries.row(Kind.CHANNEL_REMINDER, channel_id=channel_id, **shared)]


def _channel(session: Session, event: Event) -> str | None:
    home = session.get(Area, event.area_id) if event.area_id else session.get(Series, event.series_id)
    return home.channel_id if home else None


def _message(kind: Kind, one: Hearer, budget: Budget | None, shared: dict[str, Any]) -> Owed:
    """What is never sent is written down too, with its reason."""
    ended: dict[str, Any] = {}
    if one.person.is_deactivated:
        ended = {"state": DeliveryState.FAILED, "reason": HAS_LEFT}
    elif budget and budget.is_spent(one.person.id):
        ended = {"state": DeliveryState.SUPERSEDED, "reason": budgets.ENOUGH}
    return deliveries.row(kind, person_id=one.person.id, registration_id=one.registration_id, **shared, **ended)


def _tell_who_left(session: Session, kind: Kind, event: Event, people: Sequence[Person], now: datetime) -> None:
    for person in people:
        notices.tell_failed(session, kind=kind, event_id=event.id, person_id=person.id, reason=HAS_LEFT, now=now)


def _shared(step: Step, event: Event, now: datetime) -> dict[str, Any]:
    return {
        "now": now,
        "cause": f"programme.{event.id}" if step.says is Says.PROGRAMME else step.cause,
        "workspace_id": event.workspace_id,
        "event_id": event.id,
        "step_id": step.id,
        "due_at": step.due_at,
        "useful_until": _useful_until(step, event),
    }


def _useful_until(step: Step, event: Event) -> datetime | None:
    if step.says is Says.REMINDER:
        return event.starts_at + ALREADY_BEGUN if event.starts_at else None
    if step.says in ASKS_TO_REGISTER:
        return event.closes_at
    is_afterwards = step.due_at and event.ends_at and step.due_at >= event.ends_at
    return step.due_at + AFTERWARDS if is_afterwards and step.due_at else event.starts_at


def _urgency(event: Event, now: datetime) -> int:
    """The nearest meetings first."""
    ahead = event.starts_at - now if event.starts_at else SOON[-1]
    return PRIORITY[Kind.REMINDER] + sum(ahead > limit for limit in SOON)
