"""A question a participant wants to talk about. Everyone reads it; only the coordinator sees who proposed it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.errors import N_


class Level(StrEnum):
    OVERARCHING = "overarching"
    OPERATIONAL = "operational"


class TopicState(StrEnum):
    PENDING = "pending"
    """Waits for the coordinator: nobody else sees it but its proposer."""
    OPEN = "open"
    DECIDED = "decided"
    """Its `fate` says what has become of it."""
    WITHDRAWN = "withdrawn"


class Fate(StrEnum):
    """What becomes of a question. Everyone reads it, with the reason."""

    ON_PROGRAMME = "on_programme"
    ANSWERED = "answered"
    SENT_ON = "sent_on"
    SAVED = "saved"
    MERGED = "merged"


SHOWN = (TopicState.OPEN, TopicState.DECIDED)
"""What everyone reads."""
VOTED_IN = N_("It was among those that got the most votes.")
NO_ROOM = N_("Others got more votes, and time is short.")
REASONS = (VOTED_IN, NO_ROOM)
"""The bot's own reasons: read in each reader's language. All others are somebody's words."""


class Topic(Base):
    __tablename__ = "topics"
    __table_args__ = (
        Index("ix_topics_event", "event_id", "state", "level"),
        Index("uq_topics_key", "event_id", "key", unique=True),
        Index("uq_topics_origin", "event_id", "origin_id", unique=True),
        Index("ix_topics_origin", "origin_id"),
        Index("ix_topics_merged", "merged_into_id"),
    )

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    key: Mapped[str | None]
    """Its id in the file it was imported from."""
    level: Mapped[Level]
    theme: Mapped[str | None]
    title: Mapped[str]
    background: Mapped[str | None]
    state: Mapped[TopicState] = mapped_column(default=TopicState.OPEN)
    proposer_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    proposer_role: Mapped[str | None]
    proposer_organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    created_at: Mapped[datetime]

    position: Mapped[int | None]
    """The coordinator's order within the level; None: after those, as they came."""
    proposed_title: Mapped[str | None]
    """As it was proposed, when the coordinator has corrected the wording."""
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("topics.id"))
    origin_id: Mapped[int | None] = mapped_column(ForeignKey("topics.id"))
    """The question of another meeting it comes from: saved last time, or sent on by another area."""
    fate: Mapped[Fate | None]
    fate_reason: Mapped[str | None]
    fate_at: Mapped[datetime | None]
    fate_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    fate_number: Mapped[int] = mapped_column(default=0, server_default="0")
    """Rises with every change of fate: each is told once, and only the latest."""

    @property
    def is_open(self) -> bool:
        return self.state is TopicState.OPEN

    @property
    def is_pending(self) -> bool:
        return self.state is TopicState.PENDING and self.fate is None

    def place_in(self, level: Level) -> None:
        """In another list it comes last."""
        if level is not self.level:
            self.level, self.position = level, None

    def settle(self, fate: Fate | None, *, reason: str | None, by_id: int | None, now: datetime) -> None:
        """What has become of it; None: it is open again. What nobody has approved stays out of sight."""
        self.fate, self.fate_reason, self.fate_by_id, self.fate_at = fate, reason, by_id, now
        self.fate_number += 1
        if self.state in SHOWN:
            self.state = TopicState.DECIDED if fate else TopicState.OPEN


class TopicSupport(Base):
    """Somebody wants to talk about it too. Counted; nobody reads who."""

    __tablename__ = "topic_supports"
    __table_args__ = (UniqueConstraint("topic_id", "person_id"),)

    topic_id: Mapped[int] = mapped_column(ForeignKey("topics.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    created_at: Mapped[datetime]
