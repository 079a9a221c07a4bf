"""The programme of a meeting: how it is to be filled, what was decided by hand, and what has been published."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Programme(Base):
    """Its draft is worked out from the template, the result and the choices whenever somebody looks."""

    __tablename__ = "programmes"

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), unique=True)
    template: Mapped[str | None]
    """One of the series'; None: the meeting's own agenda."""
    origin: Mapped[int]
    """The minute of the template's day at which the meeting starts, for as long as the template is `mark`."""
    mark: Mapped[int]
    audiences: Mapped[dict[str, list[str]]] = mapped_column(JSON, default=dict, server_default="{}")
    """Roles that parts for questions are for, where the template has others: by level and number; none is everybody."""
    by_share: Mapped[bool] = mapped_column(default=True)
    """Minutes follow the votes; else each question has the same."""
    least: Mapped[int]
    """Minutes that a question needs at least."""
    version: Mapped[int] = mapped_column(default=1)
    """Rises with every change by hand."""
    published_at: Mapped[datetime | None]
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    edition: Mapped[int] = mapped_column(default=0)
    """How many times it has been published with something new in it."""


class ProgrammeChoice(Base):
    """What the coordinator has decided about a question by hand."""

    __tablename__ = "programme_choices"
    __table_args__ = (UniqueConstraint("programme_id", "topic_id"),)

    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"))
    topic_id: Mapped[int] = mapped_column(ForeignKey("topics.id"), index=True)
    segment: Mapped[str | None] = mapped_column(String(32))
    """Where it stands whatever the result says, by level and number: `overarching.1`."""
    place: Mapped[int] = mapped_column(default=0)
    minutes: Mapped[int | None]
    is_out: Mapped[bool] = mapped_column(default=False)


class ProgrammeItem(Base):
    """A line of what has been published: a segment, or a question in the segment before it."""

    __tablename__ = "programme_items"
    __table_args__ = (UniqueConstraint("programme_id", "place"),)

    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"))
    place: Mapped[int]
    starts: Mapped[int]
    """Minutes from the start of the meeting: it moves with the meeting."""
    minutes: Mapped[int]
    title: Mapped[str]
    """Of a question, its words when it was published."""
    audience: Mapped[list[str] | None] = mapped_column(JSON)
    """Roles; None: everybody."""
    lead: Mapped[str | None]
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("topics.id"), index=True)
