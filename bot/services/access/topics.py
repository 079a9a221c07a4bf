"""A question to act on, or a refusal. The letter `f` keeps its id apart from a meeting's."""

from sqlalchemy.orm import Session

from bot.services.access.meetings import event_in, event_to, event_to_change, row_id
from bot.services.access.rights import NOT_YOURS, decides_topics, steers_topics
from models import Event, Fate, Topic, TopicState
from models.errors import N_, Refusal
from models.permissions import Action
from models.topics import SHOWN

NO_LONGER_ASKED = N_("That question is no longer there.")


def topic_in(session: Session, workspace_id: int, value: str, *, person_id: int) -> tuple[Event, Topic]:
    """A question that this member may read, and its meeting."""
    topic_id = row_id(value.removeprefix("f"))
    topic = session.get(Topic, topic_id) if topic_id is not None else None
    if topic is None or topic.state is TopicState.WITHDRAWN:
        raise Refusal(NO_LONGER_ASKED)
    event = event_in(session, workspace_id, topic.event_id)
    is_seen = topic.state in SHOWN or topic.proposer_id == person_id or steers_topics(session, event, person_id)
    if not is_seen:
        raise Refusal(NO_LONGER_ASKED)
    return event, topic


def topic_to_support(session: Session, workspace_id: int, value: str, *, person_id: int) -> tuple[Event, Topic]:
    """As `topic_in`, held until the transaction ends."""
    event, topic = topic_in(session, workspace_id, value, person_id=person_id)
    return _held(session, workspace_id, event, topic)


def my_topic(session: Session, workspace_id: int, value: str, *, person_id: int) -> tuple[Event, Topic]:
    """A question one has proposed oneself."""
    event, topic = topic_in(session, workspace_id, value, person_id=person_id)
    if topic.proposer_id != person_id:
        raise Refusal(N_("Only whoever proposed a question can change it."))
    return event, topic


def my_topic_to_change(session: Session, workspace_id: int, value: str, *, person_id: int) -> tuple[Event, Topic]:
    """As `my_topic`, held until the transaction ends."""
    event, topic = my_topic(session, workspace_id, value, person_id=person_id)
    return _held(session, workspace_id, event, topic)


def topic_to(session: Session, workspace_id: int, value: str, *, person_id: int, action: Action) -> tuple[Event, Topic]:
    """A question and its meeting, if this person may do this with them."""
    _, topic = topic_in(session, workspace_id, value, person_id=person_id)
    return event_to(session, workspace_id, topic.event_id, person_id=person_id, action=action), topic


def topic_to_handle(session: Session, workspace_id: int, value: str, *, person_id: int) -> tuple[Event, Topic]:
    """For whoever puts the questions in order: to be shown as it is."""
    return topic_to(session, workspace_id, value, person_id=person_id, action=Action.STEER_TOPICS)


def topic_to_steer(session: Session, workspace_id: int, value: str, *, person_id: int) -> tuple[Event, Topic]:
    """For whoever puts the questions in order; held until the transaction ends."""
    event, topic = topic_to(session, workspace_id, value, person_id=person_id, action=Action.STEER_TOPICS)
    return _held(session, workspace_id, event, topic)


def topic_to_decide(session: Session, workspace_id: int, value: str, *, person_id: int) -> tuple[Event, Topic]:
    """For whoever says what becomes of it; held until the transaction ends."""
    event, topic = topic_to(session, workspace_id, value, person_id=person_id, action=Action.DECIDE_TOPICS)
    return _held(session, workspace_id, event, topic)


def topic_to_reopen(session: Session, workspace_id: int, value: str, *, person_id: int) -> tuple[Event, Topic]:
    """Who may merge may take apart; what else was decided, the coordinator may undo. Held."""
    event, topic = topic_to_steer(session, workspace_id, value, person_id=person_id)
    if topic.fate is not Fate.MERGED and not decides_topics(session, event, person_id):
        raise Refusal(NOT_YOURS)
    return event, topic


def event_to_steer_topics(session: Session, workspace_id: int, event_id: int | None, *, person_id: int) -> Event:
    """The meeting, held, for whoever puts its questions in order."""
    event = event_to_change(session, workspace_id, event_id)
    if not steers_topics(session, event, person_id):
        raise Refusal(NOT_YOURS)
    return event


def _held(session: Session, workspace_id: int, event: Event, topic: Topic) -> tuple[Event, Topic]:
    event = event_to_change(session, workspace_id, event.id)
    session.refresh(topic)
    if topic.state is TopicState.WITHDRAWN:
        raise Refusal(NO_LONGER_ASKED)
    return event, topic
