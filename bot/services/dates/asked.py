"""Whom a poll of days asks: everyone invited or registered, the parties' contacts, and who was there last time."""

from collections.abc import Sequence

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from bot.services.plan import invitations
from models import DateAnswer, DateOption, DatePoll, Event, Person, Registration, RegistrationState
from models.registrations import ACTIVE


def people(session: Session, event: Event) -> Sequence[Person]:
    """Not those who have said no to the meeting, or given their seat back."""
    return session.scalars(_asked(event).order_by(Person.id)).all()


def is_one(session: Session, event: Event, person_id: int) -> bool:
    return session.scalar(_asked(event).where(Person.id == person_id).with_only_columns(Person.id)) is not None


def silent(session: Session, event: Event, poll: DatePoll) -> list[Person]:
    """Those of them who have not said of every day whether they can."""
    said = complete(session, poll)
    return [person for person in people(session, event) if person.id not in said]


def complete(session: Session, poll: DatePoll) -> set[int]:
    """Who has said of every day whether they can, in time."""
    options = select(DateOption.id).where(DateOption.poll_id == poll.id)
    wanted = session.scalar(select(func.count()).select_from(options.subquery())) or 0
    rows = session.scalars(
        select(DateAnswer.person_id)
        .where(DateAnswer.option_id.in_(options), ~DateAnswer.is_late)
        .group_by(DateAnswer.person_id)
        .having(func.count() == wanted)
    )
    return set(rows)


def party_of(session: Session, event: Event, person: Person) -> int | None:
    """Whom they speak for: by their seat here or last time, as a contact, else where they belong."""
    seats = select(Registration.organisation_id).where(
        Registration.person_id == person.id, Registration.state.in_(ACTIVE), Registration.organisation_id.is_not(None)
    )
    for meeting_id in filter(None, (event.id, event.follows_id)):
        found = session.scalar(seats.where(Registration.event_id == meeting_id).limit(1))
        if found:
            return found
    return invitations.organisation_of_contact(session, event, person.id) or person.organisation_id


def _asked(event: Event) -> Select[Person]:
    here = select(Registration.person_id).where(Registration.event_id == event.id)
    comes = here.where(Registration.state.in_(ACTIVE))
    was_there = select(Registration.person_id).where(
        Registration.event_id == (event.follows_id or 0), Registration.state == RegistrationState.REGISTERED
    )
    concerned = or_(
        invitations.is_contact(event), invitations.is_invited(event), Person.id.in_(comes), Person.id.in_(was_there)
    )
    has_said_no = and_(Person.id.in_(here), Person.id.not_in(comes))
    return select(Person).where(
        Person.workspace_id == event.workspace_id, ~Person.is_external, ~Person.is_deactivated, concerned, ~has_said_no
    )
