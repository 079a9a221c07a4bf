"""A card's first posting is owed to its channel."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.services import copies
from bot.services.messages import deliveries
from models import Card, CardKind, Kind
from models.base import Facts


def put_up(
    session: Session,
    workspace_id: int,
    kind: CardKind,
    channel_id: str,
    now: datetime,
    *,
    event_id: int | None,
    facts: Facts | None = None,
) -> int:
    """A vote's card, that has stood nowhere before. Its id."""
    card = Card(workspace_id=workspace_id, kind=kind, channel_id=channel_id)
    session.add(card)
    session.flush()
    post(session, card, now, event_id=event_id, facts=facts)
    return card.id


def post(
    session: Session,
    card: Card,
    now: datetime,
    *,
    event_id: int | None,
    facts: Facts | None = None,
    is_again: bool = False,
) -> None:
    """Where it is to stand from then on, and is redrawn. `event_id`: the meeting it is about, if any."""
    deliveries.owe(
        session,
        Kind.CARD,
        now=now,
        cause=f"{card.id}-{int(now.timestamp())}" if is_again else str(card.id),
        workspace_id=card.workspace_id,
        event_id=event_id,
        channel_id=card.channel_id,
        card_id=card.id,
        facts=facts,
        maybe_posted_at=copies.since(session, now),
    )
