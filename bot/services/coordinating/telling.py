"""Telling somebody once what they have been trusted with, or no longer are."""

from collections.abc import Collection
from datetime import datetime
from uuid import uuid4

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.services import cards
from bot.services.messages import deliveries
from bot.services.messages.deliveries import WITHOUT_SYNC
from models import Delivery, DeliveryState, Duty, Kind

CHANGED_AGAIN = "changed again before it was told"


def tell(
    session: Session, *, workspace_id: int, person_id: int, had: Collection[Duty], has: Collection[Duty], by_id: int,
    now: datetime, event_id: int | None = None, place: str | None = None,
) -> None:  # fmt: skip
    """At a meeting, or in a place. What is changed back before it was told is not told; who did it themselves knows."""
    cards.stale_if_drawn(session, person_id, now)
    before = _untold(session, person_id, event_id, place) or {"had": sorted(had)}
    if person_id == by_id or set(before["had"]) == set(has):
        return
    deliveries.owe(
        session,
        Kind.DUTY,
        now=now,
        cause=uuid4().hex,
        workspace_id=workspace_id,
        event_id=event_id,
        person_id=person_id,
        facts={"place": place, "had": before["had"], "by": by_id},
    )


def _untold(session: Session, person_id: int, event_id: int | None, place: str | None) -> dict[str, list[str]] | None:
    """What the person had before the news that is on its way, which is taken back."""
    waiting = session.execute(
        select(Delivery.id, Delivery.facts).where(
            Delivery.kind == Kind.DUTY,
            Delivery.person_id == person_id,
            Delivery.event_id.is_not_distinct_from(event_id),
            Delivery.state == DeliveryState.PENDING,
            Delivery.maybe_posted_at.is_(None),
        )
    )
    about = [row.id for row in waiting if row.facts.get("place") == place]
    taken = session.scalars(
        update(Delivery)
        .where(Delivery.id.in_(about), Delivery.state == DeliveryState.PENDING, Delivery.maybe_posted_at.is_(None))
        .values(state=DeliveryState.CANCELLED, reason=CHANGED_AGAIN)
        .returning(Delivery.facts),
        execution_options=WITHOUT_SYNC,
    ).first()
    return taken
