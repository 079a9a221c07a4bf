"""What becomes of a question, with its reason; and telling those who proposed it, once per change."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.services import contacts
from bot.services.messages import deliveries
from bot.services.topics import copies, news
from bot.services.topics.proposing import note
from models import Event, Fate, Kind, Person, Topic
from models.base import Facts
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
    """In Slack; somebody outside it by the coordinator's mail."""
    person, cause = session.get_one(Person, person_id), f"{topic.id}.{topic.fate_number}"
    if person.can_be_told:
        about = {"topic": topic.id, "number": topic.fate_number}
        _owe(session, Kind.TOPIC_FATE, event, person_id, cause, about, now)
    elif person.email and not person.has_slack:
        about = {"fate": topic.id, "number": topic.fate_number, "for": person_id}
        for one in contacts.informed(session, event):
            _owe(session, Kind.GUEST_TEXT, event, one.id, f"fate-{cause}-{person_id}", about, now)


def _owe(session: Session, kind: Kind, event: Event, person_id: int, cause: str, facts: Facts, now: datetime) -> None:
    deliveries.owe(
        session,
        kind,
        now=now,
        cause=cause,
        workspace_id=event.workspace_id,
        event_id=event.id,
        person_id=person_id,
        due_at=now + AFTER,
        facts=facts,
    )
