"""Cancelling a meeting: for good, with a reason, and everyone told at once."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.receipts.meetings import Consequences, FieldChange
from bot.services import events, log
from bot.services.meetings import effects, following
from bot.services.meetings.effects import Snapshot
from bot.services.meetings.following import Before
from models import Event, EventState


def call_off(session: Session, event: Event, reason: str | None, *, person_id: int, now: datetime) -> Consequences:
    """What it caused. For whoever holds the meeting; doing it twice changes nothing and tells nobody again."""
    if event.state is EventState.CANCELLED:
        return Consequences(event=events.facts(session, event, now))
    before, was = Snapshot.of(session, event), Before.of(event)
    event.call_off(now)
    following.follow(session, event, was, {"state"}, reason=reason, now=now)
    log.record(
        session, "meeting_called_off", workspace_id=event.workspace_id, now=now, actor_id=person_id, event_id=event.id
    )
    return effects.since(session, event, before, (FieldChange("state", was.state.value, event.state.value),), now)
