"""Whether this database is a copy, and since when others may have sent what it still owes."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Copy

AFTERMATH = timedelta(days=1)
"""So long after a restore, what nobody planned but the bot itself says may have been said before."""


def mark(session: Session, copied_at: datetime) -> None:
    """From now on this is a copy from then; it is taken up when it is first served from."""
    session.add(Copy(copied_at=copied_at))


def since(session: Session, now: datetime) -> datetime | None:
    """Since when the same may have been said by the database this is a copy of; None when it is none."""
    return session.scalar(
        select(Copy.copied_at).where(Copy.taken_up_at > now - AFTERMATH).order_by(Copy.copied_at).limit(1)
    )
