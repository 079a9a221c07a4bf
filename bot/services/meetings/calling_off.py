"""Cancelling a meeting: for good, with a reason, and everyone told at once."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.receipts import EventFacts
from bot.receipts.meetings import Consequences, FieldChange
from bot.services import events, log
from bot.services.meetings import colleagues, effects, following
from bot.services.meetings.effects import Snapshot
from bot.services.meetings.following import Before
from models import Event, EventState
from models.errors import N_, Refusal


def others(session: Session, event: Event, now: datetime) -> tuple[EventFacts, ...]:
    """Where people may come instead: meetings of the same series that take registrations."""
    coming = events.open_for(events.coming(session, event.workspace_id, now), now)
    found = [one for one in coming if one.series_id == event.series_id and one.id != event.id]
    return tuple(events.facts(session, one, now) for one in found)


def call_off(
    session: Session, event: Event, reason: str | None, *, person_id: int, now: datetime, instead_id: int | None = None
) -> Consequences:
    """What it caused. For whoever holds the meeting; doing it twice changes nothing and tells nobody again."""
    if event.state is EventState.CANCELLED:
        return Consequences(event=events.facts(session, event, now))
    before, was = Snapshot.of(session, event), Before.of(event)
    event.call_off(now)
    known = {one.id for one in others(session, event, now)}
    if instead_id is not None and instead_id not in known:
        raise Refusal(N_("That meeting takes no registrations now. Choose another, or none."), field="event")
    following.follow(session, event, was, {"state"}, reason=reason, now=now, instead_id=instead_id)
    if following.news(was.state, event.state, event.ends_at, {"state"}, now):
        colleagues.tell(session, event, by_id=person_id, now=now)
    log.about(session, event, "meeting_called_off", now=now, actor_id=person_id)
    return effects.since(session, event, before, (FieldChange("state", was.state.value, event.state.value),), now)
