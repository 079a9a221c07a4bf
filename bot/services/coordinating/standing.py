"""What somebody has been named to do at each of some meetings."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services import contacts
from models import CREW, Assignment, CrewMember, Duty, Event


def of_person(session: Session, person_id: int, found: Sequence[Event]) -> dict[int, set[Duty]]:
    """Named for the meeting itself, or for its whole area or series."""
    mine: dict[int, set[Duty]] = {}
    rows = select(CrewMember.event_id, CrewMember.duty).where(CrewMember.person_id == person_id)
    for event_id, duty in session.execute(rows.where(CrewMember.event_id.in_([event.id for event in found]))):
        mine.setdefault(event_id, set()).add(duty)
    wider = select(Assignment).where(Assignment.person_id == person_id, Assignment.duty.in_(CREW))
    for one in session.scalars(wider):
        for event in found:
            if contacts.concerns(event, one.area_id, one.series_id):
                mine.setdefault(event.id, set()).add(one.duty)
    return mine
