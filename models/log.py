"""Who did what, when. Append-only: triggers in the database refuse changes, and removal before twelve months."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Facts


class LogEntry(Base):
    """Ids and plain facts only: no names, no answers, no message texts. An exception carries the reason given."""

    __tablename__ = "log"
    __table_args__ = (Index("ix_log_event", "event_id", "at"),)

    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"))
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    """None when the bot itself or a file did it."""
    action: Mapped[str] = mapped_column(String(48))
    event_id: Mapped[int | None] = mapped_column(ForeignKey("events.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    facts: Mapped[Facts] = mapped_column(JSON, default=dict)
