"""A function that is invited without a name, for whoever may fill the name in."""

from sqlalchemy.orm import Session

from bot.services import contacts
from bot.services.access.meetings import event_to, event_to_change, row_id
from bot.services.access.rights import NOT_YOURS, duties
from models import Event, InvitedFunction
from models.errors import N_, Refusal
from models.permissions import Action, may

NO_LONGER_INVITED = N_("That function is no longer invited.")


def function_to_fill_in(
    session: Session, workspace_id: int, value: str, *, person_id: int
) -> tuple[Event, InvitedFunction]:
    """`f` and a function, and its meeting: for whoever invites, and for the organisation's own contact."""
    function_id = row_id(value.removeprefix("f"))
    row = session.get(InvitedFunction, function_id) if function_id is not None else None
    if row is None:
        raise Refusal(NO_LONGER_INVITED)
    event = event_to(session, workspace_id, row.event_id, person_id=person_id, action=Action.REGISTER_COLLEAGUES)
    is_own = row.organisation_id in contacts.organisations_of(session, event, person_id)
    if not is_own and not may(duties(session, person_id, event), Action.INVITE):
        raise Refusal(NOT_YOURS)
    return event, row


def function_to_change(
    session: Session, workspace_id: int, value: str, *, person_id: int
) -> tuple[Event, InvitedFunction]:
    """As `function_to_fill_in`, held until the transaction ends."""
    _, row = function_to_fill_in(session, workspace_id, value, person_id=person_id)
    event = event_to_change(session, workspace_id, row.event_id)
    held = session.get(InvitedFunction, row.id, populate_existing=True)
    if held is None:
        raise Refusal(NO_LONGER_INVITED)
    return event, held
