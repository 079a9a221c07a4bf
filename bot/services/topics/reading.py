"""Reading a meeting's questions: what each may see of them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.receipts import TopicFacts, TopicList
from bot.services import access, events
from bot.services.people import Member
from bot.services.topics import copies, rows, similar
from bot.services.topics.rows import Topics
from models import Event, Fate, Organisation, Person, Series, Topic, TopicState
from models.organisations import search_words
from models.topics import SHOWN

MOST_OPTIONS = 100
"""Slack shows no more of a menu."""


def listed(
    session: Session,
    event: Event,
    *,
    person_id: int,
    sees_proposers: bool,
    now: datetime,
    steers: bool = False,
    decides: bool = False,
) -> TopicList:
    """The meeting's questions, overarching ones first."""
    found = rows.of_event(session, event)
    reading = _Reading(
        session=session,
        event=event,
        series=session.get_one(Series, event.series_id),
        found=found,
        titles={topic.id: topic.title for topic in found.rows},
        whence=_whence(session, found),
        whither=_whither(session, found),
        person_id=person_id,
        sees_proposers=sees_proposers,
        steers=steers,
        takes=event.takes_topics(now),
    )
    return TopicList(
        event=events.facts(session, event, now),
        topics=tuple(reading.facts(topic) for topic in found.rows if reading.may_see(topic)),
        may_steer=steers,
        may_decide=decides,
        approves=event.approves_topics,
    )


def read(session: Session, member: Member, event_id: int | None, now: datetime) -> TopicList:
    """A meeting's questions as this member may see them."""
    event = access.event_in(session, member.workspace_id, event_id)
    return listed(
        session,
        event,
        person_id=member.person_id,
        sees_proposers=access.sees_proposers(session, event, member.person_id),
        steers=access.steers_topics(session, event, member.person_id),
        decides=access.decides_topics(session, event, member.person_id),
        now=now,
    )


def alike(session: Session, event: Event, written: str, *, person_id: int, now: datetime) -> tuple[TopicFacts, ...]:
    """Open questions of others that ask much the same as what is being written."""
    ids = ids_alike(session, event, written, person_id=person_id)
    if not ids:
        return ()
    found = listed(session, event, person_id=person_id, sees_proposers=False, now=now)
    return tuple(found.get(topic_id) for topic_id in ids)


def ids_alike(session: Session, event: Event, written: str, *, person_id: int) -> list[int]:
    """As `alike`, the ids alone: asked at every letter, so it reads no more than it must."""
    if not similar.says_something(written):
        return []
    wanted = select(Topic.id, Topic.title, Topic.state, Topic.proposer_id, Topic.merged_into_id)
    found = session.execute(wanted.where(Topic.event_id == event.id, Topic.state != TopicState.WITHDRAWN)).all()
    into = {row.id: row.merged_into_id for row in found}
    mine = {_root(row.id, into) for row in found if row.proposer_id == person_id}
    others = [row for row in found if row.state is TopicState.OPEN and row.id not in mine]
    return similar.similar(written, [similar.Asked(row.id, row.title) for row in others])


def _root(topic_id: int, into: dict[int, int | None]) -> int:
    """The question that a question has gone into, however many times."""
    while above := into.get(topic_id):
        topic_id = above
    return topic_id


def to_merge_with(found: TopicList, topic_id: int, query: str) -> list[TopicFacts]:
    """Open questions a question can go into: those with the words, the likeliest first."""
    topic = found.get(topic_id)
    others = {one.id: one for one in found.topics if one.is_open and one.id != topic_id}
    likely = similar.similar(
        topic.title, [similar.Asked(one.id, one.title) for one in others.values()], most=len(others)
    )
    words = search_words(query)
    ordered = [others[id] for id in dict.fromkeys((*likely, *others))]
    return [one for one in ordered if all(word in " ".join(search_words(one.title)) for word in words)][:MOST_OPTIONS]


