"""Whom a step of a plan speaks to, and the deliveries it becomes."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services import contacts, deliveries, notices
from bot.services.deliveries import Owed
from models import Area, DeliveryState, Event, Kind, Person, Registration, RegistrationState, Series, Step
from models.deliveries import PRIORITY

SOON = (timedelta(hours=3), timedelta(days=2))
"""Reminders of a meeting within hours go first, then within days, then the rest."""
HAS_LEFT = "has left Slack"


def the_registered(
    session: Session, step: Step, event: Event, now: datetime, useful_until: datetime | None
) -> list[Owed]:
    """One to each person with a seat; for everyone without Slack together, one to each coordinator.

    Nobody is owed a moment that had passed when they registered.
    """
    people = session.execute(
        select(Registration.id, Person)
        .join(Person, Person.id == Registration.person_id)
        .where(
            Registration.event_id == event.id,
            Registration.state == RegistrationState.REGISTERED,
            Registration.created_at <= step.due_at,
        )
        .order_by(Registration.number)
    ).all()
    shared = _shared(step, event, now, useful_until) | {"priority": _urgency(event, now)}
    in_slack = [(registration_id, person) for registration_id, person in people if person.has_slack]
    owed = [_reminder(person, registration_id, shared) for registration_id, person in in_slack]
    _tell_who_left(session, event, [person for _, person in in_slack if person.is_deactivated], now)
    if len(in_slack) < len(people):
        informed = contacts.informed(session, event)
        owed += [deliveries.row(Kind.GUEST_TEXT, person_id=one.id, **shared) for one in informed]
    return owed


def the_channel(session: Session, step: Step, event: Event, now: datetime) -> list[Owed]:
    """One line for those who have not registered; it says whom to ask when they no longer can here."""
    home = session.get(Area, event.area_id) if event.area_id else session.get(Series, event.series_id)
    if home is None or home.channel_id is None:
        return []
    shared = _shared(step, event, now, event.starts_at)
    return [deliveries.row(Kind.CHANNEL_REMINDER, channel_id=home.channel_id, **shared)]


def _reminder(person: Person, registration_id: int, shared: dict[str, Any]) -> Owed:
    ended: dict[str, Any] = {"state": DeliveryState.FAILED, "reason": HAS_LEFT} if person.is_deactivated else {}
    return deliveries.row(Kind.REMINDER, person_id=person.id, registration_id=registration_id, **shared, **ended)


def _tell_who_left(session: Session, event: Event, people: Sequence[Person], now: datetime) -> None:
    for person in people:
        notices.tell_failed(
            session, kind=Kind.REMINDER, event_id=event.id, person_id=person.id, reason=HAS_LEFT, now=now
        )


def _shared(step: Step, event: Event, now: datetime, useful_until: datetime | None) -> dict[str, Any]:
    return {
        "now": now,
        "cause": f"{step.id}.{step.version}",
        "workspace_id": event.workspace_id,
        "event_id": event.id,
        "step_id": step.id,
        "due_at": step.due_at,
        "useful_until": useful_until,
    }


def _urgency(event: Event, now: datetime) -> int:
    """The nearest meetings first."""
    ahead = event.starts_at - now if event.starts_at else SOON[-1]
    return PRIORITY[Kind.REMINDER] + sum(ahead > limit for limit in SOON)
