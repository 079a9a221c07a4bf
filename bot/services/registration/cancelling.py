"""Giving a seat back, and saying no."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.receipts import Outcome, Receipt
from bot.services import events
from bot.services.messages import deliveries
from bot.services.registration import quotas, seats, substitutions, tidings, vacancies
from models import Attendance, Event, Form, Kind, Registration, RegistrationState


def cancel(session: Session, *, event_id: int, person_id: int, now: datetime, by_id: int | None = None) -> Receipt:
    """Give the seat back: free at once, and offered to the next in line before anyone else can ask."""
    return _leave(session, event_id, person_id, RegistrationState.CANCELLED, now, by_id)


def decline(session: Session, *, event_id: int, person_id: int, now: datetime, by_id: int | None = None) -> Receipt:
    """ "I cannot come" is an answer, with or without a seat: no reminders after it."""
    return _leave(session, event_id, person_id, RegistrationState.DECLINED, now, by_id)


def _leave(
    session: Session, event_id: int, person_id: int, state: RegistrationState, now: datetime, by_id: int | None
) -> Receipt:
    event = events.lock(session, event_id)
    event.refuse_changes_once_over(now)
    mine = seats.current(session, event_id, person_id)
    if mine is None or not mine.is_active:
        return _say_no(session, event, person_id, mine, state, now, by_id)
    if mine.has_seat:
        quotas.give_back(session, quotas.limiting(session, event, mine))
    mine.leave(state, now)
    deliveries.cancel_for(session, event_id=event_id, person_id=person_id, now=now)
    substitutions.seat_gone(session, event, mine.id, now, by_id or person_id)
    outcome = Outcome.CANCELLED if state is RegistrationState.CANCELLED else Outcome.DECLINED
    tidings.tell(session, event, mine, Kind.CANCELLED_SEAT, outcome.value, now, by_id or person_id)
    vacancies.fill(session, event, now)
    return seats.receipt(session, outcome, event, mine, now)


def _say_no(
    session: Session,
    event: Event,
    person_id: int,
    before: Registration | None,
    state: RegistrationState,
    now: datetime,
    by_id: int | None,
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
        if by_id is None or by_id == person_id:
            tidings.note(session, event, before, Outcome.DECLINED.value, now, person_id)
        else:
            tidings.tell(session, event, before, Kind.CANCELLED_SEAT, Outcome.DECLINED.value, now, by_id)
    return seats.receipt(session, Outcome.DECLINED, event, before, now)
