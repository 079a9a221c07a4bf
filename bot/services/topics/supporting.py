"""Standing behind somebody else's question: once per person, and taken back as easily."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from bot.services.topics import rows
from models import Event, Topic, TopicSupport
from models.database import insert_unless_there
from models.errors import N_, Refusal


def support(session: Session, event: Event, topic: Topic, *, person_id: int, now: datetime) -> None:
    """Twice changes nothing. For a meeting that is held. Who it was is written in no log."""
    _refuse_unless_open(event, topic, now)
    if person_id in rows.of_event(session, event).proposers(topic):
        raise Refusal(N_("It is your own question: it has your support already."))
    session.execute(
        insert_unless_there(session, TopicSupport), {"topic_id": topic.id, "person_id": person_id, "created_at": now}
    )


def take_back(session: Session, event: Event, topic: Topic, *, person_id: int, now: datetime) -> None:
    """Also what one has said to a question that was merged into this one."""
    _refuse_unless_open(event, topic, now)
    together = [row.id for row in rows.of_event(session, event).together(topic)]
    session.execute(
        delete(TopicSupport).where(TopicSupport.topic_id.in_(together), TopicSupport.person_id == person_id)
    )


def _refuse_unless_open(event: Event, topic: Topic, now: datetime) -> None:
    event.refuse_topics_outside_their_time(now)
    if not topic.is_open:
        raise Refusal(N_("What becomes of that question is decided already."))
