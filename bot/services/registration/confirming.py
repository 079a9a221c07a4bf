"""What those with a seat, or without, say about it: that they are coming, that they want to hear of changes."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.receipts import Outcome, Receipt
from bot.services import events
from bot.services.registration import seats, tidings
from models import Kind, RegistrationState
from models.errors import N_, Refusal


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
