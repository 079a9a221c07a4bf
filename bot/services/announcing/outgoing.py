"""What a coordinator has written begins to go out: from a planned announcement to a delivery for each recipient."""

import logging
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from bot.services import contacts
from bot.services.announcing import recipients
from bot.services.announcing.recipients import Recipients
from bot.services.messages import deliveries
from bot.services.messages.deliveries import Owed
from bot.services.plan import audiences, overdue
from models import Announcement, AnnouncementState, Card, CardKind, DeliveryState, Event, EventState, Kind, Person

log = logging.getLogger(__name__)

IS_PLANNED = text("announcements.state = 'planned'")
"""In the words of the partial index: SQLite uses it for no others."""
USEFUL_FOR = timedelta(days=2)


def begin_due(session: Session, now: datetime) -> int:
    """Turn the announcement that has been due longest into deliveries. Returns how many that was: 0 or 1."""
    row = overdue.longest(session, Announcement, Announcement.due_at, IS_PLANNED, now)
    if row is None:
        return 0
    event = session.get_one(Event, row.event_id)
    is_outdated = event.state is EventState.CANCELLED and not row.knows_cancelled
    row.state, row.begun_at = (AnnouncementState.STOPPED if is_outdated else AnnouncementState.BEGUN), now
    owed = [] if is_outdated else _owed(session, row, event, recipients.of(session, event, row.audience), now)
    deliveries.owe_all(session, owed)
    _tell_author(session, row, now)
    log.info("announcement %s of event %s became %s deliveries", row.id, event.id, len(owed))
    return 1


def _owed(session: Session, row: Announcement, event: Event, reached: Recipients, now: datetime) -> list[Owed]:
    is_ahead = event.ends_at is not None and now < event.ends_at
    shared: dict[str, Any] = {
        "now": now,
        "cause": f"announcement-{row.id}",
        "workspace_id": event.workspace_id,
        "event_id": event.id,
        "announcement_id": row.id,
        "due_at": now,
        "useful_until": event.ends_at if is_ahead else now + USEFUL_FOR,
    }
    ended = {"state": DeliveryState.FAILED, "reason": audiences.HAS_LEFT}
    owed = [_to(person, seat_id, shared) for person, seat_id in reached.in_slack]
    owed += [_to(person, seat_id, shared | ended) for person, seat_id in reached.left]
    if reached.outside:
        owed += [deliveries.row(Kind.GUEST_TEXT, person_id=one.id, **shared) for one in _writers(session, row, event)]
    return owed


def _to(person: Person, seat_id: int | None, shared: dict[str, Any]) -> Owed:
    return deliveries.row(Kind.ANNOUNCEMENT, person_id=person.id, registration_id=seat_id, **shared)


def _writers(session: Session, row: Announcement, event: Event) -> list[Person]:
    """Who mails those outside Slack: the author, or the coordinators when the author has left."""
    author = session.get_one(Person, row.author_id)
    return [author] if author.can_be_told else contacts.informed(session, event)


def _tell_author(session: Session, row: Announcement, now: datetime) -> None:
    """A message that is kept true until everyone has been reached, or has not."""
    card = Card(workspace_id=row.workspace_id, kind=CardKind.PROGRESS)
    session.add(card)
    session.flush()
    row.card_id = card.id
    deliveries.owe(
        session,
        Kind.PROGRESS,
        now=now,
        cause=f"announcement-{row.id}",
        workspace_id=row.workspace_id,
        event_id=row.event_id,
        person_id=row.author_id,
        card_id=card.id,
        announcement_id=row.id,
    )
