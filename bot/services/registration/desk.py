"""What lies on the coordinator's desk: the appeals (`appeals.py`) that wait for an answer, and how each reads."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.receipts import AppealFacts
from bot.services import events
from bot.services.registration import chains, quotas
from bot.services.registration.enrolment import Answers, new
from models import Appeal, AppealState, Event, Organisation, Person, Registration, Series


def waiting(session: Session, event: Event, now: datetime) -> tuple[AppealFacts, ...]:
    """What waits for an answer, the oldest first."""
    wanted = select(Appeal).where(Appeal.event_id == event.id, Appeal.state == AppealState.ASKED)
    return tuple(facts(session, event, one, now) for one in session.scalars(wanted.order_by(Appeal.id)))


def count(session: Session, event: Event) -> int:
    wanted = select(func.count()).where(Appeal.event_id == event.id, Appeal.state == AppealState.ASKED)
    return session.scalar(wanted) or 0


def facts(session: Session, event: Event, appeal: Appeal, now: datetime) -> AppealFacts:
    person = session.get_one(Person, appeal.person_id)
    by = session.get(Person, appeal.answered_by_id) if appeal.answered_by_id else None
    series = session.get_one(Series, event.series_id)
    before = session.get(Registration, appeal.registration_id) if appeal.registration_id else None
    return AppealFacts(
        id=appeal.id,
        event=events.facts(session, event, now, with_contacts=True),
        person=person.name,
        organisation=_organisation(session, appeal.organisation_id) or "",
        role=series.role_label(appeal.role) or None,
        new_name=appeal.name,
        was_organisation=_organisation(session, before.organisation_id) if before else None,
        was_role=(series.role_label(before.role) or None) if before else None,
        words=appeal.words,
        attendance=appeal.attendance if before else None,
        was_attendance=before.attendance if before else None,
        substitute=session.get_one(Person, appeal.substitute_id).name if appeal.substitute_id else None,
        holder=chains.shown_name(session, before) if before and appeal.is_by_substitute else None,
        is_by_substitute=appeal.is_by_substitute,
        is_change=before is not None and not appeal.is_by_substitute,
        is_full=appeal.is_open and _is_full(session, event, appeal, before, now),
        state=appeal.state,
        reason=appeal.reason,
        answered_by=by.name if by else None,
    )


def _is_full(session: Session, event: Event, appeal: Appeal, before: Registration | None, now: datetime) -> bool:
    """Whether a yes goes beyond a limit. Read only: an organisation's first quota is not made for it."""
    attendance = appeal.attendance or (before.attendance if before else None)
    said = Answers(organisation_id=appeal.organisation_id, role=appeal.role, attendance=attendance)
    held = quotas.known(session, event, before) if before else []
    wanted = quotas.known(session, event, new(event, appeal.person_id, said, now), instead_of=before)
    return any(quota.is_full for quota in wanted if quota not in held)


def _organisation(session: Session, organisation_id: int | None) -> str | None:
    found = session.get(Organisation, organisation_id) if organisation_id else None
    return found.display if found else None
