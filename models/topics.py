"""A question a participant wants to talk about. Everyone reads it; only the coordinator sees who proposed it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Level(StrEnum):
    OVERARCHING = "overarching"
    OPERATIONAL = "operational"


class TopicState(StrEnum):
    OPEN = "open"
    WITHDRAWN = "withdrawn"


class Topic(Base):
    __tablename__ = "topics"
    __table_args__ = (
        Index("ix_topics_event", "event_id", "state", "level"),
        Index("uq_topics_key", "event_id", "key", unique=True),
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
