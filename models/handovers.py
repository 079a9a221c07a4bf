"""A coordinator asks somebody to take over: whom, when, and what they said."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class HandoverState(StrEnum):
    ASKED = "asked"
    ACCEPTED = "accepted"
    """The duty is theirs."""
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    """Whoever asked wants it no more, or coordinates no more."""
    UNREACHED = "unreached"
    """They have left Slack: nobody has read the question."""


_OPEN_WORDS = text("state = 'asked'")


class Handover(Base):
    """The duty stays where it is until the answer is yes. One question of a coordinator is open for a place at a time.

    Of an area, or of a lab series: its process lead.
    """

    __tablename__ = "handovers"
    __table_args__ = (
        CheckConstraint("(area_id IS NULL) <> (series_id IS NULL)", name="of_one_place"),
        Index(
            "uq_handovers_open",
            "from_id",
            text("coalesce(area_id, 0)"),
            text("coalesce(series_id, 0)"),
            unique=True,
            sqlite_where=_OPEN_WORDS,
            postgresql_where=_OPEN_WORDS,
        ),
        Index("ix_handovers_asked", "to_id", sqlite_where=_OPEN_WORDS, postgresql_where=_OPEN_WORDS),
    )

    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"))
    area_id: Mapped[int | None] = mapped_column(ForeignKey("areas.id"))
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id"))
    from_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    to_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    """Who is asked."""
    state: Mapped[HandoverState] = mapped_column(default=HandoverState.ASKED)
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]

    @property
    def is_open(self) -> bool:
        return self.state is HandoverState.ASKED

    def end(self, state: HandoverState, now: datetime) -> None:
        self.state, self.answered_at = state, now