def place_of(found: TopicList, topic_id: int) -> tuple[int, int]:
    """Its number among the open ones of its level, and how many they are."""
    ids = [one.id for one in found.topics if one.is_open and one.level == found.get(topic_id).level]
    return ids.index(topic_id) + 1, len(ids)


@dataclass(frozen=True)
class _Reading:
    """One reader before one meeting's questions."""

    session: Session
    event: Event
    series: Series
    found: Topics
    titles: dict[int, str]
    whence: dict[int, Event]
    whither: dict[int, Event]
    person_id: int
    sees_proposers: bool
    steers: bool
    takes: bool

    def may_see(self, topic: Topic) -> bool:
        return topic.state in SHOWN or self.steers or topic.proposer_id == self.person_id

    def facts(self, topic: Topic) -> TopicFacts:
        together = list(self.found.together(topic))
        proposers, supporters = self.found.proposers(topic), self.found.supporters(topic)
        is_own, is_one_of_many = topic.proposer_id == self.person_id, len(together) > 1
        whence, whither = self.whence.get(topic.id), self.whither.get(topic.id)
        is_from_here = whence is not None and _is_before(whence, self.event)
        return TopicFacts(
            id=topic.id,
            level=topic.level.value,
            theme=self.series.theme_label(topic.theme),
            theme_id=topic.theme,
            title=topic.title,
            background=topic.background,
            is_mine=self.person_id in proposers,
            proposer=_proposers(self.session, self.series, together) if self.sees_proposers else None,
            is_open=topic.is_open,
            is_pending=topic.is_pending,
            fate=topic.fate,
            reason=topic.fate_reason,
            into=self.titles.get(topic.merged_into_id or 0),
            merged=tuple(row.title for row in together[1:] if self.may_see(row)),
            was=topic.proposed_title if is_own or self.steers else None,
            supporters=len(supporters),
            is_supported=self.person_id in supporters,
            may_support=self.takes and topic.is_open and self.person_id not in proposers,
            may_change=self.takes and is_own and not is_one_of_many and topic.fate is None,
            from_area=copies.place(self.session, whence) if whence and not is_from_here else None,
            is_from_last_time=is_from_here,
            sent_to=copies.place(self.session, whither) if whither else None,
        )


def _whence(session: Session, found: Topics) -> dict[int, Event]:
    """By question: the meeting it comes from."""
    origins = {topic.origin_id: topic.id for topic in found.rows if topic.origin_id}
    if not origins:
        return {}
    wanted = select(Topic.id, Event).join(Event, Event.id == Topic.event_id).where(Topic.id.in_(origins))
    return {origins[origin_id]: origin for origin_id, origin in session.execute(wanted)}


def _whither(session: Session, found: Topics) -> dict[int, Event]:
    """By question: the meeting it has been sent on to."""
    sent = [topic.id for topic in found.rows if topic.fate is Fate.SENT_ON]
    if not sent:
        return {}
    wanted = select(Topic.origin_id, Event).join(Event, Event.id == Topic.event_id)
    pairs = session.execute(wanted.where(Topic.origin_id.in_(sent), Topic.state != TopicState.WITHDRAWN))
    return {origin_id: whither for origin_id, whither in pairs if origin_id}


def _is_before(other: Event, event: Event) -> bool:
    return other.id == event.follows_id or (other.area_id is not None and other.area_id == event.area_id)


def _proposers(session: Session, series: Series, topics: list[Topic]) -> str | None:
    named = dict.fromkeys(_proposer(session, series, topic) for topic in topics)
    return " + ".join(name for name in named if name) or None


def _proposer(session: Session, series: Series, topic: Topic) -> str:
    person = session.get(Person, topic.proposer_id) if topic.proposer_id else None
    organisation = session.get(Organisation, topic.proposer_organisation_id) if topic.proposer_organisation_id else None
    parts = (
        person.name if person else None,
        series.role_label(topic.proposer_role) or None,
        organisation.display if organisation else None,
    )
    return ", ".join(part for part in parts if part)
