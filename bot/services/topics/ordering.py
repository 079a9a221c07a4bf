"""What a coordinator does with questions before the vote: reads them first, corrects the words, puts them in order."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.services import log
from bot.services.topics import rows
from bot.services.topics.proposing import checked, level_of, note
from models import Event, Topic, TopicState
from models.errors import N_, Refusal


def move(session: Session, event: Event, topic: Topic, *, by: int, actor_id: int, now: datetime) -> None:
    """One place up (-1) or down (1) within its level. At the end of the list nothing happens."""
    if not topic.is_open:
        raise Refusal(N_("Only open questions have an order."))
    those = list(rows.open_ones(session, event, topic.level))
    place = those.index(topic)
    if 0 <= place + by < len(those):
        those.insert(place + by, those.pop(place))
    for position, row in enumerate(those, start=1):
        row.position = position
    note(session, event, topic, "topic_moved", actor_id, now)


def approve(session: Session, event: Event, topic: Topic, *, actor_id: int, now: datetime) -> None:
    """Everyone may read it now. Twice changes nothing."""
    if topic.is_pending:
        topic.state = TopicState.OPEN
        note(session, event, topic, "topic_approved", actor_id, now)


def read_first(session: Session, event: Event, *, is_on: bool, actor_id: int, now: datetime) -> None:
    """Whether new questions wait for the coordinator. Those that wait go on waiting: each is read by a person."""
    if event.approves_topics != is_on:
        event.approves_topics = is_on
        log.about(session, event, "topics_read_first", now=now, actor_id=actor_id, is_on=is_on)


def reword(
    session: Session,
    event: Event,
    topic: Topic,
    *,
    title: str,
    level: str,
    theme: str | None,
    background: str | None,
    actor_id: int,
    now: datetime,
) -> None:
    """Clearer words, or another list. What was proposed is kept, for its proposer and whoever comes after."""
    words = checked(title)
    if words != topic.title:
        topic.proposed_title = topic.proposed_title or topic.title
        topic.title = words
    topic.place_in(level_of(level))
    topic.theme = theme
    topic.background = (background or "").strip() or None
    note(session, event, topic, "topic_reworded", actor_id, now)
