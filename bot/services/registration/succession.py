"""The yes of a substitute: the seat moves in one transaction, and was never free in between."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from bot.receipts import FormFacts, MyAnswers, Outcome, Receipt
from bot.services.registration import asked, replacing, seats, substitutions
from bot.services.registration.enrolment import Answers
from models import Event, Organisation, Registration, Substitution, SubstitutionState
from models.errors import N_, Refusal


def form(session: Session, event: Event, row: Substitution, now: datetime) -> FormFacts:
    """The registration form, filled with the seat's organisation and role alone: the rest is asked anew."""
    old = seat_asked_about(session, event, row, now)
    facts = seats.form(session, event, row.person_id, now)
    organisation = session.get(Organisation, old.organisation_id) if old.organisation_id else None
    mine = MyAnswers(
        organisation_id=old.organisation_id,
        organisation=organisation.display if organisation else None,
        role=old.role,
        name=facts.mine.name,
        email=facts.mine.email,
    )
    return replace(facts, mine=mine, seat=None, question=asked.question(session, row.id, now))


def accept_for(session: Session, event: Event, row: Substitution, *, by_id: int, now: datetime) -> None:
    """Yes, as the coordinator has heard it from somebody outside Slack. Saying so twice changes nothing."""
    if row.state is SubstitutionState.ACCEPTED:
        return
    old = seat_asked_about(session, event, row, now)
    row.allowed_by_id = row.allowed_by_id or by_id
    answers = Answers(
        organisation_id=old.organisation_id or 0, role=old.role, attendance=old.attendance, parts=tuple(old.parts)
    )
    accept(session, event, row, answers=answers, by_id=by_id, now=now)


def accept(
    session: Session, event: Event, row: Substitution, *, answers: Answers, by_id: int, now: datetime
) -> Receipt:
    """The old row is replaced by a new one. Raises Refusal, and leaves everything, when the new wish has no seat."""
    old = seat_asked_about(session, event, row, now)
    if substitutions.needs_leave(event, row, now):
        raise Refusal(substitutions.NAMES_ARE_SET, event_id=event.id)
    theirs = seats.current(session, event.id, row.person_id)
    if theirs and theirs.has_seat:
        raise Refusal(N_("You are already registered for {title}."), event_id=event.id, title=event.title)
    new = replacing.replace(session, event, old, person_id=row.person_id, answers=answers, now=now, by_id=by_id)
    row.end(SubstitutionState.ACCEPTED, now, by_id)
    asked.tell_asker(session, event, row, now)
    return seats.receipt(session, Outcome.REGISTERED, event, new, now)


def seat_asked_about(session: Session, event: Event, row: Substitution, now: datetime) -> Registration:
    substitutions.refuse_unless_asked(row, event)
    substitutions.refuse_once_begun(event, now)
    return session.get_one(Registration, row.registration_id)
