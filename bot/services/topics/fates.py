"""What becomes of a question, with its reason; and telling those who proposed it, once per change."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.services.messages import deliveries
from bot.services.topics import copies, news
from bot.services.topics.proposing import note
from models import Event, Fate, Kind, Person, Topic
from models.errors import N_, Refusal

AFTER = timedelta(minutes=2)
"""A slip of the finger is put right before anybody has heard of it."""
ELSEWHERE = (Fate.MERGED, Fate.SENT_ON)


def decide(
    session: Session,
    event: Event,
    topic: Topic,
    fate: Fate,
    reason: str | None,
    actor_id: int | None,
    now: datetime,
) -> None:
    """On the programme, answered or saved. The same again changes nothing. For a meeting that is held.

    The bot's own reasons are in `models.topics.REASONS`. What is saved opens the next meeting's list.
    """
    if fate in ELSEWHERE:
        raise ValueError(f"{fate} needs to know where")
    if (topic.fate, topic.fate_reason) == (fate, reason):
        return
    settle(session, event, topic, fate, reason, actor_id, now)
    following = copies.following(session, event) if fate is Fate.SAVED else None
    if following:
        copies.put(session, topic, following, now, is_first=True)


def send_on(
    session: Session, event: Event, topic: Topic, to: Event, reason: str | None, actor_id: int, now: datetime
) -> None:
    """It becomes a proposed question at another area's meeting."""
    if to.id == event.id or not (to.takes_topics(now) or to.opens_later(now)):
        raise Refusal(N_("That meeting takes no questions. Choose another."), field="place")
    settle(session, event, topic, Fate.SENT_ON, reason, actor_id, now)
    copies.put(session, topic, to, now)


def reopen(session: Session, event: Event, topic: Topic, actor_id: int | None, now: datetime) -> None:
    """Nothing is decided after all; what was merged stands by itself again."""
    if topic.fate is not None:
        settle(session, event, topic, None, None, actor_id, now)


def settle(
    session: Session,
    event: Event,
    topic: Topic,
    fate: Fate | None,
    reason: str | None,
    actor_id: int | None,
    now: datetime,
    *,
    into: Topic | None = None,
) -> None:
    """Any fate, or none. What an earlier one had caused elsewhere is taken back."""
    copies.take_back(session, topic, now)
    left = session.get(Topic, topic.merged_into_id) if topic.merged_into_id and fate is None else None
    topic.merged_into_id = into.id if into else None
    topic.settle(fate, reason=reason, by_id=actor_id, now=now)
    session.flush()
    note(session, event, topic, f"topic_{fate or 'reopened'}", actor_id, now)
    told = set().union(*(news.proposers(session, one) for one in (topic, into, left) if one))
    for person_id in sorted(told - {actor_id}):
        _tell(session, event, topic, person_id, now)


def _tell(session: Session, event: Event, topic: Topic, person_id: int, now: datetime) -> None:
    if not session.get_one(Person, person_id).can_be_told:
        return
    deliveries.owe(
        session,
        Kind.TOPIC_FATE,
        now=now,
        cause=f"{topic.id}.{topic.fate_number}",
        workspace_id=event.workspace_id,
        event_id=event.id,
        person_id=person_id,
        due_at=now + AFTER,
        facts={"topic": topic.id, "number": topic.fate_number},
    )
