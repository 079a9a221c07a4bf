"""Who leads the conversation and who takes notes at a meeting: people the coordinator has named."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.people import Duty

CREW = (Duty.FACILITATOR, Duty.NOTE_TAKER)


class CrewMember(Base):
    """A duty at one meeting; an `Assignment` is for an area or a series."""

    __tablename__ = "crew_members"
    __table_args__ = (UniqueConstraint("event_id", "person_id", "duty"),)

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    duty: Mapped[Duty]
