"""An area or a lab series to be answered for, and a question to take it over."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services.access.meetings import event_to, event_to_change, row_id
from bot.services.access.rights import NOT_YOURS
from bot.services.coordinating import places
from bot.services.coordinating.places import Place
from models import COORDINATING, Area, Assignment, Duty, Event, Handover
from models.errors import N_, Refusal
from models.permissions import ADMIN, Action, may

NO_SUCH_PLACE = N_("That area no longer exists.")
NO_LONGER_ASKED = N_("That question no longer exists.")


def event_for_crew(session: Session, workspace_id: int, event_id: int | None, *, person_id: int) -> Event:
    """The meeting, for whoever says who leads the conversation and takes notes."""
    return event_to(session, workspace_id, event_id, person_id=person_id, action=Action.NAME_CREW)


def event_to_name_crew(session: Session, workspace_id: int, event_id: int | None, *, person_id: int) -> Event:
    """As `event_for_crew`, held until the transaction ends."""
    event_for_crew(session, workspace_id, event_id, person_id=person_id)
    return event_to_change(session, workspace_id, event_id)


def places_to_coordinate(session: Session, workspace_id: int, *, person_id: int, is_admin: bool) -> list[Place]:
    """Those where the person coordinates, is a deputy, or says who the deputies are."""
    everywhere = places.everywhere(session, workspace_id)
    found = [one for one in everywhere if _may_look(session, one, person_id, is_admin=is_admin)]
    if not found:
        raise Refusal(NOT_YOURS)
    return found


def place_to_deputise(session: Session, workspace_id: int, key: str, *, person_id: int, is_admin: bool) -> Place:
    """The place, for whoever says who its deputies are."""
    place = _place(session, workspace_id, key)
    if not names_deputies(session, place, person_id, is_admin=is_admin):
        raise Refusal(NOT_YOURS)
    return place


def place_to_hand_over(session: Session, workspace_id: int, key: str, *, person_id: int) -> Place:
    """The place, for whoever holds the duty: it is theirs to give, and nobody else's."""
    place = _place(session, workspace_id, key)
    if Duty.COORDINATOR not in _duties(session, place, person_id):
        raise Refusal(NOT_YOURS)
    return place


def names_deputies(session: Session, place: Place, person_id: int, *, is_admin: bool) -> bool:
    admin = {str(ADMIN)} if is_admin else set()
    return may(frozenset(admin | _duties(session, place, person_id)), Action.NAME_DEPUTIES)


def handover_to_answer(session: Session, workspace_id: int, value: str, *, person_id: int) -> Handover:
    """A question to take over, held, for whoever is asked."""
    row = _question(session, workspace_id, value)
    if row.to_id != person_id:
        raise Refusal(N_("Only whoever was asked can answer that."))
    return row


def handover_to_take_back(session: Session, workspace_id: int, value: str, *, person_id: int) -> Handover:
    """The same, for whoever asked."""
    row = _question(session, workspace_id, value)
    if row.from_id != person_id:
        raise Refusal(NOT_YOURS)
    return row


def _may_look(session: Session, place: Place, person_id: int, *, is_admin: bool) -> bool:
    is_theirs = not _duties(session, place, person_id).isdisjoint(COORDINATING)
    return is_theirs or names_deputies(session, place, person_id, is_admin=is_admin)


def _place(session: Session, workspace_id: int, key: str) -> Place:
    place = places.found(session, key)
    if place is None or place.workspace_id != workspace_id:
        raise Refusal(NO_SUCH_PLACE)
    return place


def _question(session: Session, workspace_id: int, value: str) -> Handover:
    number = row_id(value.removeprefix("o"))
    row = session.get(Handover, number, with_for_update=True) if number is not None else None
    if row is None or row.workspace_id != workspace_id:
        raise Refusal(NO_LONGER_ASKED)
    return row


def _duties(session: Session, place: Place, person_id: int) -> set[str]:
    """What was given to them here; the national organiser of any season answers for its areas."""
    of_place = select(Assignment.duty).where(Assignment.person_id == person_id, places.is_at(place))
    found = {duty.value for duty in session.scalars(of_place)}
    if isinstance(place, Area):
        national = Assignment.person_id == person_id, Assignment.duty == Duty.NATIONAL
        found |= {Duty.NATIONAL.value} if session.scalar(select(Assignment.id).where(*national).limit(1)) else set()
    return found
