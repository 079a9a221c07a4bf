"""Somebody's seat or place in line, for whoever may act for them; and whom one may register."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot.services import contacts
from bot.services.access.meetings import event_for_line, event_to, event_to_change, event_to_steer, row_id
from bot.services.access.rights import NOT_YOURS, duties, sees_hidden
from models import Event, Registration
from models.errors import N_, Refusal
from models.permissions import Action, may

NO_LONGER_REGISTERED = N_("That person is no longer registered.")


@dataclass(frozen=True)
class Whom:
    """Whom one may register for a meeting. `organisations` is None for whoever may register anyone."""

    event: Event
    organisations: frozenset[int] | None = None

    @property
    def may_exceed(self) -> bool:
        return self.organisations is None


def event_to_register_others(session: Session, workspace_id: int, event_id: int | None, *, person_id: int) -> Whom:
    """The meeting, for whoever may register others: anyone, or the people of their own organisations."""
    event = event_to(session, workspace_id, event_id, person_id=person_id, action=Action.REGISTER_COLLEAGUES)
    if may(duties(session, person_id, event), Action.REGISTER_OTHERS):
        return Whom(event)
    own = contacts.organisations_of(session, event, person_id)
    if not own:
        raise Refusal(NOT_YOURS)
    return Whom(event, own)


def registration_to_steer(
    session: Session, workspace_id: int, registration_id: int | None, *, person_id: int
) -> tuple[Event, Registration]:
    """Somebody's seat or place in line, and the meeting, for whoever may act for them."""
    row = session.get(Registration, registration_id) if registration_id is not None else None
    if row is None:
        raise Refusal(NO_LONGER_REGISTERED)
    event = event_to_steer(session, workspace_id, row.event_id, person_id=person_id)
    if not row.is_active or (row.is_hidden and not sees_hidden(session, event, person_id)):
        raise Refusal(NO_LONGER_REGISTERED)
    return event, row


def registration_to_change(
    session: Session, workspace_id: int, registration_id: int | None, *, person_id: int
) -> tuple[Event, Registration]:
    """As `registration_to_steer`, held until the transaction ends."""
    event, row = registration_to_steer(session, workspace_id, registration_id, person_id=person_id)
    event = event_to_change(session, workspace_id, event.id)
    session.refresh(row)
    if not row.is_active:
        raise Refusal(NO_LONGER_REGISTERED)
    return event, row


def place_in_line(session: Session, workspace_id: int, value: str, *, person_id: int) -> tuple[Event, int]:
    """The meeting and the place that a button with `w` and a registration is about."""
    row = _registration(session, value)
    event = event_for_line(session, workspace_id, row.event_id if row else None, person_id=person_id)
    return event, row.id if row else 0


def event_to_steer_line(session: Session, workspace_id: int, event_id: int | None, *, person_id: int) -> Event:
    """As `event_for_line`, held until the transaction ends."""
    event = event_to_change(session, workspace_id, event_id)
    if not may(duties(session, person_id, event), Action.STEER_LINE):
        raise Refusal(NOT_YOURS)
    return event


def offer_to_answer(session: Session, workspace_id: int, value: str, *, person_id: int) -> tuple[Event, int]:
    """The meeting, held, and whose answer it is: one's own, or with `g` and a registration a guest's."""
    if not value.startswith("g"):
        return event_to_change(session, workspace_id, row_id(value)), person_id
    row = _registration(session, value)
    event = event_to_steer_line(session, workspace_id, row.event_id if row else None, person_id=person_id)
    return event, row.person_id if row else person_id


def _registration(session: Session, value: str) -> Registration | None:
    registration_id = row_id(value[1:])
    return session.get(Registration, registration_id) if registration_id is not None else None
