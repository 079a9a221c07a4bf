"""What a coordinator writes to the people of a meeting, from the draft to the moment it begins to go out."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.steps import Audience


class AnnouncementState(StrEnum):
    DRAFT = "draft"
    """Seen as it will look, not yet decided."""
    PLANNED = "planned"
    BEGUN = "begun"
    """Its deliveries are owed: it can no longer be changed or withdrawn."""
    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"
    """The meeting was cancelled after it had been planned: what it says may no longer be so."""


class Announcement(Base):
    """Whom it reaches is computed when it begins; how it went is told by its deliveries.

    The version rises when what it says, to whom or when changes: what is confirmed is what was seen.
    """

    __tablename__ = "announcements"
    __table_args__ = (
        Index(
            "uq_announcements_draft",
            "event_id",
            "author_id",
            unique=True,
            sqlite_where=text("state = 'draft'"),
            postgresql_where=text("state = 'draft'"),
        ),
        Index(
            "ix_announcements_due",
            "due_at",
            sqlite_where=text("state = 'planned'"),
            postgresql_where=text("state = 'planned'"),
        ),
        Index("ix_announcements_event", "event_id", "state"),
        Index("uq_announcements_card", "card_id", unique=True),
    )

    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"))
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("announcements.id"))
    """The planned one it takes the place of, once it is confirmed."""
    audience: Mapped[Audience]
    words: Mapped[str]
    state: Mapped[AnnouncementState] = mapped_column(default=AnnouncementState.DRAFT)
    due_at: Mapped[datetime | None]
    """None: as soon as it is confirmed."""
    knows_cancelled: Mapped[bool] = mapped_column(default=False)
    """Confirmed when the meeting was cancelled already: it may be about just that."""
    version: Mapped[int] = mapped_column(default=1)
    seen: Mapped[int] = mapped_column(default=0)
    """How many others' messages to the same people had been decided when the author last looked."""
    decided_at: Mapped[datetime | None]
    begun_at: Mapped[datetime | None]
    card_id: Mapped[int | None] = mapped_column(ForeignKey("cards.id"))
    """The author's message that tells how far it has come."""

    def say(self, *, audience: Audience, words: str, due_at: datetime | None, replaces_id: int | None) -> None:
        """What is typed into the draft. The same again is the same draft."""
        before = (self.audience, self.words, self.due_at, self.replaces_id)
        self.audience, self.words, self.due_at, self.replaces_id = audience, words, due_at, replaces_id
        if before != (audience, words, due_at, replaces_id):
            self.version = (self.version or 0) + 1
