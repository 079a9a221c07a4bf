"""After a meeting: what people wrote about their needs and about food goes, within the days that its season says."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select, true, update
from sqlalchemy.orm import Session

from bot.services import log
from bot.services.messages.deliveries import WITHOUT_SYNC
from models import Event, Registration, Series

KEPT = 7
"""Days: so it is said where people write it (domain.md 9)."""
A_NIGHT = timedelta(days=1)
"""It goes in a night, and within the days, not after them."""
IS_TOLD = or_(Registration.access_needs.is_not(None), Registration.dietary.is_not(None))


def ended_long_ago(session: Session, now: datetime) -> list[int]:
    """Meetings after which it has been kept long enough."""
    return [event_id for event_id, _, due_at in kept(session) if due_at <= now]


def kept(session: Session, series: Series | None = None) -> Sequence[tuple[int, int, datetime]]:
    """Meetings of which something is kept: of how many people, and from when it may go."""
    rows = session.execute(
        select(Event.id, Event.ends_at, Series, func.count(Registration.id))
        .join(Series, Series.id == Event.series_id)
        .join(Registration, Registration.event_id == Event.id)
        .where(IS_TOLD, Event.ends_at.is_not(None), Series.id == series.id if series else true())
        .group_by(Event.id, Event.ends_at, Series.id)
        .order_by(Event.id)
    )
    return [
        (event_id, people, ends_at + timedelta(days=of.days_kept("sensitive_answers_days", KEPT)) - A_NIGHT)
        for event_id, ends_at, of, people in rows
        if ends_at
    ]


def remove(session: Session, event_id: int, now: datetime) -> None:
    event = session.get_one(Event, event_id)
    theirs = update(Registration).where(Registration.event_id == event_id, IS_TOLD)
    session.execute(theirs.values(access_needs=None, dietary=None), execution_options=WITHOUT_SYNC)
    log.record(session, "needs_deleted", workspace_id=event.workspace_id, now=now, actor_id=None, event_id=event_id)
