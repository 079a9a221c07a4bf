"""A meeting to act on, or a refusal."""

import logging
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services import contacts, events, log
from bot.services.access.rights import NOT_YOURS, duties, sees_participants
from models import Duty, Event, Registration, RegistrationState, Side
from models.errors import N_, Refusal
from models.permissions import Action, may

_log = logging.getLogger(__name__)
LONGEST_ID = 9
"""Digits: every database takes a number of so many."""


def row_id(written: str) -> int | None:
    """The id that came back with a button or a form; None when it can be none of ours."""
    return int(written) if written.isdecimal() and len(written) <= LONGEST_ID else None


def event_in(session: Session, workspace_id: int, event_id: int | None) -> Event:
    """The meeting, if it belongs to this workspace."""
    event = session.get(Event, event_id) if event_id is not None else None
    if event is None or event.workspace_id != workspace_id:
        raise Refusal(N_("That meeting no longer exists."))
    return event


def event_to_change(session: Session, workspace_id: int, event_id: int | None) -> Event:
    """As `event_in`, held until the transaction ends: for whoever changes its seats."""
    event = events.lock_if_there(session, event_id) if event_id is not None else None
    if event is None or event.workspace_id != workspace_id:
        raise Refusal(N_("That meeting no longer exists."))
    return event


def event_to(
    session: Session, workspace_id: int, event_id: int | None, *, person_id: int, action: Action, is_admin: bool = False
) -> Event:
    """The meeting, if this person may do this with it."""
    event = event_in(session, workspace_id, event_id)
    if not may(duties(session, person_id, event, is_admin=is_admin), action):
        _log.warning("person %s may not %s meeting %s", person_id, action, event.id)
        raise Refusal(NOT_YOURS)
    return event


def event_to_edit(session: Session, workspace_id: int, event_id: int | None, *, person_id: int) -> Event:
    """The meeting, held, for whoever may change it."""
    event_to(session, workspace_id, event_id, person_id=person_id, action=Action.EDIT_MEETING)
    return event_to_change(session, workspace_id, event_id)


def event_to_manage(session: Session, workspace_id: int, event_id: int | None, *, person_id: int) -> Event:
    """The meeting as it is, for whoever may change it."""
    return event_to(session, workspace_id, event_id, person_id=person_id, action=Action.EDIT_MEETING)


def event_for_overview(session: Session, workspace_id: int, event_id: int | None, *, person_id: int) -> Event:
    """The meeting, for whoever answers for it."""
    return event_to(session, workspace_id, event_id, person_id=person_id, action=Action.SEE_OVERVIEW)


def event_to_remind_of(session: Session, workspace_id: int, event_id: int | None, *, person_id: int) -> Event:
    """The meeting, held, for whoever may remind its coordinator."""
    event_to(session, workspace_id, event_id, person_id=person_id, action=Action.REMIND_COORDINATOR)
    return event_to_change(session, workspace_id, event_id)


def event_to_tick(session: Session, workspace_id: int, event_id: int | None, *, person_id: int, side: Side) -> Event:
    """The meeting, for whoever ticks off for this side."""
    action = Action.TICK_FOR_AGENCY if side is Side.AGENCY else Action.TICK_FOR_COORDINATOR
    return event_to(session, workspace_id, event_id, person_id=person_id, action=action)


def event_for_checklist(session: Session, workspace_id: int, event_id: int | None, *, person_id: int) -> Event:
    """The meeting, for whoever says which points its series has."""
    return event_to(session, workspace_id, event_id, person_id=person_id, action=Action.CHANGE_CHECKLIST)


def event_to_announce(session: Session, workspace_id: int, event_id: int, *, person_id: int) -> Event:
    """The meeting, for whoever may write to its people."""
    return event_to(session, workspace_id, event_id, person_id=person_id, action=Action.ANNOUNCE)


def event_for_inviting(session: Session, workspace_id: int, event_id: int | None, *, person_id: int) -> Event:
    """The meeting, for whoever invites to it."""
    return event_to(session, workspace_id, event_id, person_id=person_id, action=Action.INVITE)


