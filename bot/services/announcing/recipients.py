"""Whom something a coordinator has written reaches: worked out when it is looked at, and again when it is sent."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot.services.plan import invitations
from models import Audience, Event, Invitation, Person, Registration
from models.registrations import SEATED

Found = Sequence[tuple[Person, int | None]]
"""People, each with the registration it concerns."""


@dataclass(frozen=True)
class Recipients:
    """`left` were members once; `outside` are reached by mail, through the coordinator."""

    in_slack: tuple[tuple[Person, int | None], ...] = ()
    left: tuple[tuple[Person, int | None], ...] = ()
    outside: tuple[Person, ...] = ()

    @property
    def is_nobody(self) -> bool:
        return not (self.in_slack or self.outside)


def of(session: Session, event: Event, audience: Audience) -> Recipients:
    """Never those who have said no."""
    people = FINDERS[audience](session, event)
    return Recipients(
        in_slack=tuple(one for one in people if one[0].can_be_told),
        left=tuple(one for one in people if one[0].is_deactivated),
        outside=tuple(person for person, _ in people if not person.has_slack),
    )


def addresses(people: Iterable[Person]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The addresses to write to, and the names of those we have none for."""
    known = list(people)
    return (
        tuple(person.email for person in known if person.email),
        tuple(person.name for person in known if not person.email),
    )


def _registered(session: Session, event: Event) -> Found:
    rows = session.execute(
        select(Person, Registration.id)
        .join(Registration, Registration.person_id == Person.id)
        .where(Registration.event_id == event.id, Registration.state.in_(SEATED))
        .order_by(Registration.number)
    )
    return [(row[0], row[1]) for row in rows]


def _invited(session: Session, event: Event) -> Found:
    """Everyone invited or registered, whatever they have answered, except no."""
    seats: dict[int, Registration] = {
        row.person_id: row
        for row in session.scalars(
            select(Registration).where(Registration.event_id == event.id).order_by(Registration.number)
        )
    }
    asked = select(Invitation.person_id).where(Invitation.event_id == event.id)
    people = session.scalars(
        select(Person).where(or_(Person.id.in_(asked), Person.id.in_(seats))).order_by(Person.id)
    ).all()
    return [
        (person, seats[person.id].id if person.id in seats else None)
        for person in people
        if person.id not in seats or seats[person.id].is_active
    ]


def _silent(session: Session, event: Event) -> Found:
    return [(person, None) for person in invitations.silent(session, event)]


FINDERS: dict[Audience, Callable[[Session, Event], Found]] = {
    Audience.REGISTERED: _registered,
    Audience.INVITED: _invited,
    Audience.SILENT: _silent,
}
CHOICES = tuple(FINDERS)
"""Whom one can write to."""
