"""Seats: asking for one, and changing it."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.receipts import Outcome, Receipt
from bot.services import events
from bot.services.registration import enrolment, quotas, seats, tidings, vacancies
from bot.services.registration.enrolment import Answers
from bot.services.registration.replacing import swap
from models import Event, Kind, Person, Registration, RegistrationState
from models.errors import N_, Refusal
from models.registrations import Reconfirm


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
    """A seat, an offer or a place in line has become somebody's without their asking: they hear it, and from whom."""
    registration.touch(now)
    if registration.offer_until or registration.asked_at:
        tidings.tell(session, event, registration, Kind.OFFER, "offered", now, by_id)
    else:
        outcome = Outcome.REGISTERED if registration.has_seat else Outcome.WAITLISTED
        tidings.tell(session, event, registration, Kind.RECEIPT, outcome.value, now, by_id)


def change(
    session: Session,
    *,
    event_id: int,
    person_id: int,
    answers: Answers,
    now: datetime,
    by_id: int | None = None,
    is_beyond: bool = False,
) -> Receipt:
    """New answers for the same seat; the place in line is kept. Raises Refusal when the new wish has no seat.

    `is_beyond`: whatever the limits say, also for somebody who waits, who then has a seat.
    """
    event = events.lock(session, event_id)
    event.refuse_changes_once_over(now)
    return _alter(session, event, active(session, event, person_id), answers, now, by_id, is_beyond=is_beyond)


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
    enrolment.remember(session, person_id, answers)
    return registration, Outcome.REGISTERED if full is None else Outcome.WAITLISTED


def _alter(
    session: Session,
    event: Event,
    mine: Registration,
    answers: Answers,
    now: datetime,
    by_id: int | None,
    *,
    is_beyond: bool = False,
) -> Receipt:
    if mine.has_seat:
        wish = enrolment.new(event, mine.person_id, answers, now)
        before, after = quotas.limiting(session, event, mine), quotas.limiting(session, event, wish, instead_of=mine)
        swap(session, before, after, is_beyond=is_beyond)
        mine.kept = wish.kept
    enrolment.answer(event, mine, answers)
    if is_beyond and not mine.has_seat:
        return _seat_beyond(session, event, mine, answers, now, by_id)
    if not session.is_modified(mine):
        return seats.receipt(session, Outcome.KEPT, event, mine, now)
    mine.touch(now)
    if mine.reconfirm is Reconfirm.ASKED:
        mine.answer_coming()
    enrolment.remember(session, mine.person_id, answers)
    tidings.tell(session, event, mine, Kind.RECEIPT, Outcome.CHANGED.value, now, by_id or mine.person_id)
    vacancies.fill(session, event, now)
    return seats.receipt(session, Outcome.CHANGED, event, mine, now)


def _seat_beyond(
    session: Session, event: Event, mine: Registration, answers: Answers, now: datetime, by_id: int | None
) -> Receipt:
    """From the line to a seat, though there is none."""
    quotas.take_beyond(session, quotas.limiting(session, event, mine))
    mine.take_seat(now)
    enrolment.remember(session, mine.person_id, answers)
    tidings.tell(session, event, mine, Kind.SEAT, "seat_from_line", now, by_id or mine.person_id)
    vacancies.fill(session, event, now)
    return seats.receipt(session, Outcome.REGISTERED, event, mine, now)
