"""Exchanging one seat for another: another person in it, or other answers about it."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.services.messages import deliveries
from bot.services.registration import enrolment, quotas, seats, tidings, vacancies
from bot.services.registration.enrolment import Answers
from models import Event, Kind, Quota, Registration, RegistrationState, Scope
from models.errors import N_, Refusal

FULL = {
    Scope.ORGANISATION: N_("That organisation has no seats left."),
    Scope.ROLE: N_("There are no seats left for that role."),
    Scope.ATTENDANCE: N_("There are no seats left for that way of taking part."),
    Scope.ALL: N_("The meeting is full."),
    Scope.OPEN: N_("The seats that are left are kept for others for now."),
    Scope.KEPT: N_("The seats that are left are kept for others for now."),
}


def replace(
    session: Session, event: Event, old: Registration, *, person_id: int, answers: Answers, now: datetime, by_id: int
) -> Registration:
    """Another person in the same seat, for a meeting already locked: it is never free in between.

    Raises Refusal when the new wish counts against a limit that is full. Whatever place in line they had is left.
    """
    new = enrolment.new(event, person_id, answers, now)
    new.substitute_for_id, new.registered_by_id = old.id, by_id if by_id != person_id else None
    swap(session, quotas.limiting(session, event, old), quotas.limiting(session, event, new, instead_of=old))
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
    enrolment.remember(session, person_id, answers)
    tidings.note(session, event, old, "replaced", now, by_id)
    tidings.tell(session, event, new, Kind.RECEIPT, "substituted", now, by_id)
    return new


def swap(session: Session, before: list[Quota], after: list[Quota], *, is_beyond: bool = False) -> None:
    """Out of some limits and into others. Raises Refusal when one is full; `is_beyond` goes beyond it."""
    gained = [quota for quota in after if quota not in before]
    full = None
    if is_beyond:
        quotas.take_beyond(session, gained)
    else:
        full = quotas.take(session, gained)
    if full:
        raise Refusal(FULL[full.scope], field=None if full.scope is Scope.ALL else full.scope.value)
    quotas.give_back(session, [quota for quota in before if quota not in after])
