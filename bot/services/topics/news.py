"""Whom the fate of a question concerns, and what they are told of it."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.receipts import TopicNews
from bot.services import events
from bot.services.topics import copies
from models import Delivery, DeliveryState, Event, Fate, Kind, Topic


def proposers(session: Session, topic: Topic) -> set[int]:
    """Everyone who asked for it: of those merged into it too, and of the meeting it comes from."""
    found, ids = {topic.proposer_id}, [topic.id]
    while ids:
        parts = session.execute(select(Topic.id, Topic.proposer_id).where(Topic.merged_into_id.in_(ids))).all()
        ids = [part.id for part in parts]
        found.update(part.proposer_id for part in parts)
    origin = session.get(Topic, topic.origin_id) if topic.origin_id else None
    theirs = proposers(session, origin) if origin else set()
    return {person_id for person_id in found if person_id} | theirs


def was_told(session: Session, topic: Topic, person_id: int) -> bool:
    """Whether this person has been sent what became of it, or may have been; a guest, by the coordinator."""
    told = select(Delivery.kind, Delivery.person_id, Delivery.facts).where(
        Delivery.kind.in_((Kind.TOPIC_FATE, Kind.GUEST_TEXT)),
        Delivery.event_id == topic.event_id,
        Delivery.state.in_((DeliveryState.SENT, DeliveryState.DOUBT)),
    )
    return any(
        (facts.get("topic"), reader) == (topic.id, person_id)
        if kind is Kind.TOPIC_FATE
        else (facts.get("fate"), facts.get("for")) == (topic.id, person_id)
        for kind, reader, facts in session.execute(told)
    )


def of(session: Session, event: Event, topic: Topic, person_id: int, now: datetime) -> TopicNews:
    into = session.get(Topic, topic.merged_into_id) if topic.merged_into_id else None
    sent_to = copies.place_sent_to(session, topic) if topic.fate is Fate.SENT_ON else None
    return TopicNews(
        event=events.facts(session, event, now),
        title=topic.title,
        fate=topic.fate,
        reason=topic.fate_reason,
        into=into.title if into else None,
        sent_to=sent_to,
        is_mine=person_id in proposers(session, topic),
    )
