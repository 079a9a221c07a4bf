"""What is shown and must stay true: a channel's card of a meeting, a person's Home."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class CardKind(StrEnum):
    ANNOUNCEMENT = "announcement"
    HOME = "home"
    PROGRESS = "progress"
    """To whoever wrote to the people of a meeting: how far it has come."""
    POLL = "poll"
    """A vote: how it works, and how many have voted; then what it came to."""
    DATE_POLL = "date_poll"
    """To a channel: which days are asked about, and how many have answered."""


class Card(Base):
    """`stale_since` is the one flag: set by any change it shows, cleared by the redraw that saw the change."""

    __tablename__ = "cards"
    __table_args__ = (
        CheckConstraint("(kind = 'home') = (person_id IS NOT NULL)", name="home_is_somebodys"),
        CheckConstraint("(kind = 'announcement') = (event_id IS NOT NULL)", name="announces_something"),
        Index("uq_cards_announcement", "event_id", "channel_id", unique=True),
        Index("uq_cards_home", "person_id", unique=True),
        Index(
            "ix_cards_stale",
            "stale_since",
            sqlite_where=text("stale_since IS NOT NULL"),
            postgresql_where=text("stale_since IS NOT NULL"),
        ),
        Index(
            "ix_cards_true_until",
            "true_until",
            sqlite_where=text("true_until IS NOT NULL"),
            postgresql_where=text("true_until IS NOT NULL"),
        ),
    )

    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"))
    kind: Mapped[CardKind]
    event_id: Mapped[int | None] = mapped_column(ForeignKey("events.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    channel_id: Mapped[str | None] = mapped_column(String(32))
    ts: Mapped[str | None] = mapped_column(String(32))
    """None until its first posting has been sent."""
    stale_since: Mapped[datetime | None]
    true_until: Mapped[datetime | None]
    """When what it shows stops being so by itself: registration opens or closes, the meeting begins or ends."""
    drawn_at: Mapped[datetime | None]
    gone: Mapped[str | None]
    """Why it is no longer redrawn: the message was deleted, the channel archived or left."""
