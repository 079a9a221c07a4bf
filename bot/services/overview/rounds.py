"""When coordinators are next told how their meetings stand: a row that is due, like everything else."""

from datetime import datetime, time, timedelta

from sqlalchemy import text
from sqlalchemy.orm import Session

from bot.services.plan import workdays
from models import Event, Overview
from models.database import OWED, insert_unless_there
from models.times import instant, local

IS_COMING = text("overviews.due_at IS NOT NULL")
MORNING = time(8)


def arm(session: Session, event: Event, now: datetime) -> None:
    """From now on there is a weekly round for the meetings of its zone. Doing it twice changes nothing."""
    first = {"workspace_id": event.workspace_id, "tz": event.tz, "due_at": next_round(now, event.tz)}
    session.execute(insert_unless_there(session, Overview), first)
    session.info[OWED] = True


def next_round(now: datetime, tz: str) -> datetime:
    """08.00 on the next Monday, or on the first working day after it."""
    return next(at for at in _rounds(now, tz) if at > now)


def latest_round(now: datetime, tz: str) -> datetime:
    """The one that has come most recently."""
    return max(at for at in _rounds(now, tz) if at <= now)


def _rounds(now: datetime, tz: str) -> list[datetime]:
    """Those of the weeks around."""
    today = local(now, tz).date()
    mondays = [today - timedelta(days=today.weekday()) + timedelta(weeks=week) for week in range(-2, 3)]
    return [instant(workdays.nearest(monday, earlier=False), MORNING, tz) for monday in mondays]
