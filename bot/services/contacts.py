"""Whom to ask about a meeting, and who is told on the coordinators' behalf."""

from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from bot.receipts import Contact
from bot.services import organisations
from models import COORDINATING, Assignment, Duty, Event, Person

S = TypeVar("S")
IN_TURN = (Duty.COORDINATOR, Duty.DEPUTY, Duty.NATIONAL)
"""Who answers for a meeting: the next ones when there is nobody of the ones before."""
_WITH_DUTY = (
    select(Person)
    .join(Assignment, Assignment.person_id == Person.id)
    .where(Assignment.duty == bindparam("duty"))
    .order_by(Assignment.id)
)
WITH_DUTY_IN_AREA = _WITH_DUTY.where(Assignment.area_id == bindparam("area_id"))
WITH_DUTY_IN_SERIES = _WITH_DUTY.where(Assignment.series_id == bindparam("series_id"), Assignment.area_id.is_(None))
REACHED_IN_AREA, REACHED_IN_SERIES = (
    found.with_only_columns(Person.name, Person.email, Person.slack_user_id)
    for found in (WITH_DUTY_IN_AREA, WITH_DUTY_IN_SERIES)
)
"""Made once: every receipt names whom to ask."""


def coordinators(session: Session, event: Event) -> Sequence[Person]:
    """The area's coordinators, or the lab's process lead."""
    return _with_duty(session, event, Duty.COORDINATOR)


def deputies(session: Session, event: Event) -> Sequence[Person]:
    return _with_duty(session, event, Duty.DEPUTY)


def contacts(session: Session, event: Event) -> tuple[Contact, ...]:
    """Whom to ask about the meeting: its coordinators, else their deputies, else the national organiser."""
    found = (_reached(session, event, duty) for duty in IN_TURN)
    return next((one for one in found if one), ())


def contacts_of(session: Session, event_id: int) -> tuple[Contact, ...]:
    """As `contacts`, for a meeting that may not exist."""
    event = session.get(Event, event_id)
    return contacts(session, event) if event else ()


def is_contact(session: Session, person_id: int) -> bool:
    """Of any organisation, anywhere."""
    mine = select(Assignment.id).where(Assignment.person_id == person_id, Assignment.duty == Duty.CONTACT)
    return session.scalar(mine.limit(1)) is not None


def organisations_of(session: Session, event: Event, person_id: int) -> frozenset[int]:
    """The organisations whose contact the person is where this meeting is concerned."""
    found = session.execute(
        select(Assignment.organisation_id, Assignment.area_id, Assignment.series_id).where(
            Assignment.person_id == person_id, Assignment.duty == Duty.CONTACT, Assignment.organisation_id.is_not(None)
        )
    )
    return frozenset(
        organisation_id
        for organisation_id, area_id, series_id in found
        if organisation_id and concerns(event, area_id, series_id)
    )


def speaks_for(session: Session, event: Event, person_id: int) -> frozenset[int]:
    """Of the organisations that the meeting is for, those whose contact the person is."""
    own = organisations_of(session, event, person_id)
    return own & {one.id for one in organisations.of_event(session, event)} if own else own


def of_organisations(session: Session, event: Event) -> dict[int, list[Person]]:
    """By organisation: its contacts where this meeting is concerned."""
    found: dict[int, list[Person]] = {}
    rows = session.execute(
        select(Assignment.organisation_id, Assignment.area_id, Assignment.series_id, Person)
        .join(Person, Person.id == Assignment.person_id)
        .where(
            Assignment.duty == Duty.CONTACT, Assignment.organisation_id.is_not(None), Person.is_deactivated.is_(False)
        )
        .order_by(Assignment.id)
    )
    for organisation_id, area_id, series_id, person in rows:
        if concerns(event, area_id, series_id):
            found.setdefault(organisation_id or 0, []).append(person)
    return found


def concerns(event: Event, area_id: int | None, series_id: int | None) -> bool:
    """Whether what was given for an area, else for a whole series, was given for this meeting too."""
    return area_id == event.area_id if area_id else series_id == event.series_id


def informed(session: Session, event: Event) -> list[Person]:
    """Who is told on the coordinators' behalf: those of them in Slack, else deputies, else national organisers."""
    found = ([one for one in _with_duty(session, event, duty) if one.can_be_told] for duty in IN_TURN)
    return next((some for some in found if some), [])


def _reached(session: Session, event: Event, duty: Duty) -> tuple[Contact, ...]:
    found = session.execute(*_asked(event, duty, REACHED_IN_AREA, REACHED_IN_SERIES))
    return tuple(Contact(name, email, slack_user_id) for name, email, slack_user_id in found)


def _with_duty(session: Session, event: Event, duty: Duty) -> Sequence[Person]:
    return session.scalars(*_asked(event, duty, WITH_DUTY_IN_AREA, WITH_DUTY_IN_SERIES)).all()


def _asked(event: Event, duty: Duty, in_area: S, in_series: S) -> tuple[S, dict[str, Any]]:
    """A coordinator's duty, and a deputy's, is for the area where there is one; every other is for the series."""
    if duty in COORDINATING and event.area_id:
        return in_area, {"duty": duty, "area_id": event.area_id}
    return in_series, {"duty": duty, "series_id": event.series_id}
