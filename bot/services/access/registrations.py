"""Whom one may register, and the line they may have to wait in."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot.services import contacts
from bot.services.access.meetings import event_for_line, event_to, event_to_change, row_id
from bot.services.access.rights import NOT_YOURS, duties
from models import Event, Registration
from models.errors import Refusal
from models.permissions import Action, may


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
