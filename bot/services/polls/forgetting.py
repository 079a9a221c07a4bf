"""After the close: the traces of what was removed are wiped out, and in the end the ballots themselves."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select, true, update
from sqlalchemy.orm import Session

from bot.services.messages.deliveries import WITHOUT_SYNC
from bot.services.polls.closing import LEAVES_TRACES
from models import Event, Poll, PollState, Series
from models.database import OWED, Sessions, wipe_out
from models.polls import BALLOTS, KEYS, ROLL

AGAIN = timedelta(minutes=1)
KEPT = 30
"""So many days after the close the ballots can be counted once more, unless the season says otherwise; after that the
totals alone are left."""


def wipe_out_due(sessions: Sessions, now: datetime) -> None:
    """When somebody is in the way it is tried again in a minute. Never inside a transaction."""
    with sessions.reading() as session:
        if session.scalar(select(Poll.id).where(LEAVES_TRACES, Poll.forget_at <= now).limit(1)) is None:
            return
    is_done = wipe_out(sessions.engine, (BALLOTS, ROLL, KEYS))
    with sessions.begin() as session:
        due = update(Poll).where(LEAVES_TRACES, Poll.forget_at <= now)
        session.execute(due.values(forget_at=None if is_done else now + AGAIN), execution_options=WITHOUT_SYNC)


def ended_long_ago(session: Session, now: datetime) -> list[int]:
    """Polls whose ballots have been kept long enough."""
    return [poll_id for poll_id, due_at in kept(session) if due_at <= now]


def kept(session: Session, series: Series | None = None) -> list[tuple[int, datetime]]:
    """Closed polls that still have ballots, of a series or all of them, and when those have been kept long enough."""
    rows = (
        select(Poll.id, Poll.closed_at, Series)
        .outerjoin(Event, Event.id == Poll.event_id)
        .outerjoin(Series, Series.id == Event.series_id)
        .where(Poll.state == PollState.CLOSED, Poll.id.in_(select(BALLOTS.c.poll_id).union(select(ROLL.c.poll_id))))
        .where(Series.id == series.id if series else true())
        .order_by(Poll.id)
    )
    return [(poll_id, closed_at + _kept(of)) for poll_id, closed_at, of in session.execute(rows) if closed_at]


def _kept(series: Series | None) -> timedelta:
    return timedelta(days=series.days_kept("ballots_days", KEPT)) if series else timedelta(days=KEPT)


def remove_ballots(session: Session, poll_ids: list[int], now: datetime) -> None:
    """What was voted, and who has: the totals are kept."""
    for table in (BALLOTS, ROLL):
        session.execute(delete(table).where(table.c.poll_id.in_(poll_ids)))
    session.execute(update(Poll).where(Poll.id.in_(poll_ids)).values(forget_at=now), execution_options=WITHOUT_SYNC)
    session.info[OWED] = True
