"""Telling people that a meeting has moved, changed its form or been cancelled."""

from datetime import date, datetime, time

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from bot.services import contacts
from bot.services.messages import deliveries
from bot.services.registration import reconfirming
from models import Event, Form, Kind, Person, Registration
from models.registrations import ACTIVE

HEARD_BY_THE_ABSENT = (Kind.MOVED, Kind.CALLED_OFF)
"""What those who have said no may ask to be told of."""


def tell_moved(
    session: Session, event: Event, *, was_day: date | None, was_start: time, was_end: time, now: datetime
) -> int:
    """Tell everyone of the new day or time, and ask those registered if they come. Returns how many are told."""
    reconfirming.ask_everyone(session, event)
    session.flush()  # raises the sequence: to the same day once more is one more piece of news
    was = {"day": was_day.isoformat() if was_day else None, "start": f"{was_start:%H:%M}", "end": f"{was_end:%H:%M}"}
    return _tell(session, event, Kind.MOVED, cause=f"{event.id}:{event.day}:{event.sequence}", was=was, now=now)


def tell_form_changed(session: Session, event: Event, *, was_form: Form, now: datetime) -> int:
    """Tell everyone that the meeting is now digital, or on site, and ask those registered if they come."""
    reconfirming.ask_everyone(session, event)
    session.flush()  # raises the sequence, which no clock can turn back
    cause = f"{event.id}:{event.form}:{event.sequence}"
    return _tell(session, event, Kind.FORM_CHANGED, cause=cause, was={"form": was_form.value}, now=now)


def tell_called_off(session: Session, event: Event, *, now: datetime, instead_id: int | None = None) -> int:
    """Tell everyone that the meeting is cancelled, and which other meeting they may come to instead."""
    facts = {"instead": instead_id} if instead_id else {}
    return _tell(session, event, Kind.CALLED_OFF, cause=str(event.id), was={}, now=now, **facts)


def hearers(session: Session, event: Event, kind: Kind) -> list[tuple[Registration, Person]]:
    """Everyone registered or waiting; of those who have said no, whoever asked to hear of this."""
    later = aliased(Registration)
    came_back = exists().where(
        later.event_id == event.id, later.person_id == Registration.person_id, later.number > Registration.number
    )
    is_in, asked_to_hear = Registration.state.in_(ACTIVE), and_(Registration.hears_changes, ~came_back)
    concerned = or_(is_in, asked_to_hear) if kind in HEARD_BY_THE_ABSENT else is_in
    rows = session.execute(
        select(Registration, Person)
        .join(Person, Person.id == Registration.person_id)
        .where(Registration.event_id == event.id, concerned)
    )
    return [(registration, person) for registration, person in rows]


def _tell(
    session: Session, event: Event, kind: Kind, *, cause: str, was: dict[str, str | None], now: datetime, **facts: int
) -> int:
    rows = hearers(session, event, kind)
    told = [(registration, person) for registration, person in rows if person.has_slack]
    for registration, person in told:
        deliveries.owe(
            session,
            kind,
            now=now,
            cause=cause,
            workspace_id=event.workspace_id,
            event_id=event.id,
            person_id=person.id,
            registration_id=registration.id,
            facts={"was": was, **facts},
        )
    if len(told) < len(rows):
        for coordinator in contacts.informed(session, event):
            deliveries.owe(
                session,
                Kind.GUEST_TEXT,
                now=now,
                cause=f"{kind}:{cause}",
                workspace_id=event.workspace_id,
                event_id=event.id,
                person_id=coordinator.id,
                facts={"about": kind.value, "was": was, **facts},
            )
    return len(told)
