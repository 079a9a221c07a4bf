"""A coordinator asks an organisation's contact for somebody in a role that nobody fills."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class SeatRequest(Base):
    """Asked once for each empty seat."""

    __tablename__ = "seat_requests"
    __table_args__ = (UniqueConstraint("event_id", "organisation_id", "role"),)

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    role: Mapped[str]
    """Empty: anybody at all."""
    words: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[datetime]
