"""A step of a meeting's plan, to be read or changed."""

from sqlalchemy.orm import Session

from bot.services.access.meetings import event_to, event_to_change
from models import Event, Step
from models.errors import N_, Refusal
from models.permissions import Action


def step_to(
    session: Session, workspace_id: int, step_id: int | None, *, person_id: int, action: Action
) -> tuple[Step, Event]:
    """A step of a plan and its meeting, if this person may do this with the plan."""
    step = session.get(Step, step_id) if step_id is not None else None
    if step is None:
        raise Refusal(N_("That part of the plan no longer exists."))
    return step, event_to(session, workspace_id, step.event_id, person_id=person_id, action=action)


def step_to_see(session: Session, workspace_id: int, step_id: int | None, *, person_id: int) -> tuple[Step, Event]:
    return step_to(session, workspace_id, step_id, person_id=person_id, action=Action.SEE_PLAN)


def step_to_edit(session: Session, workspace_id: int, step_id: int | None, *, person_id: int) -> tuple[Step, Event]:
    """For whoever may change the plan: to be shown as it is."""
    return step_to(session, workspace_id, step_id, person_id=person_id, action=Action.CHANGE_PLAN)


def step_to_change(session: Session, workspace_id: int, step_id: int | None, *, person_id: int) -> tuple[Step, Event]:
    """As `step_to_edit`, held until the transaction ends."""
    step, _ = step_to_edit(session, workspace_id, step_id, person_id=person_id)
    event = event_to_change(session, workspace_id, step.event_id)
    session.refresh(step)
    return step, event
