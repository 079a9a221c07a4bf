"""The coordinator's list: who takes part or waits, what they need, and how many eat."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.i18n import swedish_order
from bot.receipts import Catering, Participant, ParticipantList
from bot.services import events, organisations
from bot.services.registration import chains, seats
from bot.services.registration.seats import Seated
from models import Attendance, Event, Person, Registration, RegistrationState, Series
from models.registrations import ACTIVE, SEATED, Reconfirm


def listed(session: Session, event: Event, now: datetime, *, is_coordinator: bool) -> ParticipantList:
    """Everyone taking part or waiting, by organisation and role.

    The hidden are counted; the coordinator alone reads their names, and hears that there are needs to arrange.
    """
    series = session.get_one(Series, event.series_id)
    rows = seats.seated(session, event, ACTIVE)
    seated = [row for row, _, _ in rows if row.has_seat]
    shown = [found for found in rows if is_coordinator or not found[0].is_hidden]
    return ParticipantList(
        event=events.facts(session, event, now, with_seats=True),
        participants=tuple(_participant(session, series, found, sees_hidden=is_coordinator) for found in shown),
        roles=tuple(series.roles),
        empty_organisations=_without_a_seat(session, event, seated),
        with_needs=_with_needs(seated) if is_coordinator else 0,
        catering=_catering(seated) if event.has_food and is_coordinator else None,
        may_steer_line=is_coordinator,
    )


def counts(session: Session, event: Event) -> tuple[int, Catering | None]:
    """How many with a seat need something, and how many eat: for those who may know that much."""
    seated = [row for row, _, _ in seats.seated(session, event)]
    return _with_needs(seated), _catering(seated) if event.has_food else None


def needs(session: Session, event: Event) -> list[tuple[str, str | None, str | None]]:
    """(name, needs, diet) of those with a seat who wrote something."""
    rows = session.execute(
        select(Person.name, Registration.access_needs, Registration.dietary)
        .join(Registration, Registration.person_id == Person.id)
        .where(Registration.event_id == event.id, Registration.state.in_(SEATED))
        .order_by(Registration.number)
    ).all()
    return [(row.name, row.access_needs, row.dietary) for row in rows if row.access_needs or row.dietary]


def _participant(session: Session, series: Series, found: Seated, *, sees_hidden: bool) -> Participant:
    row, person, organisation = found
    return Participant(
        name=person.name,
        organisation=organisation.display,
        role=series.role_label(row.role),
        state=row.state,
        attendance=row.attendance,
        is_hidden=row.is_hidden,
        has_slack=person.has_slack,
        is_free_text=organisation.is_free_text,
        number=row.number,
        is_unconfirmed=row.state is RegistrationState.REGISTERED and row.reconfirm is Reconfirm.ASKED,
        instead_of=chains.instead_of(session, row, sees_hidden=sees_hidden),
    )


def _without_a_seat(session: Session, event: Event, seated: Sequence[Registration]) -> tuple[str, ...]:
    covered = {row.organisation_id for row in seated}
    empty = (one.display for one in organisations.of_event(session, event) if one.id not in covered)
    return tuple(sorted(empty, key=swedish_order))


def _with_needs(seated: Sequence[Registration]) -> int:
    return sum(1 for row in seated if row.access_needs or row.dietary)


def _catering(seated: Sequence[Registration]) -> Catering:
    eating = [row for row in seated if row.attendance is Attendance.ON_SITE]
    return Catering(on_site=len(eating), diets=sum(1 for row in eating if row.dietary))
