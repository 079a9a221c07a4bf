"""The national organiser reminds a coordinator of what is left to do."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.services import cards, contacts, log
from bot.services.messages import deliveries
from models import Event, EventState, Kind
from models.errors import N_, Refusal
from models.times import local


def remind(session: Session, event: Event, *, actor_id: int, now: datetime) -> bool:
    """Owe each of the coordinators, or their deputies, one message. False: they have been reminded today already."""
    if event.state is EventState.CANCELLED:
        raise Refusal(N_("{title} is cancelled."), event_id=event.id, title=event.title)
    theirs = (contacts.coordinators(session, event), contacts.deputies(session, event))
    told = ([one for one in found if one.can_be_told and one.id != actor_id] for found in theirs)
    reached = next((some for some in told if some), [])
    if not reached:
        raise Refusal(N_("The coordinator of {title} is not in Slack. Write or call instead."), event_id=event.id,
                      title=event.title)  # fmt: skip
    today = local(now, event.tz).date()
    owed = [
        deliveries.owe(
            session,
            Kind.COORDINATOR_REMINDED,
            now=now,
            cause=f"{event.id}-{today:%Y-%m-%d}",
            workspace_id=event.workspace_id,
            event_id=event.id,
            person_id=one.id,
            facts={"by": actor_id},
        )
        for one in reached
    ]
    if any(owed):
        log.about(session, event, "coordinator_reminded", now=now, actor_id=actor_id)
        cards.stale(session, event.id, now)
    return any(owed)
