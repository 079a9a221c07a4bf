"""The waiting list: by arrival, unless the coordinator has let somebody go first."""

from collections.abc import Sequence

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from models import Registration, RegistrationState

WAITS = Registration.state == RegistrationState.WAITLISTED


def line(session: Session, event_id: int) -> Sequence[Registration]:
    """Those waiting, in order."""
    return session.scalars(
        select(Registration)
        .where(Registration.event_id == event_id, WAITS)
        .order_by(Registration.forward_at.asc().nulls_last(), Registration.number)
    ).all()


def place(session: Session, mine: Registration) -> int:
    """The number in line of somebody who waits."""
    earlier = Registration.number <= mine.number
    if mine.forward_at is None:
        before = or_(Registration.forward_at.is_not(None), earlier)
    else:
        before = or_(
            Registration.forward_at < mine.forward_at, and_(Registration.forward_at == mine.forward_at, earlier)
        )
    count = select(func.count()).where(Registration.event_id == mine.event_id, WAITS, before)
    return session.scalar(count) or 0
