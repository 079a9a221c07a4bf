"""Somebody to act for: their seat or place in line, or the invitation they have not answered."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services.access.meetings import event_to_change, event_to_steer, row_id
from bot.services.access.registrations import event_to_register_others
from bot.services.access.rights import NOT_YOURS, sees_hidden
from models import Event, Invitation, Registration
from models.errors import N_, Refusal

NO_LONGER_REGISTERED = N_("That person is no longer registered.")
NOT_INVITED = N_("That person is neither registered nor invited.")


@dataclass(frozen=True)
class Somebody:
    """`row` is None for somebody who has been invited and has no seat. `organisations` as in `Whom`."""

    event: Event
    person_id: int
    row: Registration | None
    organisations: frozenset[int] | None = None


def somebody(
    session: Session, workspace_id: int, value: str, event_id: int | None, *, person_id: int, in_full: bool = False
) -> Somebody:
    """Whom a button is about: `r` and a registration, or `p` and a person.

    For whoever may act for anyone; a contact may for colleagues, where it is not `in_full`.
    """
    if value.startswith("p"):
        return _invited(session, event_to_steer(session, workspace_id, event_id, person_id=person_id), value, person_id)
    number = row_id(value.removeprefix("r"))
    row = session.get(Registration, number) if number is not None else None
    if row is None:
        raise Refusal(NO_LONGER_REGISTERED)
    whom = event_to_register_others(session, workspace_id, row.event_id, person_id=person_id)
    if whom.organisations is not None and (in_full or row.organisation_id not in whom.organisations):
        raise Refusal(NOT_YOURS)
    if not row.is_active or (row.is_hidden and not sees_hidden(session, whom.event, person_id)):
        raise Refusal(NO_LONGER_REGISTERED)
    return Somebody(whom.event, row.person_id, row, whom.organisations)


def somebody_held(
    session: Session, workspace_id: int, value: str, event_id: int | None, *, person_id: int, in_full: bool = False
) -> Somebody:
    """As `somebody`, held until the transaction ends."""
    found = somebody(session, workspace_id, value, event_id, person_id=person_id, in_full=in_full)
    event_to_change(session, workspace_id, found.event.id)
    if found.row:
        session.refresh(found.row)
    return somebody(session, workspace_id, value, event_id, person_id=person_id, in_full=in_full)


def _invited(session: Session, event: Event, value: str, by_id: int) -> Somebody:
    number = row_id(value[1:])
    invited = select(Invitation.person_id).where(Invitation.event_id == event.id, Invitation.person_id == number)
    whom = session.scalar(invited) if number is not None else None
    if whom is None:
        raise Refusal(NOT_INVITED)
    seats = select(Registration).where(Registration.event_id == event.id, Registration.person_id == whom)
    row = session.scalars(seats.order_by(Registration.number.desc()).limit(1)).first()
    if row and row.is_hidden and not sees_hidden(session, event, by_id):
        raise Refusal(NO_LONGER_REGISTERED)
    return Somebody(event, whom, row if row and row.is_active else None)
