"""Reading seats: mine, the line, the coordinator's list."""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import Row, and_, bindparam, select
from sqlalchemy.orm import Session

from bot.i18n import swedish_order
from bot.receipts import (
    FormFacts,
    KeptSeats,
    MyAnswers,
    Outcome,
    Receipt,
    Seat,
    Waiting,
)
from bot.services import events
from bot.services.registration import chains, lines, pending
from models import Event, Organisation, Person, Quota, Registration, RegistrationState, Scope, Series
from models.registrations import SEATED
from models.times import local

Seated = Row[Registration, Person, Organisation]
LATEST = (
    select(Person, Registration)
    .outerjoin(Registration, and_(Registration.person_id == Person.id, Registration.event_id == bindparam("event_id")))
    .where(Person.id == bindparam("person_id"))
    .order_by(Registration.number.desc())
    .limit(1)
)


def current(session: Session, event_id: int, person_id: int) -> Registration | None:
    """The latest row: the active one when there is one."""
    found = session.execute(LATEST, {"person_id": person_id, "event_id": event_id}).first()
    return found[1] if found else None


def mine(session: Session, event: Event, person_id: int, now: datetime) -> Receipt:
    """How I stand with a meeting, without changing anything."""
    row = current(session, event.id, person_id)
    found = receipt(session, Outcome.KEPT, event, row, now)
    found = replace(found, has_asked=pending.has_asked(session, event.id, person_id))
    if row is None or found.seat is None or not row.has_seat:
        return found
    return replace(found, seat=replace(found.seat, asked=chains.asked(session, row.id)))


def receipt(
    session: Session, outcome: Outcome, event: Event, registration: Registration | None, now: datetime
) -> Receipt:
    session.flush()
    return Receipt(
        outcome=outcome,
        event=events.facts(session, event, now, with_contacts=True),
        seat=seat(session, event, registration) if registration else None,
    )


def seat(session: Session, event: Event, registration: Registration) -> Seat:
    """The facts of one row, as its own person may see them."""
    organisation = _organisation(session, registration.organisation_id)
    by = session.get(Person, registration.registered_by_id) if registration.registered_by_id else None
    holds = registration.state is RegistrationState.REGISTERED
    is_replaced = registration.state is RegistrationState.REPLACED
    return Seat(
        registration_id=registration.id,
        number=registration.number,
        state=registration.state,
        organisation_id=registration.organisation_id,
        organisation=organisation.display if organisation else None,
        role_id=registration.role,
        role=session.get_one(Series, event.series_id).role_label(registration.role) or None,
        attendance=registration.attendance,
        parts=tuple(registration.parts),
        is_hidden=registration.is_hidden,
        invite_again=registration.invite_again,
        reconfirm=registration.reconfirm,
        hears_changes=registration.hears_changes,
        has_needs=bool(registration.access_needs or registration.dietary),
        waiting=_waiting(session, registration) if registration.state is RegistrationState.WAITLISTED else None,
        offer_until=registration.offer_until if registration.state is RegistrationState.OFFERED else None,
        is_asked=registration.asked_at is not None,
        address=event.address if holds else None,
        url=event.url if holds else None,
        registered_by=by.name if by and by.id != registration.person_id else None,
        instead_of=chains.instead_of(session, registration),
        followed_by=chains.follower(session, registration) if is_replaced else None,
    )


def seated(session: Session, event: Event, states: tuple[RegistrationState, ...] = SEATED) -> list[Seated]:
    """Everyone with a seat, or in the states named: by organisation in Swedish order, then in the order of arrival."""
    rows = session.execute(
        select(Registration, Person, Organisation)
        .join(Person, Person.id == Registration.person_id)
        .join(Organisation, Organisation.id == Registration.organisation_id)
        .where(Registration.event_id == event.id, Registration.state.in_(states))
        .order_by(Registration.number)
    ).all()
    return sorted(rows, key=lambda found: swedish_order(found[2].display))


def form(session: Session, event: Event, person_id: int, now: datetime) -> FormFacts:
    """What the form should ask, and what I answered last time (or, with a seat, what I have answered)."""
    row = current(session, event.id, person_id)
    has_row = row is not None and row.is_active
    return replace(
        questions(session, event, now),
        mine=_answers(session, row if has_row else None, session.get_one(Person, person_id)),
        seat=seat(session, event, row) if row and has_row else None,
        is_frozen=row is not None and row.has_seat and (event.has_frozen_names(now) or event.has_closed(now)),
    )


def questions(session: Session, event: Event, now: datetime) -> FormFacts:
    """What the form asks at this meeting, whoever answers."""
    series = session.get_one(Series, event.series_id)
    return FormFacts(
        event=events.facts(session, event, now),
        fields=series.form,
        roles=tuple(series.roles),
        parts=tuple(event.parts),
        asks_diet=event.has_food,
        legal_basis=series.legal_basis,
        mine=MyAnswers(),
        seat=None,
    )


def _answers(session: Session, row: Registration | None, person: Person) -> MyAnswers:
    organisation = _organisation(session, row.organisation_id if row else person.organisation_id)
    if row is None:
        return MyAnswers(
            organisation_id=organisation.id if organisation else None,
            organisation=organisation.display if organisation else None,
            role=person.role,
            name=person.name,
            email=person.email,
        )
    return MyAnswers(
        organisation_id=row.organisation_id,
        organisation=organisation.display if organisation else None,
        role=row.role,
        attendance=row.attendance,
        parts=tuple(row.parts),
        access_needs=row.access_needs,
        dietary=row.dietary,
        is_hidden=row.is_hidden,
        invite_again=row.invite_again,
        name=person.name,
        email=person.email,
    )


def _waiting(session: Session, registration: Registration) -> Waiting:
    keys = {
        Scope.ORGANISATION: str(registration.organisation_id),
        Scope.ROLE: registration.role or "",
        Scope.ATTENDANCE: registration.attendance.value,
        Scope.KEPT: "-",
    }
    rules = session.scalars(select(Quota).where(Quota.event_id == registration.event_id)).all()
    full = [rule for rule in rules if rule.key == keys.get(rule.scope, "") and rule.is_full]
    quota = min(full, key=lambda rule: rule.place_in_order, default=None)
    scope = quota.scope if quota else None
    event = session.get_one(Event, registration.event_id)
    return Waiting(
        place=lines.place(session, registration),
        scope=scope,
        capacity=quota.capacity if quota else None,
        name=_name_of_rule(session, event, registration, scope),
        role_id=registration.role,
        attendance=registration.attendance,
        kept=tuple(_kept(session, event, rule) for rule in rules if rule.scope is Scope.KEPT and not rule.is_full),
    )


def _name_of_rule(session: Session, event: Event, registration: Registration, scope: Scope | None) -> str | None:
    if scope is Scope.ROLE:
        return session.get_one(Series, event.series_id).role_label(registration.role) or None
    organisation = _organisation(session, registration.organisation_id) if scope is Scope.ORGANISATION else None
    return organisation.display if organisation else None


def _kept(session: Session, event: Event, rule: Quota) -> KeptSeats:
    scope, _, key = rule.key.partition(":")
    until = local(rule.until_at, event.tz).date() if rule.until_at else date.max
    if scope == Scope.ORGANISATION:
        return KeptSeats(session.get_one(Organisation, int(key)).display, None, until)
    return KeptSeats(session.get_one(Series, event.series_id).role_label(key), key, until)


def _organisation(session: Session, organisation_id: int | None) -> Organisation | None:
    return session.get(Organisation, organisation_id) if organisation_id else None
