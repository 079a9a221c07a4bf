"""Seats: asking for one, changing it, giving it back."""

from datetime import datetime

from sqlalchemy import bindparam, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from bot.receipts import Outcome, Receipt
from bot.services import events
from bot.services.messages import deliveries
from bot.services.registration import enrolment, quotas, seats, substitutions, tidings, vacancies
from bot.services.registration.enrolment import Answers
from models import (
    Attendance,
    Event,
    Form,
    Kind,
    Person,
    Quota,
    Registration,
    RegistrationState,
    Scope,
)
from models.base import table_of
from models.errors import N_, Refusal
from models.registrations import Reconfirm

FULL = {
    Scope.ORGANISATION: N_("That organisation has no seats left."),
    Scope.ROLE: N_("There are no seats left for that role."),
    Scope.ATTENDANCE: N_("There are no seats left for that way of taking part."),
    Scope.ALL: N_("The meeting is full."),
    Scope.OPEN: N_("The seats that are left are kept for others for now."),
    Scope.KEPT: N_("The seats that are left are kept for others for now."),
}


SAID_LAST = (
    update(table_of(Person))
    .where(table_of(Person).c.id == bindparam("of_person"))
    .values(organisation_id=bindparam("organisation"), role=bindparam("as_role"))
)
"""Made once, like every statement that a registration runs while others wait for their turn to write."""


def register(
    session: Session, *, event_id: int, person_id: int, answers: Answers, now: datetime, by_id: int | None = None
) -> Receipt:
    """A seat, else a place in line. Asking twice changes nothing. Raises Refusal outside the registration's time."""
    event = events.lock(session, event_id)
    mine = seats.current(session, event_id, person_id)
    if mine and mine.is_active:
        return seats.receipt(session, Outcome.KEPT, event, mine, now)
    return _get_in(session, event, person_id, answers, now, by_id)


def enrol(
    session: Session,
    event: Event,
    *,
    person_id: int,
    answers: Answers,
    now: datetime,
    by_id: int,
    is_beyond: bool = False,
    tells_guest: bool = True,
) -> tuple[Registration, Outcome]:
    """Somebody else's seat or place in line, for a meeting already locked. Asking twice changes nothing.

    `is_beyond`: a seat whatever the limits and the closing day say. Without `tells_guest` the caller does.
    """
    mine = seats.current(session, event.id, person_id)
    if mine and mine.is_active:
        return mine, Outcome.KEPT
    registration, outcome = _enter(session, event, person_id, answers, now, by_id, is_beyond=is_beyond)
    if tells_guest or session.get_one(Person, person_id).has_slack:
        tidings.tell(session, event, registration, Kind.RECEIPT, outcome.value, now, by_id)
    else:
        tidings.note(session, event, registration, outcome.value, now, by_id)
    vacancies.somebody_came(session, event, registration, now)
    return registration, outcome


def tell_of_seat(session: Session, event: Event, registration: Registration, *, by_id: int, now: datetime) -> None:
    """A seat or a place in line has become somebody's without their asking: they hear it, and from whom."""
    registration.touch(now)
    outcome = Outcome.REGISTERED if registration.has_seat else Outcome.WAITLISTED
    tidings.tell(session, event, registration, Kind.RECEIPT, outcome.value, now, by_id)


def confirm(session: Session, *, event_id: int, person_id: int, now: datetime, by_id: int | None = None) -> Receipt:
    """ "Yes, I am coming": asked before the meeting, and when it has changed. Only who has a seat can say so."""
    event = events.lock(session, event_id)
    event.refuse_changes_once_over(now)
    mine = seats.current(session, event_id, person_id)
    if mine is None or not mine.is_active:
        return seats.receipt(session, Outcome.NOTHING, event, mine, now)
    if mine.state is RegistrationState.REGISTERED and mine.answer_coming():
        if by_id is None:
            tidings.note(session, event, mine, "confirmed_coming", now, person_id)
        else:
            mine.touch(now)
            tidings.tell(session, event, mine, Kind.RECEIPT, "confirmed_coming", now, by_id)
    return seats.receipt(session, Outcome.KEPT, event, mine, now)