def event_to_invite(session: Session, workspace_id: int, event_id: int | None, *, person_id: int) -> Event:
    """As `event_for_inviting`, held until the transaction ends."""
    event_for_inviting(session, workspace_id, event_id, person_id=person_id)
    return event_to_change(session, workspace_id, event_id)


def event_for_plan(session: Session, workspace_id: int, event_id: int | None, *, person_id: int) -> Event:
    """The meeting, for whoever may read its plan."""
    return event_to(session, workspace_id, event_id, person_id=person_id, action=Action.SEE_PLAN)


def event_for_programme(session: Session, workspace_id: int, event_id: int | None, *, person_id: int) -> Event:
    """The meeting, for whoever builds its programme."""
    return event_to(session, workspace_id, event_id, person_id=person_id, action=Action.BUILD_PROGRAMME)


def event_to_build(session: Session, workspace_id: int, event_id: int | None, *, person_id: int) -> Event:
    """As `event_for_programme`, held until the transaction ends."""
    event_for_programme(session, workspace_id, event_id, person_id=person_id)
    return event_to_change(session, workspace_id, event_id)


def event_to_publish(session: Session, workspace_id: int, event_id: int | None, *, person_id: int) -> Event:
    """The meeting, held, for whoever publishes its programme."""
    event_to(session, workspace_id, event_id, person_id=person_id, action=Action.PUBLISH_PROGRAMME)
    return event_to_change(session, workspace_id, event_id)


def event_for_line(session: Session, workspace_id: int, event_id: int | None, *, person_id: int) -> Event:
    """The meeting, for whoever answers for its waiting list."""
    return event_to(session, workspace_id, event_id, person_id=person_id, action=Action.STEER_LINE)


def event_to_steer(session: Session, workspace_id: int, event_id: int | None, *, person_id: int) -> Event:
    """The meeting, for whoever may act for those who take part."""
    return event_to(session, workspace_id, event_id, person_id=person_id, action=Action.REGISTER_OTHERS)


def event_to_merge_in(session: Session, workspace_id: int, event_id: int | None, *, person_id: int) -> Event:
    """The meeting, for whoever may say that two of its people are one."""
    return event_to(session, workspace_id, event_id, person_id=person_id, action=Action.MERGE)


def event_for_participants(session: Session, workspace_id: int, event_id: int, *, person_id: int) -> Event:
    """The meeting, for whoever may see who comes to it."""
    return event_to(session, workspace_id, event_id, person_id=person_id, action=Action.SEE_PARTICIPANTS)


def event_for_fellows(session: Session, workspace_id: int, event_id: int | None, *, person_id: int) -> Event:
    """The meeting, for whoever comes to it, coordinates it, or is the contact of one of its organisations."""
    event = event_in(session, workspace_id, event_id)
    if _is_registered(session, event, person_id) or sees_participants(session, event, person_id):
        return event
    trusted = duties(session, person_id, event)
    if may(trusted - {Duty.CONTACT}, Action.SEE_FELLOWS) or (
        may(trusted, Action.SEE_FELLOWS) and contacts.speaks_for(session, event, person_id)
    ):
        return event
    raise Refusal(N_("Only those who are registered see who else comes."), event_id=event.id)


def event_to_export(
    session: Session, workspace_id: int, event_id: int | None, *, person_id: int, is_admin: bool
) -> Event:
    """The meeting, held, for whoever may take its list home."""
    event_to(session, workspace_id, event_id, person_id=person_id, action=Action.EXPORT, is_admin=is_admin)
    return event_to_change(session, workspace_id, event_id)


def event_for_needs(session: Session, workspace_id: int, event_id: int, *, person_id: int, now: datetime) -> Event:
    """The meeting, for its coordinator's eyes; written down, since a stand-in may be looking."""
    event = event_to(session, workspace_id, event_id, person_id=person_id, action=Action.SEE_NEEDS)
    log.record(session, "needs_seen", workspace_id=workspace_id, now=now, actor_id=person_id, event_id=event.id)
    return event


def _is_registered(session: Session, event: Event, person_id: int) -> bool:
    mine = select(Registration.id).where(
        Registration.event_id == event.id,
        Registration.person_id == person_id,
        Registration.state == RegistrationState.REGISTERED,
    )
    return session.scalar(mine) is not None
