"""Who is invited to a meeting, who has answered, and who is silent."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import Session

from bot.receipts import Call, Recap
from bot.services import events
from models import (
    AreaOrganisation,
    Assignment,
    Duty,
    Event,
    Invitation,
    InvitationRound,
    Organisation,
    Person,
    Registration,
    RegistrationState,
    Series,
)
from models.database import insert_unless_there

TIME_TO_ANSWER = timedelta(days=2)


def invite(
    session: Session, event: Event, person_ids: Sequence[int], now: datetime, *, by_id: int | None = None
) -> None:
    """Write down that they have been invited. Doing it twice changes nothing. `by_id` is None when the plan did it."""
    shared = {"event_id": event.id, "invited_at": now, "invited_by_id": by_id}
    if person_ids:
        rows = [{**shared, "person_id": person_id} for person_id in person_ids]
        session.execute(insert_unless_there(session, Invitation), rows)


def to_invite(session: Session, event: Event) -> Sequence[Person]:
    """The contacts of the meeting's organisations and everyone invited already, without those who have answered.

    Nor those who have been told by a round of their own.
    """
    return _unanswered(session, event, and_(or_(is_contact(event), is_invited(event)), ~_was_told_apart(event)))


def silent_of_round(session: Session, event: Event, round_id: int) -> Sequence[Person]:
    """Those whom a coordinator invited with one press, without those who have answered since."""
    invited = select(Invitation.person_id).where(Invitation.round_id == round_id)
    return _unanswered(session, event, Person.id.in_(invited))


def silent(session: Session, event: Event, *, since: datetime | None = None) -> Sequence[Person]:
    """Invited, without a registration in any state: not those who said no, or gave their seat back.

    `since`: invited by then, so that nobody is asked why they have not answered what has just come.
    """
    return _unanswered(session, event, is_invited(event, since))


def has_answered(session: Session, event: Event, person_id: int) -> bool:
    return bool(session.scalar(_answers(event).where(Registration.person_id == person_id).limit(1)))


def call(session: Session, event: Event, person_id: int | None, now: datetime) -> Call:
    """The meeting as it is announced to this person."""
    series = session.get_one(Series, event.series_id)
    person = session.get(Person, person_id) if person_id else None
    contact_of = organisation_of_contact(session, event, person_id)
    asked = session.scalar(_invitation(event, person_id))
    as_said = asked.organisation_id if asked else None
    organisation_id = as_said or contact_of or (person.organisation_id if person else None)
    own = person.role if person and series.known_role(person.role) else None
    role = (asked.role if asked else None) or own
    organisation = session.get(Organisation, organisation_id) if organisation_id else None
    return Call(
        event=events.facts(session, event, now, with_contacts=True),
        invitation_on=event.invitation_on,
        organiser=series.organiser,
        purpose=series.purpose,
        organisation=organisation.display if organisation else None,
        role_id=role,
        role=series.role_label(role) if role else None,
        is_contact=contact_of is not None and organisation_id == contact_of,
        recap=_recap(session, event, person_id),
    )


def _recap(session: Session, event: Event, person_id: int | None) -> Recap | None:
    """Of what it follows up, for whoever had no seat there; mail for many may go to somebody who had not."""
    before = session.get(Event, event.follows_id) if event.follows_id else None
    if before is None:
        return None
    seats = select(Registration).where(
        Registration.event_id == before.id, Registration.state == RegistrationState.REGISTERED
    )
    found = session.scalars(seats).all()
    if person_id is not None and any(seat.person_id == person_id for seat in found):
        return None
    return Recap(before.title, before.day, len(found), len({seat.organisation_id for seat in found}))


def organisation_of_contact(session: Session, event: Event, person_id: int | None) -> int | None:
    """The organisation of the meeting that the person is the contact of."""
    return session.scalar(_contact_of(event).where(Assignment.person_id == person_id).limit(1))


def _invitation(event: Event, person_id: int | None) -> Select[Invitation]:
    return select(Invitation).where(Invitation.event_id == event.id, Invitation.person_id == person_id)


def _unanswered(session: Session, event: Event, which: ColumnElement[bool]) -> Sequence[Person]:
    has_answer = exists(_answers(event).where(Registration.person_id == Person.id))
    wanted = select(Person).where(Person.workspace_id == event.workspace_id, ~Person.is_external, which, ~has_answer)
    return session.scalars(wanted.order_by(Person.id)).all()


def _answers(event: Event) -> Select[int]:
    return select(Registration.id).where(Registration.event_id == event.id)


def is_invited(event: Event, by: datetime | None = None) -> ColumnElement[bool]:
    invited = select(Invitation.person_id).where(Invitation.event_id == event.id)
    return Person.id.in_(invited.where(Invitation.invited_at <= by) if by else invited)


def is_contact(event: Event) -> ColumnElement[bool]:
    return Person.id.in_(_contacts(event).with_only_columns(Assignment.person_id))


def _was_told_apart(event: Event) -> ColumnElement[bool]:
    told = (
        select(Invitation.person_id)
        .join(InvitationRound, InvitationRound.id == Invitation.round_id)
        .where(Invitation.event_id == event.id, InvitationRound.done_at.is_not(None))
    )
    return Person.id.in_(told)


def _contact_of(event: Event) -> Select[int | None]:
    return _contacts(event).where(Assignment.organisation_id.is_not(None))


def _contacts(event: Event) -> Select[int | None]:
    """For the area, or for one of its organisations, or for a party of a series without areas."""
    place = and_(Assignment.series_id == event.series_id, Assignment.area_id.is_(None))
    if event.area_id:
        members = select(AreaOrganisation.organisation_id).where(AreaOrganisation.area_id == event.area_id)
        place = or_(Assignment.area_id == event.area_id, and_(place, Assignment.organisation_id.in_(members)))
    return select(Assignment.organisation_id).where(Assignment.duty == Duty.CONTACT, place)