def hear_of_changes(session: Session, *, event_id: int, person_id: int, now: datetime) -> Receipt:
    """Who has said no asks to be told if the meeting is moved or cancelled. Asking twice changes nothing."""
    event = events.lock(session, event_id)
    event.refuse_changes_once_over(now)
    mine = seats.current(session, event_id, person_id)
    if mine is not None and mine.is_active:
        return seats.receipt(session, Outcome.KEPT, event, mine, now)
    if mine is None or mine.state is not RegistrationState.DECLINED:
        raise Refusal(N_("You are not registered for {title}."), title=event.title)
    if not mine.hears_changes:
        mine.hears_changes = True
        tidings.note(session, event, mine, "asked_to_hear", now, person_id)
    return seats.receipt(session, Outcome.DECLINED, event, mine, now)


def change(
    session: Session, *, event_id: int, person_id: int, answers: Answers, now: datetime, by_id: int | None = None
) -> Receipt:
    """New answers for the same seat; the place in line is kept. Raises Refusal when the new wish has no seat."""
    event = events.lock(session, event_id)
    event.refuse_changes_once_over(now)
    return _alter(session, event, active(session, event, person_id), answers, now, by_id)


def settle(
    session: Session,
    event: Event,
    *,
    person_id: int,
    answers: Answers,
    now: datetime,
    by_id: int | None = None,
) -> Receipt:
    """For a meeting already locked: a change when there is a seat or a place in line, else a wish for one."""
    mine = seats.current(session, event.id, person_id)
    if mine is None or not mine.is_active:
        return _get_in(session, event, person_id, answers, now, by_id)
    event.refuse_changes_once_over(now)
    return _alter(session, event, mine, answers, now, by_id)


def cancel(session: Session, *, event_id: int, person_id: int, now: datetime, by_id: int | None = None) -> Receipt:
    """Give the seat back: free at once, and offered to the next in line before anyone else can ask."""
    return _leave(session, event_id, person_id, RegistrationState.CANCELLED, now, by_id)


def decline(session: Session, *, event_id: int, person_id: int, now: datetime, by_id: int | None = None) -> Receipt:
    """ "I cannot come" is an answer, with or without a seat: no reminders after it."""
    return _leave(session, event_id, person_id, RegistrationState.DECLINED, now, by_id)


def replace(
    session: Session, event: Event, old: Registration, *, person_id: int, answers: Answers, now: datetime, by_id: int
) -> Registration:
    """Another person in the same seat, for a meeting already locked: it is never free in between.

    Raises Refusal when the new wish counts against a limit that is full. Whatever place in line they had is left.
    """
    new = enrolment.new(event, person_id, answers, now)
    new.substitute_for_id, new.registered_by_id = old.id, by_id if by_id != person_id else None
    _swap(session, quotas.limiting(session, event, old), quotas.limiting(session, event, new, instead_of=old))
    before = seats.current(session, event.id, person_id)
    if before and before.is_active:
        if before.has_seat:
            quotas.give_back(session, quotas.limiting(session, event, before))
        before.leave(RegistrationState.CANCELLED, now)
        tidings.note(session, event, before, "left_line", now, by_id)
    old.leave(RegistrationState.REPLACED, now)
    session.flush()
    enrolment.enter(session, event, new, RegistrationState.REGISTERED, None)
    deliveries.cancel_for(session, event_id=event.id, person_id=old.person_id, now=now)
    vacancies.fill(session, event, now)
    _remember(session, person_id, answers)
    tidings.note(session, event, old, "replaced", now, by_id)
    tidings.tell(session, event, new, Kind.RECEIPT, "substituted", now, by_id)
    return new


def _swap(session: Session, before: list[Quota], after: list[Quota]) -> None:
    gained = [quota for quota in after if quota not in before]
    full = quotas.take(session, gained)
    if full:
        raise Refusal(FULL[full.scope], field=None if full.scope is Scope.ALL else full.scope.value)
    quotas.give_back(session, [quota for quota in before if quota not in after])


def active(session: Session, event: Event, person_id: int) -> Registration:
    """The person's seat or place in line; raises Refusal when there is none."""
    mine = seats.current(session, event.id, person_id)
    if mine is None or not mine.is_active:
        raise Refusal(N_("You are not registered for {title}."), title=event.title)
    return mine


def _get_in(
    session: Session, event: Event, person_id: int, answers: Answers, now: datetime, by_id: int | None
) -> Receipt:
    registration, outcome = _enter(session, event, person_id, answers, now, by_id)
    tidings.tell(session, event, registration, Kind.RECEIPT, outcome.value, now, by_id or person_id)
    vacancies.somebody_came(session, event, registration, now)
    return seats.receipt(session, outcome, event, registration, now)


