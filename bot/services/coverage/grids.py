"""The grid of a meeting: its organisations, the roles each is asked to fill, and who does."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.i18n import swedish_order
from bot.receipts import Cell, Coverage, CoverRow
from bot.receipts.coverage import ANYBODY
from bot.services import events, organisations
from bot.services.overview.standings import CODE, MUNICIPAL
from bot.services.registration import seats
from bot.services.registration.seats import Seated
from models import Event, Organisation, SeatRequest, Series
from models.series import Role

PAGE = 12
"""Organisations a page: with their buttons, a form's blocks and what an eye takes in. The grid has them all."""
Asked = dict[tuple[int, str], datetime]


def coverage(
    session: Session, event: Event, now: datetime, *, names_hidden: bool, may_ask: bool, number: int = 1
) -> Coverage:
    """A page of it. The hidden are counted; whoever may see them reads their names."""
    series = session.get_one(Series, event.series_id)
    columns = [role for role in series.roles if role.id in MUNICIPAL] or list(series.roles)
    asked: Asked = {
        (row.organisation_id, row.role): row.asked_at
        for row in session.scalars(select(SeatRequest).where(SeatRequest.event_id == event.id))
    }
    theirs: dict[int, list[Seated]] = {}
    for found in seats.seated(session, event):
        theirs.setdefault(found[2].id, []).append(found)
    own = sorted(organisations.of_event(session, event), key=lambda one: swedish_order(one.display))
    others = {found[2].id: found[2] for rows in theirs.values() for found in rows} | {one.id: one for one in own}
    foreign = [one for id, one in others.items() if one not in own]
    rows = [
        _row(one, theirs.get(one.id, []), series.roles, columns, asked, is_own=one in own, names_hidden=names_hidden)
        for one in [*own, *sorted(foreign, key=lambda one: swedish_order(one.display))]
    ]
    pages = max(1, -(-len(rows) // PAGE))
    number = min(max(1, number), pages)
    return Coverage(
        event=events.facts(session, event, now, with_seats=True),
        columns=tuple(columns),
        grid=tuple(rows) if number == 1 else (),
        rows=tuple(rows[(number - 1) * PAGE : number * PAGE]),
        counts=tuple(_count(rows, place) for place in range(len(columns))),
        without=tuple(one.display for one in own if one.id not in theirs),
        page=number,
        pages=pages,
        may_ask=may_ask,
    )


def is_hole(session: Session, event: Event, organisation: Organisation, role: str) -> bool:
    """Whether somebody is still missing there."""
    there = [row.role for row, _, one in seats.seated(session, event) if one.id == organisation.id]
    return role not in there if role else not there


def _row(
    organisation: Organisation, rows: Sequence[Seated], roles: Sequence[Role], columns: Sequence[Role], asked: Asked,
    *, is_own: bool, names_hidden: bool,
) -> CoverRow:  # fmt: skip
    """A municipality is asked for every role of the grid; any other organisation for somebody."""
    is_asked = is_own and len(organisation.code or "") == CODE and {role.id for role in columns} <= set(MUNICIPAL)
    known = {role.id: role for role in roles}
    shown = {role.id for role in columns}
    more = {row.role or "" for row, _, _ in rows} - shown
    cells = [_cell(organisation, role, rows, asked, is_asked=is_asked, names_hidden=names_hidden) for role in columns]
    others = [
        _cell(organisation, known.get(one, Role(one, one)), rows, asked, is_asked=False, names_hidden=names_hidden)
        for one in sorted(more, key=lambda one: [*known, one].index(one))
    ]
    if is_own and not is_asked and not rows:
        others.append(_cell(organisation, ANYBODY, rows, asked, is_asked=True, names_hidden=names_hidden))
    return CoverRow(organisation.id, organisation.display, tuple(cells), tuple(others))


def _cell(
    organisation: Organisation, role: Role, rows: Sequence[Seated], asked: Asked, *, is_asked: bool, names_hidden: bool
) -> Cell:
    people = [(row, person) for row, person, _ in rows if (row.role or "") == role.id]
    names = tuple(person.name for row, person in people if names_hidden or not row.is_hidden)
    return Cell(
        role=role,
        names=names,
        hidden=len(people) - len(names),
        is_hole=is_asked and not people,
        asked_at=asked.get((organisation.id, role.id)),
    )


def _count(rows: Sequence[CoverRow], place: int) -> tuple[int, int]:
    filled = sum(1 for row in rows if row.cells[place].many)
    return filled, filled + sum(1 for row in rows if row.cells[place].is_hole)
