"""Proposing a question, and changing or withdrawing one's own."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.receipts import TopicForm, TopicList
from bot.services import access, cards, events, log
from bot.services.registration import seats
from bot.services.topics import reading
from models import Event, Level, Person, Series, Topic, TopicState
from models.errors import N_, Refusal

LONGEST = 300
STANDS = (TopicState.OPEN, TopicState.PENDING)


def propose(
    session: Session,
    *,
    event_id: int,
    person_id: int,
    title: str,
    level: str,
    theme: str | None,
    background: str | None,
    now: datetime,
    by_id: int | None = None,
) -> TopicList:
    """Write down a question. The same words from the same person twice are one question.

    `by_id`: who does it for them.
    """
    event = events.lock(session, event_id)
    event.refuse_topics_outside_their_time(now)
    words = checked(title)
    if not _has_said(session, event_id, person_id, words):
        topic = _new(session, event, person_id, words, level_of(level), theme, background, now)
        if event.approves_topics and not access.steers_topics(session, event, by_id or person_id):
            topic.state = TopicState.PENDING
        session.add(topic)
        session.flush()
        note(session, event, topic, "topic_proposed", by_id or person_id, now)
    return reading.listed(session, event, person_id=person_id, sees_proposers=False, now=now)


def latest_of(session: Session, event: Event, person_id: int) -> int:
    """The question the person proposed last."""
    theirs = select(Topic.id).where(Topic.event_id == event.id, Topic.proposer_id == person_id)
    return session.scalars(theirs.order_by(Topic.id.desc()).limit(1)).one()


def change(
    session: Session,
    event: Event,
    topic: Topic,
    *,
    title: str,
    level: str,
    theme: str | None,
    background: str | None,
    now: datetime,
) -> None:
    """The proposer's second thoughts, while questions are taken. For a meeting that is held."""
    refuse_unless_mine_still(session, event, topic, now)
    topic.title, topic.theme = checked(title), theme
    topic.place_in(level_of(level))
    topic.background = (background or "").strip() or None
    note(session, event, topic, "topic_changed", topic.proposer_id, now)


def withdraw(session: Session, event: Event, topic: Topic, now: datetime) -> None:
    """Twice changes nothing."""
    if topic.state is TopicState.WITHDRAWN:
        return
    refuse_unless_mine_still(session, event, topic, now)
    topic.state = TopicState.WITHDRAWN
    note(session, event, topic, "topic_withdrawn", topic.proposer_id, now)


def form(
    session: Session,
    open_events: list[Event],
    chosen: Event,
    *,
    person_id: int,
    written: str,
    now: datetime,
) -> TopicForm:
    """What the form offers, with the questions that ask much the same as what is written so far."""
    series = session.get_one(Series, chosen.series_id)
    return TopicForm(
        events=tuple(events.facts(session, event, now) for event in open_events),
        chosen_id=chosen.id,
        themes=tuple((theme["id"], theme["label"]) for theme in series.theme_list),
        alike=reading.alike(session, chosen, written, person_id=person_id, now=now) if written else (),
        is_read_first=chosen.approves_topics,
    )


def checked(title: str) -> str:
    """The question on one line; a Refusal when there is none, or too much of it."""
    words = " ".join(title.split())
    if not words:
        raise Refusal(N_("Write your question first."), field="title")
    if len(words) > LONGEST:
        raise Refusal(N_("Keep the question under {longest} characters; the background can hold the rest."),
                      field="title", longest=LONGEST)  # fmt: skip
    return words


def level_of(level: str) -> Level:
    """Which list it belongs to; a Refusal when none was chosen."""
    if level not in set(Level):
        raise Refusal(N_("Choose what kind of question it is."), field="level")
    return Level(level)


def note(session: Session, event: Event, topic: Topic, action: str, actor_id: int | None, now: datetime) -> None:
    """One line in the log; what is shown of the meeting is drawn anew."""
    cards.stale(session, event.id, now)
    log.about(session, event, action, now=now, actor_id=actor_id, topic=topic.id)


def refuse_unless_mine_still(session: Session, event: Event, topic: Topic, now: datetime) -> None:
    if topic.fate is not None or topic.state not in STANDS:
        raise Refusal(N_("What becomes of your question is decided. Contact the coordinator."), event_id=event.id)
    if not event.takes_topics(now):
        raise Refusal(
            N_("The time for changing questions to {title} has passed. Yours stands as you wrote it."),
            title=event.title,
            event_id=event.id,
        )
    if session.scalar(select(Topic.id).where(Topic.merged_into_id == topic.id)) is not None:
        raise Refusal(
            N_("Others have asked the same, and the coordinator has merged you. Ask the coordinator to change it."),
            event_id=event.id,
        )


def _has_said(session: Session, event_id: int, person_id: int, words: str) -> bool:
    said = select(Topic.id).where(
        Topic.event_id == event_id,
        Topic.proposer_id == person_id,
        Topic.title == words,
        Topic.state != TopicState.WITHDRAWN,
    )
    return session.scalars(said).first() is not None


def _new(
    session: Session,
    event: Event,
    person_id: int,
    words: str,
    level: Level,
    theme: str | None,
    background: str | None,
    now: datetime,
) -> Topic:
    seat = seats.current(session, event.id, person_id)
    person = session.get_one(Person, person_id)
    return Topic(
        event_id=event.id,
        level=level,
        theme=theme,
        title=words,
        background=(background or "").strip() or None,
        proposer_id=person_id,
        proposer_role=seat.role if seat else person.role,
        proposer_organisation_id=seat.organisation_id if seat else person.organisation_id,
        created_at=now,
    )