def _enter(
    session: Session,
    event: Event,
    person_id: int,
    answers: Answers,
    now: datetime,
    by_id: int | None,
    *,
    is_beyond: bool = False,
) -> tuple[Registration, Outcome]:
    registration = enrolment.new(event, person_id, answers, now)
    limits = quotas.limiting(session, event, registration)
    if is_beyond:
        event.refuse_changes_once_over(now)
        quotas.take_beyond(session, limits)
        full = None
    else:
        verdict = event.decide(False, limits, now)
        full = verdict.waits_for or vacancies.first_in_line_for(session, event, limits, now)
        full = full or quotas.take(session, limits)
    registration.registered_by_id = by_id
    state = RegistrationState.WAITLISTED if full else RegistrationState.REGISTERED
    enrolment.enter(session, event, registration, state, full)
    _remember(session, person_id, answers)
    return registration, Outcome.REGISTERED if full is None else Outcome.WAITLISTED


def _alter(
    session: Session, event: Event, mine: Registration, answers: Answers, now: datetime, by_id: int | None
) -> Receipt:
    if mine.has_seat:
        wish = enrolment.new(event, mine.person_id, answers, now)
        before, after = quotas.limiting(session, event, mine), quotas.limiting(session, event, wish, instead_of=mine)
        _swap(session, before, after)
        mine.kept = wish.kept
    enrolment.answer(event, mine, answers)
    if not session.is_modified(mine):
        return seats.receipt(session, Outcome.KEPT, event, mine, now)
    mine.touch(now)
    if mine.reconfirm is Reconfirm.ASKED:
        mine.answer_coming()
    _remember(session, mine.person_id, answers)
    vacancies.fill(session, event, now)
    tidings.tell(session, event, mine, Kind.RECEIPT, Outcome.CHANGED.value, now, by_id or mine.person_id)
    return seats.receipt(session, Outcome.CHANGED, event, mine, now)


def _leave(
    session: Session, event_id: int, person_id: int, state: RegistrationState, now: datetime, by_id: int | None
) -> Receipt:
    event = events.lock(session, event_id)
    event.refuse_changes_once_over(now)
    mine = seats.current(session, event_id, person_id)
    if mine is None or not mine.is_active:
        return _say_no(session, event, person_id, mine, state, now)
    if mine.has_seat:
        quotas.give_back(session, quotas.limiting(session, event, mine))
    mine.leave(state, now)
    deliveries.cancel_for(session, event_id=event_id, person_id=person_id, now=now)
    substitutions.seat_gone(session, event, mine.id, now, by_id or person_id)
    vacancies.fill(session, event, now)
    outcome = Outcome.CANCELLED if state is RegistrationState.CANCELLED else Outcome.DECLINED
    tidings.tell(session, event, mine, Kind.CANCELLED_SEAT, outcome.value, now, by_id or person_id)
    return seats.receipt(session, outcome, event, mine, now)


def _say_no(
    session: Session,
    event: Event,
    person_id: int,
    before: Registration | None,
    state: RegistrationState,
    now: datetime,
) -> Receipt:
    """There is no seat to give back: a cancellation changes nothing, a no is written down once."""
    if state is RegistrationState.CANCELLED:
        return seats.receipt(session, Outcome.NOTHING, event, before, now)
    if before is None or before.state is not RegistrationState.DECLINED:
        before = Registration(
            event_id=event.id,
            person_id=person_id,
            number=events.next_number(session, event),
            state=RegistrationState.DECLINED,
            attendance=Attendance.DIGITAL if event.form is Form.DIGITAL else Attendance.ON_SITE,
            created_at=now,
            changed_at=now,
        )
        session.add(before)
        tidings.note(session, event, before, Outcome.DECLINED.value, now, person_id)
    return seats.receipt(session, Outcome.DECLINED, event, before, now)


def _remember(session: Session, person_id: int, answers: Answers) -> None:
    person, said = session.get_one(Person, person_id), (answers.organisation_id, answers.role)
    if (person.organisation_id, person.role) == said:
        return
    session.execute(SAID_LAST, {"of_person": person_id, "organisation": said[0], "as_role": said[1]})
    set_committed_value(person, "organisation_id", said[0])
    set_committed_value(person, "role", said[1])
