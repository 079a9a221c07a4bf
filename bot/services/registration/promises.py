"""What a coordinator has said yes to is carried out: within the limits if it can be, else beyond them."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from bot.services import cards, log, people
from bot.services.messages import deliveries
from bot.services.registration import enrolment, quotas, seats, vacancies
from bot.services.registration.enrolment import Answers
from models import Appeal, Event, Kind, Quota, Registration, RegistrationState, Scope


def keep(session: Session, event: Event, appeal: Appeal, now: datetime) -> Scope | None:
    """A seat, or other words on the seat. Returns the limit that it went beyond."""
    if appeal.name:
        people.rename(session, appeal.person_id, name=appeal.name, email=None)
    mine = seats.current(session, event.id, appeal.person_id)
    if mine is None or not mine.is_active:
        mine, full = _seat(session, event, appeal, now)
        outcome = "registered"
    else:
        full = _change(session, event, mine, appeal, now)
        outcome = "changed"
    _tell(session, event, mine, appeal, outcome, full, now)
    vacancies.fill(session, event, now)
    return full.scope if full else None


def _seat(session: Session, event: Event, appeal: Appeal, now: datetime) -> tuple[Registration, Quota | None]:
    answers = replace(_answers(appeal), parts=tuple(event.parts))
    registration = enrolment.new(event, appeal.person_id, answers, now)
    full = _take(session, quotas.limiting(session, event, registration))
    registration.registered_by_id = appeal.answered_by_id
    enrolment.enter(session, event, registration, RegistrationState.REGISTERED, None)
    return registration, full


def _change(session: Session, event: Event, mine: Registration, appeal: Appeal, now: datetime) -> Quota | None:
    full = None
    if mine.has_seat:
        wish = enrolment.new(event, mine.person_id, _answers(appeal), now)
        wish.attendance = mine.attendance
        before, after = quotas.limiting(session, event, mine), quotas.limiting(session, event, wish, instead_of=mine)
        full = _take(session, [quota for quota in after if quota not in before])
        quotas.give_back(session, [quota for quota in before if quota not in after])
        mine.kept = wish.kept
    mine.organisation_id, mine.role = appeal.organisation_id, appeal.role
    mine.touch(now)
    return full


def _take(session: Session, limits: list[Quota]) -> Quota | None:
    full = quotas.take(session, limits)
    if full:
        quotas.take_beyond(session, limits)
    return full


def _answers(appeal: Appeal) -> Answers:
    return Answers(organisation_id=appeal.organisation_id, role=appeal.role, attendance=appeal.attendance)


def _tell(
    session: Session, event: Event, mine: Registration, appeal: Appeal, outcome: str, full: Quota | None, now: datetime
) -> None:
    """The person, in a message that lasts; and the log: by whom, for which question, beyond which limit."""
    deliveries.owe(
        session,
        Kind.RECEIPT,
        now=now,
        cause=f"{mine.id}:{mine.version}",
        workspace_id=event.workspace_id,
        event_id=event.id,
        person_id=mine.person_id,
        registration_id=mine.id,
        facts={"outcome": outcome},
    )
    cards.stale(session, event.id, now)
    log.record(
        session,
        outcome,
        workspace_id=event.workspace_id,
        now=now,
        actor_id=appeal.answered_by_id,
        event_id=event.id,
        person_id=mine.person_id,
        number=mine.number,
        appeal=appeal.id,
        beyond=full.scope.value if full else None,
    )
