"""Which channel an area or a lab series has, and the cards posted in it."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from bot.receipts import Bound
from bot.services import events, log, lost_cards
from bot.services.postings import post, put_up
from models import Area, Card, CardKind, Event, Series
from models.base import Facts


def bind(session: Session, place: Area | Series, channel_id: str, *, actor_id: int | None, now: datetime) -> Bound:
    """Tie a channel to an area or a lab series and post the cards of its coming meetings. Twice is harmless."""
    for other in _in_channel(session, place.workspace_id, channel_id):
        if other is not place and type(other) is type(place):
            other.channel_id = None
    session.flush()  # a channel belongs to one area at a time, within the transaction too
    place.channel_id = channel_id
    session.flush()
    posted = lost_cards.revive(session, place.workspace_id, channel_id, now, is_asked_for=True)
    for event in events.in_channel(session, place.workspace_id, channel_id, now):
        posted += announce(session, event, now) + lost_cards.bring_votes(session, event, channel_id, now)
    log.record(
        session,
        "channel_bound",
        workspace_id=place.workspace_id,
        now=now,
        actor_id=actor_id,
        channel=channel_id,
        place=f"{type(place).__name__.lower()}:{place.id}",
    )
    return Bound(name=place.name if isinstance(place, Area) else place.title, cards=posted)


def awaits_channel(session: Session, workspace_id: int) -> bool:
    """Whether a file asks for a channel by name that has not been found yet."""
    return any(
        session.scalar(
            select(table.id).where(
                table.workspace_id == workspace_id, table.channel_id.is_(None), table.channel_name.is_not(None)
            )
        )
        for table in (Area, Series)
    )


def bind_named(session: Session, workspace_id: int, channels: Mapping[str, str], now: datetime) -> int:
    """Tie the channels the bot is in ({name: id}) to whoever asked for them by name in a file."""
    places: list[Area | Series] = [
        *session.scalars(select(Area).where(Area.workspace_id == workspace_id, Area.channel_id.is_(None))),
        *session.scalars(select(Series).where(Series.workspace_id == workspace_id, Series.channel_id.is_(None))),
    ]
    wanted = [(place, channels[place.channel_name or ""]) for place in places if place.channel_name in channels]
    for place, channel_id in wanted:
        bind(session, place, channel_id, actor_id=None, now=now)
    return len(wanted)


def lacks_cards(session: Session, workspace_id: int, now: datetime) -> bool:
    """Whether a coming meeting has no card yet in the channel it belongs to."""
    found = events.coming(session, workspace_id, now)
    places = [(event, channel_of(session, event)) for event in found]
    return any(channel_id and not session.scalar(_card(event, channel_id)) for event, channel_id in places)


def announce_all(session: Session, workspace_id: int, now: datetime) -> int:
    """Post the cards that are missing in channels already bound: a new meeting, a new file."""
    return sum(announce(session, event, now) for event in events.coming(session, workspace_id, now))


def announce(session: Session, event: Event, now: datetime) -> int:
    """Owe the first posting of the meeting's card to its channel; 1 if it was not there yet."""
    channel_id = channel_of(session, event)
    if channel_id is None or session.scalar(_card(event, channel_id)):
        return 0
    card = Card(workspace_id=event.workspace_id, kind=CardKind.ANNOUNCEMENT, event_id=event.id, channel_id=channel_id)
    session.add(card)
    session.flush()
    post(session, card, now, event_id=event.id)
    return 1


def post_vote(
    session: Session, event: Event, kind: CardKind, now: datetime, *, facts: Facts | None = None
) -> int | None:
    """Owe the first posting of a vote's card to the meeting's channel: the card's id, or None without a channel."""
    channel_id = channel_of(session, event)
    if channel_id is None:
        return None
    return put_up(session, event.workspace_id, kind, channel_id, now, event_id=event.id, facts=facts)


def channel_of(session: Session, event: Event) -> str | None:
    """The area's channel, else the lab series'."""
    if event.area_id:
        return session.scalar(select(Area.channel_id).where(Area.id == event.area_id))
    return session.scalar(select(Series.channel_id).where(Series.id == event.series_id))


def _card(event: Event, channel_id: str) -> Select[int]:
    return select(Card.id).where(Card.event_id == event.id, Card.channel_id == channel_id)


def _in_channel(session: Session, workspace_id: int, channel_id: str) -> list[Area | Series]:
    return [
        *session.scalars(select(Area).where(Area.workspace_id == workspace_id, Area.channel_id == channel_id)),
        *session.scalars(select(Series).where(Series.workspace_id == workspace_id, Series.channel_id == channel_id)),
    ]
