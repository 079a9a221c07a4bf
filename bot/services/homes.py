"""What a person's Home shows."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.receipts import HomeFacts
from bot.services import events, people
from bot.services.coordinating import handovers
from bot.services.overview import boards
from models import Event, Person


def facts(session: Session, person: Person, now: datetime) -> HomeFacts:
    found: list[Event] = events.coming(session, person.workspace_id, now)
    return HomeFacts(
        lines=events.lines(session, found, person_id=person.id, now=now),
        name=person.name,
        board=boards.board(session, person.workspace_id, person.id, now),
        handovers=handovers.waiting_for(session, person.id),
        welcomes=person.is_to_be_welcomed,
        coordinates=any(people.coordinated_areas(session, person.id)),
    )
