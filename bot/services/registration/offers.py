"""Answering the offer of a seat: one winner, and a clear word to whoever comes second."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.receipts import Outcome, Receipt
from bot.services import events
from bot.services.registration import cancelling, lines, quotas, seats, tidings, vacancies
from models import Event, Kind, Registration, RegistrationState
from models.errors import N_, Refusal

TOO_LATE = N_("The offer has run out, and the seat has gone on. You can get in line again.")
GONE = N_("That seat has gone to somebody else. You are still on the waiting list, number {place}.")
HAS_SEAT = N_("You have said yes, and have a seat. Cancel your registration if you cannot come.")


def accept(session: Session, *, event_id: int, person_id: int, now: datetime, by_id: int | None = None) -> Receipt:
    """Yes: a seat, if it is still there. Saying it twice changes nothing.

    Whoever is a little late has the seat as long as it is kept: nobody else has been asked about it yet.
    """
    event = events.lock(session, event_id)
    event.refuse_changes_once_over(now)
    mine = _still_on(session, event, person_id)
    if mine.state is RegistrationState.REGISTERED:
        return seats.receipt(session, Outcome.KEPT, event, mine, now)
    if mine.state is RegistrationState.WAITLISTED:
        _be_first(session, event, mine)
    mine.take_seat(now)
    tidings.tell(session, event, mine, Kind.SEAT, "offer_accepted", now, by_id or person_id)
    vacancies.fill(session, event, now)
    return seats.receipt(session, Outcome.REGISTERED, event, mine, now)


def turn_down(session: Session, *, event_id: int, person_id: int, now: datetime, by_id: int | None = None) -> Receipt:
    """No: the seat goes on at once, and the person is no longer in line."""
    event = events.lock(session, event_id)
    mine = seats.current(session, event_id, person_id)
    if mine is not None and mine.is_active:
        if mine.state is RegistrationState.REGISTERED:
            raise Refusal(HAS_SEAT, event_id=event.id)
        if mine.state is RegistrationState.WAITLISTED and mine.asked_at is None:
            raise Refusal(GONE, event_id=event.id, place=lines.place(session, mine))
    return cancelling.decline(session, event_id=event_id, person_id=person_id, now=now, by_id=by_id)


def _still_on(session: Session, event: Event, person_id: int) -> Registration:
    mine = seats.current(session, event.id, person_id)
    if mine is None or not mine.is_active:
        raise Refusal(TOO_LATE, event_id=event.id)
    return mine


def _be_first(session: Session, event: Event, mine: Registration) -> None:
    limits = quotas.limiting(session, event, mine)
    if mine.asked_at is None or quotas.take(session, limits) is not None:
        raise Refusal(GONE, event_id=event.id, place=lines.place(session, mine))
