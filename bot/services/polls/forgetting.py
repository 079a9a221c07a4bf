"""After the close: the traces of what was removed are wiped out, and in the end the ballots themselves."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from bot.services.messages.deliveries import WITHOUT_SYNC
from bot.services.polls.closing import LEAVES_TRACES
from models import Poll, PollState
from models.database import OWED, Sessions, wipe_out
from models.polls import BALLOTS, KEYS, ROLL

AGAIN = timedelta(minutes=1)
KEPT = timedelta(days=30)
"""So long after the close the ballots can be counted once more; after that the totals alone are left."""


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
    return list(
        session.scalars(
            select(Poll.id).where(
                Poll.state == PollState.CLOSED,
                Poll.closed_at <= now - KEPT,
                Poll.id.in_(select(BALLOTS.c.poll_id).union(select(ROLL.c.poll_id))),
            )
        )
    )


def remove_ballots(session: Session, poll_ids: list[int], now: datetime) -> None:
    """What was voted, and who has: the totals are kept."""
    for table in (BALLOTS, ROLL):
        session.execute(delete(table).where(table.c.poll_id.in_(poll_ids)))
    session.execute(update(Poll).where(Poll.id.in_(poll_ids)).values(forget_at=now), execution_options=WITHOUT_SYNC)
    session.info[OWED] = True
