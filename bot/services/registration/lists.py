"""Lists of who comes: for those who come themselves, and for whoever sees to it that seats are filled."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.receipts import Fellow, FellowList, Sheet, SheetLine
from bot.services import events, log
from bot.services.registration import seats
from models import Event, LogEntry, Series
from models.registrations import ACTIVE

FETCHED = "list_fetched"
REMEMBERED = timedelta(hours=1)
"""How long a press is known as the same: a form is not open longer."""


def fellows(session: Session, event: Event, now: datetime) -> FellowList:
    """Name, organisation and role of everyone with a seat; whoever asked not to be shown is counted, never shown."""
    series = session.get_one(Series, event.series_id)
    rows = seats.seated(session, event)
    return FellowList(
        event=events.facts(session, event, now),
        fellows=tuple(
            Fellow(person.name, organisation.display, row.role, series.role_label(row.role))
            for row, person, organisation in rows
            if not row.is_hidden
        ),
        hidden=sum(1 for row, _, _ in rows if row.is_hidden),
    )


def sheet(session: Session, event: Event, now: datetime) -> Sheet:
    """Everyone who comes or waits, to take home: without needs and diet, and without those who hide."""
    series = session.get_one(Series, event.series_id)
    rows = seats.seated(session, event, ACTIVE)
    return Sheet(
        event=events.facts(session, event, now),
        lines=tuple(
            SheetLine(
                number=row.number,
                name=person.name,
                email=person.email,
                organisation=organisation.display,
                role_id=row.role,
                role=series.role_label(row.role),
                attendance=row.attendance,
                state=row.state,
            )
            for row, person, organisation in rows
            if not row.is_hidden
        ),
        hidden=sum(1 for row, _, _ in rows if row.is_hidden),
    )


def fetch(session: Session, event: Event, *, person_id: int, press: str, ending: str, now: datetime) -> bool:
    """Write down that the list was taken home; False when this very press has been seen before.

    Only for whoever holds the meeting: a double click comes twice at once.
    """
    seen = session.scalars(
        select(LogEntry.facts).where(
            LogEntry.event_id == event.id,
            LogEntry.at > now - REMEMBERED,
            LogEntry.action == FETCHED,
            LogEntry.actor_id == person_id,
        )
    )
    if any(facts.get("press") == press for facts in seen):
        return False
    log.about(session, event, FETCHED, now=now, actor_id=person_id, press=press, ending=ending)
    return True
