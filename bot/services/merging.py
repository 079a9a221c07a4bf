"""One person in two rows: found by address or name, made one by a coordinator."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import Column, ColumnElement, delete, or_, select, update
from sqlalchemy.orm import Session

from bot.receipts import Double
from bot.services import events, log
from bot.services.messages import deliveries
from bot.services.polls import ballots
from bot.services.registration import quotas, registrations, substitutions, vacancies
from models import (
    Assignment,
    Base,
    CrewMember,
    DateAnswer,
    Event,
    Invitation,
    Person,
    Registration,
    RegistrationState,
    Substitution,
    SubstitutionState,
    TopicSupport,
)
from models.base import table_of
from models.errors import N_, Refusal
from models.organisations import fold
from models.registrations import ACTIVE

MOST = 40
STAY = {"registrations.person_id", "log.actor_id", "log.person_id", "cards.person_id"}
"""Seats are gone through one by one; the log is never changed; a guest has no Home."""
COUNTING = (RegistrationState.REGISTERED, RegistrationState.OFFERED, RegistrationState.WAITLISTED)
"""Of several rows at a meeting, which is kept."""
ONCE: tuple[tuple[type[Base], tuple[str, ...]], ...] = (
    (Invitation, ("event_id",)),
    (TopicSupport, ("topic_id",)),
    (DateAnswer, ("option_id", "is_late")),
    (Assignment, ("duty", "area_id", "series_id", "organisation_id")),
    (CrewMember, ("event_id", "duty")),
)
"""What a person has once for each: the other row's goes when both have it."""


def doubles(session: Session, event: Event) -> list[Double]:
    """Those of the meeting who share address or name with somebody: which row is kept, and which goes into it.

    A member's row is kept; two members are two people.
    """
    everyone = session.scalars(
        select(Person).where(Person.workspace_id == event.workspace_id, _has_part()).order_by(Person.id)
    ).all()
    alike: dict[str, list[Person]] = {}
    for person in everyone:
        for key in filter(None, (person.email, f"name:{fold(person.name)}")):
            alike.setdefault(key, []).append(person)
    here = _of_event(session, event)
    pairs = {
        (keep, drop): None
        for found in alike.values()
        for keep, drop in _pairs(found)
        if keep.id in here or drop.id in here
    }
    return [
        Double(keep.id, drop.id, (keep.name, drop.name), (keep.email, drop.email), keep.has_slack)
        for keep, drop in pairs
    ][:MOST]


def merge(session: Session, event: Event, *, keep_id: int, drop_id: int, by_id: int, now: datetime) -> Double:
    """Everything of the one row becomes the other's; at each meeting one seat remains. Cannot be undone."""
    meetings = set(session.scalars(select(Registration.event_id).where(Registration.person_id.in_((keep_id, drop_id)))))
    asked = _asked(session, drop_id)
    for meeting_id in sorted({*meetings, *asked.values(), event.id}):
        events.lock(session, meeting_id)
    found = next((one for one in doubles(session, event) if (one.keep_id, one.drop_id) == (keep_id, drop_id)), None)
    if found is None:
        raise Refusal(N_("Those two are one person already, or no longer alike. Nothing has changed."))
    keep, drop = session.get_one(Person, keep_id), session.get_one(Person, drop_id)
    for meeting_id in sorted(meetings):
        _one_seat(session, events.lock(session, meeting_id), keep, drop, by_id, now)
    _hand_over(session, keep, drop)
    for question_id, meeting_id in asked.items():
        question = session.get_one(Substitution, question_id)
        if question.is_open:
            meeting = events.lock(session, meeting_id)
            substitutions.passed_on(session, meeting, question, by_id=by_id, now=now)
    log.about(session, event, "people_merged", now=now, actor_id=by_id, person_id=keep.id, of=drop.id)
    return found


