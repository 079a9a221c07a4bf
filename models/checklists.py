"""What the agency and the coordinator see to together before and after a meeting; each ticks off for their own part."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.errors import N_


class Side(StrEnum):
    AGENCY = "agency"
    COORDINATOR = "coordinator"


POINTS = {
    "dates": N_("Form and possible days are agreed"),
    "breaks": N_("School breaks and committee days are checked"),
    "day": N_("The day is set"),
    "venue": N_("The venue is booked"),
    "save_the_date": N_("Save the date has been sent"),
    "invitation": N_("The invitation is out, and questions can be proposed"),
    "questions": N_("The questions are read, and the vote is open"),
    "counts": N_("Registration is closed, and food is ordered by counts"),
    "programme": N_("The programme is published"),
    "checked_in": N_("Those who came have been checked in"),
    "draft": N_("Thanks and draft notes are sent"),
    "notes": N_("Final notes are sent, also to the registrar"),
    "report": N_("The area's part of the report is read through"),
    "feedback": N_("What happened has been told to everyone"),
}
"""The points of a series that has none of its own: its year (domain.md 4), by their keys."""


class ChecklistTick(Base):
    """One side's tick at one point: a row of its own, so that of two who tick at once neither loses anything."""

    __tablename__ = "checklist_ticks"
    __table_args__ = (UniqueConstraint("event_id", "point", "side"),)

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    point: Mapped[str] = mapped_column(String(40))
    side: Mapped[Side]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]
