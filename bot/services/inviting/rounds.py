"""Those invited after the plan's own invitation hear it when their round comes: each once, in office hours."""

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from bot.services import contacts
from bot.services.inviting import passing_on, standing
from bot.services.messages import choices, deliveries, notices
from bot.services.messages.deliveries import Owed
from bot.services.plan import audiences, invitations, overdue
from models import DeliveryState, Event, InvitationRound, InvitedFunction, Kind, Person

log = logging.getLogger(__name__)

IS_WAITING = text("invitation_rounds.due_at IS NOT NULL AND invitation_rounds.done_at IS NULL")
"""In the words of the partial index: SQLite uses it for no others."""


def send_due(session: Session, now: datetime) -> int:
    """Turn the round that has been due longest into deliveries. Returns how many that was: 0 or 1."""
    row = overdue.longest(session, InvitationRound, InvitationRound.due_at, IS_WAITING, now)
    if row is None:
        return 0
    event = session.get_one(Event, row.event_id)
    fitting = standing.fitting(session, event, now)
    if fitting > now:  # it was missed, and now people are not at work
        row.due_at = fitting
    elif standing.step_ahead(session, event) or event.starts_at is None:
        row.due_at = None  # the plan says it after all
    else:
        row.done_at = now
        _send(session, row, event, now)
    return 1


def _send(session: Session, row: InvitationRound, event: Event, now: datetime) -> None:
    if not event.takes_registrations(now):
        return
    people = invitations.silent_of_round(session, event, row.id)
    waiting = passing_on.waiting(session, InvitedFunction.round_id == row.id)
    shared: dict[str, Any] = {
        "now": now,
        "workspace_id": event.workspace_id,
        "event_id": event.id,
        "due_at": row.due_at,
        "useful_until": event.closes_at,
    }
    owed = [*_owed(session, row, event, people, shared), *passing_on.owed(session, event, waiting, now, shared)]
    deliveries.owe_all(session, choices.heed(session, owed, None, event, now))
    log.info("round %s of event %s became %s deliveries", row.id, event.id, len(owed))


def _owed(
    session: Session, row: InvitationRound, event: Event, people: Sequence[Person], shared: dict[str, Any]
) -> list[Owed]:
    cause = f"round-{row.id}"
    found = []
    for one in people:
        if one.has_slack:
            ended: Owed = {"state": DeliveryState.FAILED, "reason": audiences.HAS_LEFT} if one.is_deactivated else {}
            found.append(deliveries.row(Kind.INVITATION, person_id=one.id, cause=cause, **shared, **ended))
        if one.is_deactivated:
            notices.tell_failed(
                session, kind=Kind.INVITATION, event_id=event.id, person_id=one.id, reason=audiences.HAS_LEFT,
                now=shared["now"],
            )  # fmt: skip
    if any(not one.has_slack for one in people):
        facts = {"round": row.id}
        found += [
            deliveries.row(Kind.GUEST_TEXT, person_id=one.id, cause=cause, facts=facts, **shared)
            for one in contacts.informed(session, event)
        ]
    return found
