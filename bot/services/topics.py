"""Questions: proposing one, and reading everyone's."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.receipts import TopicFacts, TopicForm, TopicList
from bot.services import access, cards, events, log
from bot.services.people import Member
from bot.services.registration import seats
from models import Event, Level, Organisation, Person, Series, Topic, TopicState
from models.errors import N_, Refusal

LONGEST = 300


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
) -> TopicList:
    """Write down a question. The same words from the same person twice are one question."""
    event = events.lock(session, event_id)
    event.refuse_topics_outside_their_time(now)
    words = " ".join(title.split())
    if not words:
        raise Refusal(N_("Write your question first."), field="title")
    if len(words) > LONGEST:
        raise Refusal(N_("Keep the question under {longest} characters; the background can hold the rest."),
                      field="title", longest=LONGEST)  # fmt: skip
    if not _has_said(session, event_id, person_id, words):
        topic = _new(session, event, person_id, words, Level(level), theme, background, now)
        session.add(topic)
        session.flush()
        cards.stale(session, event_id, now)
        log.record(session, "topic_proposed", workspace_id=event.workspace_id, now=now, actor_id=person_id,
                   event_id=event_id, topic=topic.id)  # fmt: skip
    return listed(session, event, person_id=person_id, sees_proposers=False, now=now)


def listed(session: Session, event: Event, *, person_id: int, sees_proposers: bool, now: datetime) -> TopicList:
    """The meeting's questions, overarching ones first."""
    series = session.get_one(Series, event.series_id)
    rows = session.scalars(
        select(Topic)
        .where(Topic.event_id == event.id, Topic.state == TopicState.OPEN)
        .order_by(Topic.level.desc(), Topic.id)
    ).all()
    return TopicList(
        event=events.facts(session, event, now),
        topics=tuple(
            TopicFacts(
                id=row.id,
                level=row.level.value,
                theme=series.theme_label(row.theme),
                title=row.title,
                background=row.background,
                is_mine=row.proposer_id == person_id,
                proposer=_proposer(session, series, row) if sees_proposers else None,
            )
            for row in rows
        ),
    )


def read(session: Session, member: Member, event_id: int, now: datetime) -> TopicList:
    """A meeting's questions as this member may see them."""
    event = access.event_in(session, member.workspace_id, event_id)
    shows = access.sees_proposers(session, event, member.person_id)
    return listed(session, event, person_id=member.person_id, sees_proposers=shows, now=now)


def form(session: Session, open_events: list[Event], chosen: Event, now: datetime) -> TopicForm:
    series = session.get_one(Series, chosen.series_id)
    return TopicForm(
        events=tuple(events.facts(session, event, now) for event in open_events),
        chosen_id=chosen.id,
        themes=tuple((theme["id"], theme["label"]) for theme in series.theme_list),
    )


def _has_said(session: Session, event_id: int, person_id: int, words: str) -> bool:
    said = select(Topic.id).where(
        Topic.event_id == event_id,
        Topic.proposer_id == person_id,
        Topic.title == words,
        Topic.state == TopicState.OPEN,
    )
    return session.scalar(said) is not None


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


def _proposer(session: Session, series: Series, topic: Topic) -> str:
    person = session.get(Person, topic.proposer_id) if topic.proposer_id else None
    organisation = session.get(Organisation, topic.proposer_organisation_id) if topic.proposer_organisation_id else None
    parts = (
        person.name if person else None,
        series.role_label(topic.proposer_role) or None,
        organisation.display if organisation else None,
    )
    return ", ".join(part for part in parts if part)
