"""Whom to ask about a meeting, and who is told on the coordinators' behalf."""

from collections.abc import Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from bot.receipts import Contact
from models import Assignment, Duty, Event, Person

_WITH_DUTY = (
    select(Person)
    .join(Assignment, Assignment.person_id == Person.id)
    .where(Assignment.duty == bindparam("duty"))
    .order_by(Assignment.id)
)
WITH_DUTY_IN_AREA = _WITH_DUTY.where(Assignment.area_id == bindparam("area_id"))
WITH_DUTY_IN_SERIES = _WITH_DUTY.where(Assignment.series_id == bindparam("series_id"), Assignment.area_id.is_(None))
"""Made once: every receipt names whom to ask."""


def coordinators(session: Session, event: Event) -> Sequence[Person]:
    """The area's coordinators, or the lab's process lead."""
    return _with_duty(session, event, Duty.COORDINATOR)


def contacts(session: Session, event: Event) -> tuple[Contact, ...]:
    """Whom to ask about the meeting: its coordinators, else the national organiser."""
    found = coordinators(session, event) or _with_duty(session, event, Duty.NATIONAL)
    return tuple(Contact(name=one.name, email=one.email, slack_user_id=one.slack_user_id) for one in found)


def contacts_of(session: Session, event_id: int) -> tuple[Contact, ...]:
    """As `contacts`, for a meeting that may not exist."""
    event = session.get(Event, event_id)
    return contacts(session, event) if event else ()


def informed(session: Session, event: Event) -> list[Person]:
    """Who is told on the coordinators' behalf: those of them in Slack, else the national organisers in Slack."""
    found = [one for one in coordinators(session, event) if one.can_be_told]
    return found or [one for one in _with_duty(session, event, Duty.NATIONAL) if one.can_be_told]


def _with_duty(session: Session, event: Event, duty: Duty) -> Sequence[Person]:
    if duty is Duty.COORDINATOR and event.area_id:
        return session.scalars(WITH_DUTY_IN_AREA, {"duty": duty, "area_id": event.area_id}).all()
    return session.scalars(WITH_DUTY_IN_SERIES, {"duty": duty, "series_id": event.series_id}).all()