def _one_seat(session: Session, event: Event, keep: Person, drop: Person, by_id: int, now: datetime) -> None:
    """The seat before the offer, the offer before the place in line, the earlier before the later; else the last word.

    What came after the one that counts is left with the emptied row: a person's latest row is the one that counts.
    """
    rows = session.scalars(
        select(Registration)
        .where(Registration.event_id == event.id, Registration.person_id.in_((keep.id, drop.id)))
        .order_by(Registration.number)
    ).all()
    if all(row.person_id == keep.id for row in rows):
        return
    stays = _counting(rows)
    others = [row for row in rows if row.is_active and row is not stays]
    for row in others:
        _give_up(session, event, row, into=stays, by_id=by_id, now=now)
    session.flush()
    is_moved = stays.person_id == drop.id
    for row in rows:
        row.person_id = keep.id if row.number <= stays.number else drop.id
    event.sequence += sum(row.version for row in rows if row.number > stays.number)  # calendars count versions up
    session.flush()
    if is_moved and stays.is_active and keep.has_slack:
        registrations.tell_of_seat(session, event, stays, by_id=by_id, now=now)
    if others:
        vacancies.fill(session, event, now)


def _counting(rows: Sequence[Registration]) -> Registration:
    by_state = ([row for row in rows if row.state is state] for state in COUNTING)
    return next((found[0] for found in by_state if found), rows[-1])


def _asked(session: Session, person_id: int) -> dict[int, int]:
    """The open questions whether this person comes instead of somebody, and the meeting of each."""
    found = session.execute(
        select(Substitution.id, Registration.event_id)
        .join(Registration, Registration.id == Substitution.registration_id)
        .where(Substitution.person_id == person_id, Substitution.state == SubstitutionState.ASKED)
        .order_by(Substitution.id)
    )
    return {row.id: row.event_id for row in found}


def _give_up(
    session: Session, event: Event, row: Registration, *, into: Registration, by_id: int, now: datetime
) -> None:
    if row.has_seat:
        quotas.give_back(session, quotas.limiting(session, event, row))
    row.leave(RegistrationState.CANCELLED, now)
    substitutions.seat_gone(session, event, row.id, now, by_id)
    deliveries.cancel_for(session, now=now, registration_id=row.id)
    into.access_needs, into.dietary = into.access_needs or row.access_needs, into.dietary or row.dietary
    into.is_hidden = into.is_hidden or row.is_hidden
    log.about(session, event, "double_cancelled", now=now, actor_id=by_id, person_id=row.person_id, number=row.number)


def _hand_over(session: Session, keep: Person, drop: Person) -> None:
    """Whatever else points to the one row points to the other; the emptied row stays for the log."""
    keep.email, keep.role = keep.email or drop.email, keep.role or drop.role
    keep.organisation_id = keep.organisation_id or drop.organisation_id
    drop.email = None
    session.flush()
    for model, once_for in ONCE:
        mine = {_of(row, once_for) for row in _rows(session, model, keep)}
        twice = [row.id for row in _rows(session, model, drop) if _of(row, once_for) in mine]
        session.execute(delete(table_of(model)).where(table_of(model).c.id.in_(twice)))
    ballots.hand_over(session, drop.id, keep.id)
    for column in _pointing():
        session.execute(update(column.table).where(column == drop.id).values({column.name: keep.id}))
    session.expire_all()


def _rows(session: Session, model: type[Base], person: Person) -> Sequence[Base]:
    table = table_of(model)
    return session.scalars(select(model).where(table.c.person_id == person.id)).all()


def _of(row: Base, columns: tuple[str, ...]) -> tuple[object, ...]:
    return tuple(getattr(row, column) for column in columns)


def _pointing() -> Iterator[Column[int]]:
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if f"{table.name}.{column.name}" not in STAY and any(
                key.target_fullname == "people.id" for key in column.foreign_keys
            ):
                yield column


def _has_part() -> ColumnElement[bool]:
    """Not the emptied row of somebody who was merged: it is kept for the log alone."""
    active = select(Registration.person_id).where(Registration.state.in_(ACTIVE))
    return or_(
        Person.slack_user_id.is_not(None),
        Person.email.is_not(None),
        Person.id.in_(active),
        Person.id.in_(select(Invitation.person_id)),
        Person.id.in_(select(Assignment.person_id)),
    )


def _of_event(session: Session, event: Event) -> set[int]:
    seated = session.scalars(select(Registration.person_id).where(Registration.event_id == event.id))
    return {*seated, *session.scalars(select(Invitation.person_id).where(Invitation.event_id == event.id))}


def _pairs(found: Sequence[Person]) -> Iterator[tuple[Person, Person]]:
    keep = min(found, key=lambda person: (not person.has_slack, person.id))
    for person in found:
        if not person.has_slack and person is not keep:
            yield keep, person
