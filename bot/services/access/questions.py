"""A question that waits for an answer: to the coordinator, or to a colleague who is to come instead."""

from sqlalchemy.orm import Session

from bot.services.access.meetings import event_in, event_to, event_to_change
from bot.services.access.rights import NOT_YOURS, duties
from models import Appeal, Event, Registration, Substitution
from models.errors import N_, Refusal
from models.permissions import Action, may


def appeal_to_see(
    session: Session, workspace_id: int, appeal_id: int | None, *, person_id: int
) -> tuple[Event, Appeal]:
    """What somebody asks for and its meeting, for whoever may answer."""
    row = session.get(Appeal, appeal_id) if appeal_id is not None else None
    if row is None:
        raise Refusal(N_("That question no longer exists."))
    action = Action.ANSWER_APPEALS
    return event_to(session, workspace_id, row.event_id, person_id=person_id, action=action), row


def appeal_to_answer(
    session: Session, workspace_id: int, appeal_id: int | None, *, person_id: int
) -> tuple[Event, Appeal]:
    """As `appeal_to_see`, held until the transaction ends."""
    _, row = appeal_to_see(session, workspace_id, appeal_id, person_id=person_id)
    event = event_to_change(session, workspace_id, row.event_id)
    session.refresh(row)
    return event, row


def question_to_answer(
    session: Session, workspace_id: int, substitution_id: int | None, *, person_id: int
) -> tuple[Substitution, Event]:
    """For the person who was asked, or for whoever answers for them, as the mail for guests lets one do."""
    row = session.get(Substitution, substitution_id) if substitution_id is not None else None
    if row is None:
        raise Refusal(N_("That question no longer exists."))
    event = event_in(session, workspace_id, session.get_one(Registration, row.registration_id).event_id)
    if row.person_id != person_id and not may(duties(session, person_id, event), Action.REGISTER_OTHERS):
        raise Refusal(NOT_YOURS)
    return row, event


def question_to_settle(
    session: Session, workspace_id: int, substitution_id: int | None, *, person_id: int
) -> tuple[Substitution, Event]:
    """As `question_to_answer`, held until the transaction ends."""
    row, event = question_to_answer(session, workspace_id, substitution_id, person_id=person_id)
    event = event_to_change(session, workspace_id, event.id)
    session.refresh(row)
    session.refresh(session.get_one(Registration, row.registration_id))
    return row, event
