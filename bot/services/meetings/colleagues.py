"""Telling an area's other coordinators what one of them, or the national organiser, has done with their meeting."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.services import contacts
from bot.services.messages import deliveries
from models import Event, Kind


def tell(session: Session, event: Event, *, by_id: int, now: datetime) -> None:
    """Once for each change; whoever made it knows."""
    session.flush()  # raises the sequence
    for coordinator in contacts.informed(session, event):
        if coordinator.id != by_id:
            deliveries.owe(
                session,
                Kind.MEETING_NEWS,
                now=now,
                cause=f"{event.id}:{event.sequence}",
                workspace_id=event.workspace_id,
                event_id=event.id,
                person_id=coordinator.id,
                facts={"by": by_id},
            )
