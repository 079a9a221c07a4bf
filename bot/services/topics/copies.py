"""The same question at another meeting: saved for the next one, or sent on to another area."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services import cards
from models import Area, Event, EventState, Fate, Series, Topic, TopicState

FIRST = 0
"""Before every place a coordinator gives."""


def put(session: Session, topic: Topic, into: Event, now: datetime, *, is_first: bool = False) -> Topic:
    """Once per meeting: one that was taken back stands there again. Its proposer goes along."""
    copy = session.scalars(select(Topic).where(Topic.event_id == into.id, Topic.origin_id == topic.id)).first()
    if copy is None:
        copy = Topic(event_id=into.id, origin_id=topic.id, created_at=now)
        session.add(copy)
    copy.title, copy.background, copy.level = topic.title, topic.background, topic.level
    copy.theme = topic.theme if _has_theme(session, into, topic.theme) else None
    copy.proposer_id, copy.proposer_role = topic.proposer_id, topic.proposer_role
    copy.proposer_organisation_id = topic.proposer_organisation_id
    copy.position = FIRST if is_first else None
    copy.state = TopicState.PENDING if into.approves_topics and not is_first else TopicState.OPEN
    session.flush()
    cards.stale(session, into.id, now)
    return copy


def take_back(session: Session, topic: Topic, now: datetime) -> None:
    """What was put elsewhere goes, unless it has been decided on there."""
    copies = select(Topic).where(Topic.origin_id == topic.id, Topic.fate.is_(None))
    for copy in session.scalars(copies.where(Topic.state != TopicState.WITHDRAWN)):
        copy.state = TopicState.WITHDRAWN
        cards.stale(session, copy.event_id, now)


def following(session: Session, event: Event) -> Event | None:
    """The meeting that follows this one by name, else the area's next."""
    held = (EventState.CANCELLED, EventState.ARCHIVED)
    named = select(Event).where(Event.follows_id == event.id, Event.state.not_in(held)).order_by(Event.id)
    found = session.scalars(named).first()
    if found or event.area_id is None or event.starts_at is None:
        return found
    later = select(Event).where(
        Event.area_id == event.area_id, Event.state.not_in(held), Event.starts_at > event.starts_at
    )
    return session.scalars(later.order_by(Event.starts_at, Event.id)).first()


def open_with_saved(session: Session, event: Event, now: datetime) -> None:
    """A meeting that is new here begins with what the one before it has saved."""
    saved = select(Topic).join(Event, Event.id == Topic.event_id).where(Topic.fate == Fate.SAVED)
    if event.follows_id:
        saved = saved.where(Topic.event_id == event.follows_id)
    elif event.area_id and event.starts_at:
        saved = saved.where(Event.area_id == event.area_id, Event.starts_at < event.starts_at)
    else:
        return
    for topic in session.scalars(saved.order_by(Topic.id)).all():
        if following(session, session.get_one(Event, topic.event_id)) is event:
            put(session, topic, event, now, is_first=True)


def place_sent_to(session: Session, topic: Topic) -> str | None:
    """The area that has got it, by name."""
    copies = select(Event).join(Topic, Topic.event_id == Event.id).where(Topic.origin_id == topic.id)
    to = session.scalars(copies.where(Topic.state != TopicState.WITHDRAWN)).first()
    return place(session, to) if to else None


def place(session: Session, event: Event) -> str:
    area = session.get(Area, event.area_id) if event.area_id else None
    return area.name if area else event.title


def _has_theme(session: Session, event: Event, theme: str | None) -> bool:
    return any(one["id"] == theme for one in session.get_one(Series, event.series_id).theme_list)
