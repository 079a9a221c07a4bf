"""Whose seat it was, who has it now, and whom its holder has asked. Who does not want to be shown is not named."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Event, Person, Registration, Substitution, SubstitutionState


def open_question(session: Session, registration_id: int) -> Substitution | None:
    return session.scalars(
        select(Substitution).where(
            Substitution.registration_id == registration_id, Substitution.state == SubstitutionState.ASKED
        )
    ).one_or_none()


def asked(session: Session, registration_id: int) -> str | None:
    """The name of whoever has been asked and has not answered."""
    row = open_question(session, registration_id)
    return session.get_one(Person, row.person_id).name if row else None


def waiting(session: Session, event: Event) -> int:
    """How many have asked somebody else, and wait for the answer."""
    asked = select(func.count(Substitution.id)).join(Registration, Registration.id == Substitution.registration_id)
    which = Registration.event_id == event.id, Substitution.state == SubstitutionState.ASKED
    return session.scalar(asked.where(*which)) or 0


def instead_of(session: Session, seat: Registration, *, sees_hidden: bool = False) -> tuple[str | None, ...]:
    """Who had the seat before, the latest first; None for somebody who does not want to be shown."""
    found = []
    while seat.substitute_for_id is not None:
        seat = session.get_one(Registration, seat.substitute_for_id)
        found.append(shown_name(session, seat, sees_hidden=sees_hidden))
    return tuple(found)


def follower(session: Session, seat: Registration) -> str | None:
    """Who took the seat over."""
    row = session.scalars(
        select(Registration)
        .where(Registration.event_id == seat.event_id, Registration.substitute_for_id == seat.id)
        .order_by(Registration.number.desc())
        .limit(1)
    ).first()
    return shown_name(session, row) if row else None


def shown_name(session: Session, seat: Registration, *, sees_hidden: bool = False) -> str | None:
    return None if seat.is_hidden and not sees_hidden else session.get_one(Person, seat.person_id).name
