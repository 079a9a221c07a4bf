"""What I have asked, and what I am asked, that has no answer yet."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from bot.receipts import Pending
from bot.services.registration import chains
from models import Appeal, AppealState, Person, Registration, Substitution, SubstitutionState


def events_of(person_id: int) -> tuple[Select[int], Select[int]]:
    """The meetings they are about: statements, to look for them in."""
    return _appeals(person_id).with_only_columns(Appeal.event_id), _to_me(person_id).with_only_columns(
        Registration.event_id
    )


def of(session: Session, person_id: int, event_ids: Sequence[int], now: datetime) -> dict[int, Pending]:
    """By meeting. What ends when the meeting begins is not asked after that."""
    found: dict[int, Pending] = {}
    for event_id in session.scalars(_appeals(person_id).with_only_columns(Appeal.event_id)):
        found[event_id] = replace(found.get(event_id, Pending()), has_asked=True)
    for row, seat in session.execute(_to_me(person_id)):
        if row.ends_at is None or row.ends_at > now:
            by = chains.shown_name(session, seat)
            found[seat.event_id] = replace(found.get(seat.event_id, Pending()), question_id=row.id, by=by)
    for event_id, name in session.execute(_by_me(person_id)):
        found[event_id] = replace(found.get(event_id, Pending()), whom=name)
    return {event_id: one for event_id, one in found.items() if event_id in event_ids}


def has_asked(session: Session, event_id: int, person_id: int) -> bool:
    """Whether the coordinator owes me an answer."""
    return session.scalar(_appeals(person_id).where(Appeal.event_id == event_id).limit(1)) is not None


def _appeals(person_id: int) -> Select[Appeal]:
    return select(Appeal).where(Appeal.person_id == person_id, Appeal.state == AppealState.ASKED)


def _to_me(person_id: int) -> Select[Substitution, Registration]:
    asked = select(Substitution, Registration).join(Registration, Registration.id == Substitution.registration_id)
    return asked.where(Substitution.person_id == person_id, Substitution.state == SubstitutionState.ASKED)


def _by_me(person_id: int) -> Select[int, str]:
    asked = select(Registration.event_id, Person.name).join(
        Substitution, Substitution.registration_id == Registration.id
    )
    return asked.join(Person, Person.id == Substitution.person_id).where(
        Registration.person_id == person_id, Substitution.state == SubstitutionState.ASKED
    )
