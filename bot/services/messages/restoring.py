"""The first start from a copy: whatever may have been sent since it was made is looked for before it is sent."""

import logging
from datetime import datetime

from sqlalchemy import and_, case, func, select, update
from sqlalchemy.orm import Session

from bot.services.dates import due as date_polls
from bot.services.messages import digests
from bot.services.messages.deliveries import WITHOUT_SYNC
from bot.services.plan import steps
from models import Card, Copy, Delivery, DeliveryState, Kind, Step
from models.database import OWED

log = logging.getLogger(__name__)

UNSENT = (DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.DOUBT)


def take_up(session: Session, now: datetime) -> int | None:
    """Put in doubt what was due since the copy was made: how many messages; None when this is no fresh copy.

    Steps that came due since then become the same messages, with the same tokens, as they did in the original.
    """
    fresh = session.scalars(select(Copy).where(Copy.taken_up_at.is_(None)).with_for_update()).all()
    if not fresh:
        return None
    copied_at = min(copy.copied_at for copy in fresh)
    while (at := _next_step(session, now)) and steps.carry_out_due(session, at):
        pass  # as of its own moment: what it became then depends on when that was
    while (at := date_polls.next_at(session, now)) and date_polls.carry_on(session, at):
        pass
    _gather(session, now)
    doubted = _doubt(session, copied_at, now)
    session.execute(update(Card).where(Card.gone.is_(None)).values(stale_since=now), execution_options=WITHOUT_SYNC)
    for copy in fresh:
        copy.taken_up_at = now
    session.info[OWED] = True
    log.warning("serving from a copy made at %s: %s messages are looked up before they are sent", copied_at, doubted)
    return doubted


def _next_step(session: Session, now: datetime) -> datetime | None:
    return session.scalar(
        select(Step.due_at).where(steps.IS_OPEN, Step.due_at <= now).order_by(Step.due_at, Step.id).limit(1)
    )


def _gather(session: Session, now: datetime) -> None:
    """What the digests since then said, so that their lines are not said again."""
    due = select(Delivery.id, Delivery.next_at).where(
        Delivery.kind == Kind.DIGEST, Delivery.state == DeliveryState.PENDING, Delivery.next_at <= now
    )
    for digest_id, at in session.execute(due.order_by(Delivery.next_at, Delivery.id)).all():
        digests.gather(session, [digest_id], at)


def _doubt(session: Session, copied_at: datetime, now: datetime) -> int:
    is_planned_later = and_(Delivery.step_id.is_not(None), Delivery.due_at > copied_at)
    earliest = case((is_planned_later, Delivery.due_at), else_=copied_at)
    return len(
        session.scalars(
            update(Delivery)
            .where(Delivery.state.in_(UNSENT), Delivery.next_at <= now)
            .values(
                state=DeliveryState.DOUBT,
                maybe_posted_at=func.coalesce(Delivery.maybe_posted_at, earliest),
                looks=0,
                next_at=now,
                lease_until=None,
                lease_token=None,
            )
            .returning(Delivery.id),
            execution_options=WITHOUT_SYNC,
        ).all()
    )
