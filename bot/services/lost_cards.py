"""Cards that were lost with their channel or their message: drawn again where they stand, else posted anew."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from bot.services import events
from bot.services.cards import OUT_OF_REACH
from bot.services.postings import post, put_up
from models import Card, CardKind, DatePoll, DatePollState, Event, Poll, PollState
from models.database import OWED

STANDS = and_(Card.ts.is_not(None), Card.gone.in_(OUT_OF_REACH))
"""Only the way to it was lost: whatever it is about, it has to show what is true."""


def revive(session: Session, workspace_id: int, channel_id: str, now: datetime, *, is_asked_for: bool = False) -> int:
    """Cards that were lost with their channel are drawn again where they stand. How many.

    One that was deleted, or never stood, is posted anew only when somebody asks for it.
    """
    about = _about(session, workspace_id, channel_id, now)
    lost = session.scalars(
        select(Card)
        .where(Card.id.in_(about), Card.gone.is_not(None))
        .order_by(Card.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    revived = [card for card in lost if is_asked_for or card.gone in OUT_OF_REACH]
    for card in revived:
        if card.ts and card.gone in OUT_OF_REACH:
            card.stale_since = now
        else:
            card.ts = None
            post(session, card, now, event_id=about[card.id], is_again=True)
        card.gone = None
    session.info[OWED] = True
    return len(revived)


def bring_votes(session: Session, event: Event, channel_id: str, now: datetime) -> int:
    """Votes that go on, and whose card stands in no channel or was lost with another, come into this one. How many."""
    polls = session.scalars(select(Poll).where(Poll.event_id == event.id, Poll.state == PollState.OPEN)).all()
    asked = DatePoll.state.in_((DatePollState.OPEN, DatePollState.CLOSED))
    days = session.scalars(select(DatePoll).where(DatePoll.event_id == event.id, asked)).all()
    on: Sequence[Poll | DatePoll] = [*polls, *days]
    homeless = [poll for poll in on if poll.card_id is None]
    for poll in homeless:
        kind = CardKind.POLL if isinstance(poll, Poll) else CardKind.DATE_POLL
        poll.card_id = put_up(session, event.workspace_id, kind, channel_id, now, event_id=event.id)
    return len(homeless) + _move(session, event, channel_id, [poll.card_id for poll in on], now)


def _move(session: Session, event: Event, channel_id: str, card_ids: Sequence[int | None], now: datetime) -> int:
    lost = session.scalars(
        select(Card)
        .where(Card.id.in_(card_ids), Card.gone.is_not(None), Card.channel_id != channel_id)
        .order_by(Card.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    for card in lost:
        card.channel_id, card.ts, card.gone = channel_id, None, None
        post(session, card, now, event_id=event.id, is_again=True)
    return len(lost)


def _about(session: Session, workspace_id: int, channel_id: str, now: datetime) -> dict[int, int | None]:
    """The cards of this channel that are still of use, and the meeting each is about: none for a quick vote."""
    coming = [event.id for event in events.in_channel(session, workspace_id, channel_id, now)]
    here = and_(Card.workspace_id == workspace_id, Card.channel_id == channel_id)
    announcing = select(Card.id, Card.event_id).where(here, Card.event_id.in_(coming))
    votes = (
        select(Card.id, Poll.event_id)
        .join(Poll, Poll.card_id == Card.id)
        .where(here, or_(STANDS, Poll.state == PollState.OPEN, Poll.event_id.in_(coming)))
    )
    days = (
        select(Card.id, DatePoll.event_id)
        .join(DatePoll, DatePoll.card_id == Card.id)
        .where(here, or_(STANDS, and_(DatePoll.event_id.in_(coming), DatePoll.state != DatePollState.DROPPED)))
    )
    return {card_id: event_id for wanted in (announcing, votes, days) for card_id, event_id in session.execute(wanted)}
