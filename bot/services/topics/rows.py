"""The questions of a meeting as rows, and who stands behind each: those merged into it count as its own."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Event, Level, Topic, TopicState, TopicSupport
from models.topics import SHOWN

FAR = 1_000_000_000
"""After every place the coordinator has given."""
ORDER: tuple[Any, ...] = (Topic.level.desc(), func.coalesce(Topic.position, FAR), Topic.id)
"""Overarching ones first; then as the coordinator has put them, then as they came."""


@dataclass(frozen=True)
class Topics:
    """Everything but what was withdrawn, in order; who supports what; and what went into what."""

    rows: Sequence[Topic]
    supports: Mapping[int, Collection[int]]
    parts: Mapping[int, Sequence[Topic]]

    def together(self, topic: Topic) -> Iterator[Topic]:
        """The question, and all that were merged into it."""
        yield topic
        for row in self.parts.get(topic.id, ()):
            yield from self.together(row)

    def proposers(self, topic: Topic) -> set[int]:
        return {row.proposer_id for row in self.together(topic) if row.proposer_id}

    def supporters(self, topic: Topic) -> set[int]:
        """Each person once. Whoever proposed it supports it anyway."""
        behind = (self.supports.get(row.id, ()) for row in self.together(topic))
        return set().union(*behind) - self.proposers(topic)


def of_event(session: Session, event: Event) -> Topics:
    rows = session.scalars(
        select(Topic).where(Topic.event_id == event.id, Topic.state != TopicState.WITHDRAWN).order_by(*ORDER)
    ).all()
    supports = session.execute(
        select(TopicSupport.topic_id, TopicSupport.person_id)
        .join(Topic, Topic.id == TopicSupport.topic_id)
        .where(Topic.event_id == event.id)
    )
    behind: dict[int, list[int]] = defaultdict(list)
    for topic_id, person_id in supports:
        behind[topic_id].append(person_id)
    parts: dict[int, list[Topic]] = defaultdict(list)
    for row in rows:
        if row.merged_into_id:
            parts[row.merged_into_id].append(row)
    return Topics(rows, behind, parts)


def open_ones(session: Session, event: Event, level: Level | None = None) -> Sequence[Topic]:
    """Those that can be voted on, in the coordinator's order."""
    wanted = select(Topic).where(Topic.event_id == event.id, Topic.state == TopicState.OPEN)
    if level is not None:
        wanted = wanted.where(Topic.level == level)
    return session.scalars(wanted.order_by(*ORDER)).all()


def pending(session: Session, event: Event) -> int:
    """How many wait for somebody to read them first."""
    waits = (Topic.event_id == event.id, Topic.state == TopicState.PENDING, Topic.fate.is_(None))
    return session.scalar(select(func.count()).where(*waits)) or 0


def count(session: Session, event: Event) -> int:
    """How many have been proposed, as everyone may know."""
    return session.scalar(select(func.count()).where(Topic.event_id == event.id, Topic.state.in_(SHOWN))) or 0
