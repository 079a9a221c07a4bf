"""Telling coordinators who could not be reached: nothing that was owed vanishes unseen."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.services import contacts, copies
from bot.services.messages import deliveries
from models import Event, Kind
from models.base import Facts

TELL_THEMSELVES = (Kind.NOT_REACHED, Kind.ANNOUNCEMENT, Kind.PROGRESS, Kind.OVERVIEW, Kind.COORDINATOR_REMINDED)
"""Summaries; and what a coordinator has written, whose own message says who was missed."""
SILENT = (*TELL_THEMSELVES, Kind.CHANNEL_REMINDER, Kind.THANKS)
"""Nobody is told that one of these, a line for whoever passes by, or thanks came too late."""


def tell_expired(session: Session, *, kind: Kind, event_id: int | None, step_id: int | None, now: datetime) -> None:
    """Once for a meeting and a step: the summary itself lists who was not told."""
    event = session.get(Event, event_id) if event_id is not None else None
    if event is not None and kind not in SILENT:
        cause = f"{event.id}-late-{step_id or kind}"
        tell_coordinators(session, event, cause=cause, now=now, facts={"step": step_id})


def tell_failed(
    session: Session, *, kind: Kind, event_id: int | None, person_id: int | None, reason: str, now: datetime
) -> None:
    """Once for a person and a meeting, or once for a meeting's channel."""
    event = session.get(Event, event_id) if event_id is not None else None
    if event is not None and kind not in TELL_THEMSELVES:
        cause = f"{event.id}-failed-{person_id or 'channel'}"
        tell_coordinators(session, event, cause=cause, now=now, facts={"person": person_id, "reason": reason})


def tell_coordinators(session: Session, event: Event, *, cause: str, now: datetime, facts: Facts) -> None:
    """One summary to each of them; the cause decides what counts as the same."""
    told_since = copies.since(session, now)
    for coordinator in contacts.informed(session, event):
        deliveries.owe(
            session,
            Kind.NOT_REACHED,
            now=now,
            cause=cause,
            workspace_id=event.workspace_id,
            event_id=event.id,
            person_id=coordinator.id,
            facts=facts,
            maybe_posted_at=told_since,
        )
