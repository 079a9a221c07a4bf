"""Passing a seat on: at once, or, when names are set, as a question to the coordinator."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.receipts import AppealFacts, Receipt
from bot.services.registration import appeals, desk, seats, substitutions, succession, wishes
from bot.services.registration.wishes import Wish
from models import Event, Person, Substitution, SubstitutionState


def ask(
    session: Session, event: Event, *, by_id: int, whom_id: int, field: str, words: str | None, now: datetime
) -> bool:
    """Somebody is to come instead of me. True when the coordinator is asked first."""
    person = session.get_one(Person, whom_id)
    if not event.has_frozen_names(now):
        substitutions.ask(session, event, of_id=by_id, person=person, field=field, now=now)
        return False
    seat = substitutions.seat_to_pass_on(session, event, by_id, now)
    substitutions.refuse_unfit(session, event, person, by_id, field)
    appeals.ask_to_send(session, event, seat, substitute_id=person.id, words=words, now=now)
    return True


def say_yes(session: Session, event: Event, row: Substitution, *, wish: Wish, now: datetime) -> Receipt:
    """With the answers of whoever comes. Saying so twice changes nothing."""
    if row.state is SubstitutionState.ACCEPTED:
        return seats.mine(session, event, row.person_id, now)
    answers = wishes.resolved(session, event, wish)
    return succession.accept(session, event, row, answers=answers, by_id=row.person_id, now=now)


def say_yes_late(
    session: Session, event: Event, row: Substitution, *, wish: Wish, words: str | None, now: datetime
) -> AppealFacts:
    """Yes, when names are set: the coordinator is asked whether the seat may move."""
    seat = succession.seat_asked_about(session, event, row, now)
    answers = wishes.resolved(session, event, wish)
    appeal = appeals.ask_to_come_instead(
        session, event, seat, person_id=row.person_id, answers=answers, words=words, now=now
    )
    return desk.facts(session, event, appeal, now)
