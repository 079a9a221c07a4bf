"""Lists of who comes: for those who come themselves, and for whoever sees to it that seats are filled."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.i18n import swedish_order
from bot.receipts import Coverage, Covered, Fellow, FellowList, Sheet, SheetLine
from bot.services import events, log, organisations
from bot.services.overview.standings import CODE, MUNICIPAL
from bot.services.registration import seats
from bot.services.registration.seats import Seated
from models import Event, LogEntry, Series
from models.registrations import ACTIVE
from models.series import Role

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


def coverage(session: Session, event: Event, now: datetime, *, names_hidden: bool) -> Coverage:
    """Who covers what: each organisation's people by role, and the roles every municipality is asked to fill."""
    series = session.get_one(Series, event.series_id)
    theirs: dict[int, list[Seated]] = {}
    for found in seats.seated(session, event):
        theirs.setdefault(found[2].id, []).append(found)
    asked = [role for role in series.roles if role.id in MUNICIPAL]
    own = organisations.of_event(session, event)
    return Coverage(
        event=events.facts(session, event, now, with_seats=True),
        covered=tuple(_covered(rows, series.roles, asked, names_hidden) for rows in theirs.values()),
        without=tuple(sorted((one.display for one in own if one.id not in theirs), key=swedish_order)),
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
    log.record(
        session, FETCHED, workspace_id=event.workspace_id, now=now, actor_id=person_id, event_id=event.id,
        press=press, ending=ending,
    )  # fmt: skip
    return True


def _covered(rows: list[Seated], roles: Sequence[Role], asked: Sequence[Role], names_hidden: bool) -> Covered:
    organisation = rows[0][2]
    filled = {row.role for row, _, _ in rows}
    known = {role.id: role for role in roles}
    of_role = {role_id: known.get(role_id or "", Role(role_id or "", role_id or "")) for role_id in filled}
    return Covered(
        organisation=organisation.display,
        people=tuple(
            (of_role[role_id], *_names([one for one in rows if one[0].role == role_id], names_hidden))
            for role_id in sorted(filled, key=lambda role_id: [*known, role_id].index(role_id))
        ),
        empty=tuple(role for role in asked if role.id not in filled) if len(organisation.code or "") == CODE else (),
    )


def _names(rows: list[Seated], names_hidden: bool) -> tuple[tuple[str, ...], int]:
    shown = tuple(person.name for row, person, _ in rows if names_hidden or not row.is_hidden)
    return shown, len(rows) - len(shown)
