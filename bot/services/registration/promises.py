"""What a coordinator has said yes to is carried out: within the limits if it can be, else beyond them."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from bot.services import cards, log, people
from bot.services.messages import deliveries
from bot.services.registration import chains, enrolment, quotas, seats, substitutions, succession, vacancies
from bot.services.registration.enrolment import Answers
from models import Appeal, Event, Kind, Person, Quota, Registration, RegistrationState
from models.errors import N_, Refusal

NOTHING_TO_PASS_ON = N_("That seat is no longer there to pass on.")


def keep(session: Session, event: Event, appeal: Appeal, now: datetime) -> None:
    """A seat, other words on the seat, or another person in it."""
    if appeal.substitute_id:
        _let_pass_on(session, event, appeal, now)
        return
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


def _let_pass_on(session: Session, event: Event, appeal: Appeal, now: datetime) -> None:
    """Whoever has said yes has the seat; whoever has not been asked yet is asked now."""
    held = session.get_one(Registration, appeal.registration_id)
    if held.state is not RegistrationState.REGISTERED:
        raise Refusal(NOTHING_TO_PASS_ON, event_id=event.id)
    if not appeal.is_by_substitute:
        person = session.get_one(Person, appeal.substitute_id)
        allowed_by_id = appeal.answered_by_id
        substitutions.ask(session, event, of_id=held.person_id, person=person, allowed_by_id=allowed_by_id, now=now)
        return
    row = chains.open_question(session, held.id)
    if row is None or row.person_id != appeal.person_id:
        raise Refusal(NOTHING_TO_PASS_ON, event_id=event.id)
    row.allowed_by_id = appeal.answered_by_id
    answers = replace(_answers(appeal), parts=tuple(held.parts))
    succession.accept(session, event, row, answers=answers, by_id=appeal.person_id, now=now)


def turn_down(session: Session, event: Event, appeal: Appeal, now: datetime) -> None:
    """Whoever was asked to come instead may not: the seat stays, and its holder hears it."""
    if appeal.is_by_substitute and appeal.registration_id:
        row = chains.open_question(session, appeal.registration_id)
        if row is not None and row.person_id == appeal.person_id:
            substitutions.decline(session, event, row, by_id=appeal.answered_by_id or appeal.person_id, now=now)


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
        wish.attendance = appeal.attendance or mine.attendance
        before, after = quotas.limiting(session, event, mine), quotas.limiting(session, event, wish, instead_of=mine)
        full = _take(session, [quota for quota in after if quota not in before])
        quotas.give_back(session, [quota for quota in before if quota not in after])
        mine.kept = wish.kept
    mine.organisation_id, mine.role = appeal.organisation_id, appeal.role
    enrolment.attend(event, mine, appeal.attendance or mine.attendance)
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
    log.about(
        session,
        event,
        outcome,
        now=now,
        actor_id=appeal.answered_by_id,
        person_id=mine.person_id,
        number=mine.number,
        appeal=appeal.id,
        beyond=full.scope.value if full else None,
    )
