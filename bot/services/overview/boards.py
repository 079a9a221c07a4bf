"""Every meeting somebody answers for, a line each: a fixed number of statements, however many meetings."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import Row, or_, select
from sqlalchemy.orm import Session

from bot.receipts.boards import Board, BoardDetails, BoardLine, Show
from bot.services import access, events
from bot.services.coordinating import crews
from bot.services.overview import checklists, tallies, todos
from bot.services.overview.tallies import Tallies
from models import ANSWERING, Area, Assignment, Duty, Event, EventState, Series, Side
from models.permissions import Action, may
from models.times import local

PAGE = 25
"""Lines of a page: a form, and a Home with everything else in it, holds a hundred blocks."""
KEPT_IN_SIGHT = timedelta(days=60)
"""After a meeting there are notes to see to."""


def board(
    session: Session,
    workspace_id: int,
    person_id: int,
    now: datetime,
    *,
    show: Show | EventState = Show.ALL,
    page: int = 1,
) -> Board | None:
    """None for whoever answers for no meeting."""
    duties = session.scalars(
        select(Assignment).where(Assignment.person_id == person_id, Assignment.duty.in_(ANSWERING))
    ).all()
    if not duties:
        return None
    rows = _answered_for(session, workspace_id, duties, now)
    every = lines(session, [row[0] for row in rows], now)
    found = [line for line in every if _is_shown(line, show)]
    pages = max(1, -(-len(found) // PAGE))
    page = min(max(1, page), pages)
    return Board(
        lines=tuple(found[(page - 1) * PAGE : page * PAGE]),
        show=show,
        states=tuple(state for state in EventState if any(line.event.state is state for line in every)),
        total=len(every),
        needy=sum(bool(line.todos) for line in every),
        found=len(found),
        page=page,
        pages=pages,
        is_national=any(duty.duty is Duty.NATIONAL for duty in duties),
    )


def meant(written: str) -> Show | EventState:
    """What a filter sends back; everything when it is none of ours."""
    if written in set(EventState):
        return EventState(written)
    return Show.NEEDY if written == Show.NEEDY else Show.ALL


def line(session: Session, event: Event, now: datetime) -> BoardLine:
    return lines(session, [event], now)[0]


def details(session: Session, event: Event, person_id: int, now: datetime) -> BoardDetails:
    """The line, and the checklist behind it, as this person may change it."""
    has = access.duties(session, person_id, event)
    sides = {Side.AGENCY: Action.TICK_FOR_AGENCY, Side.COORDINATOR: Action.TICK_FOR_COORDINATOR}
    return BoardDetails(
        line=line(session, event, now),
        points=checklists.facts(session, event),
        sides=tuple(side for side, action in sides.items() if may(has, action)),
        crew=crews.names(session, event),
        may_remind=may(has, Action.REMIND_COORDINATOR),
        may_change_points=may(has, Action.CHANGE_CHECKLIST),
    )


def lines(session: Session, found: Sequence[Event], now: datetime) -> list[BoardLine]:
    counted = tallies.of(session, found, now)
    return [_line(session, event, counted, now) for event in found]


def _answered_for(
    session: Session, workspace_id: int, duties: Sequence[Assignment], now: datetime
) -> Sequence[Row[Event, Series, Area]]:
    """The next ones first. Series and areas come along: each line asks for its own, while the rows are held."""
    return session.execute(
        select(Event, Series, Area)
        .join(Series, Series.id == Event.series_id)
        .outerjoin(Area, Area.id == Event.area_id)
        .where(
            Event.workspace_id == workspace_id,
            or_(
                Event.area_id.in_([duty.area_id for duty in duties if duty.area_id]),
                Event.series_id.in_([duty.series_id for duty in duties if duty.series_id and not duty.area_id]),
            ),
            Event.state.not_in((EventState.CANCELLED, EventState.ARCHIVED)),
            or_(Event.ends_at.is_(None), Event.ends_at > now - KEPT_IN_SIGHT),
        )
        .order_by(Event.starts_at.is_(None), Event.starts_at, Event.id)
    ).all()


def _line(session: Session, event: Event, counted: Tallies, now: datetime) -> BoardLine:
    series = session.get_one(Series, event.series_id)
    seats, (invited, answered) = counted.seats[event.id], counted.answers[event.id]
    questions, unread = counted.topics[event.id]
    coordinators = counted.coordinators[event.id]
    return BoardLine(
        event=replace(events.facts(session, event, now), seats=seats),
        days_left=todos.days_left(event, now),
        invited=invited,
        answered=answered,
        questions=questions,
        unread=unread,
        votes=counted.votes[event.id],
        notes_by=_notes_by(event, now),
        todos=todos.of(
            event, now, coordinators=len(coordinators), invited=invited, answered=answered,
            registered=seats.registered, unread=unread, is_unopened=event.id in counted.unopened,
            is_too_long=event.id in counted.too_long,
        ),
        next_step=counted.steps.get(event.id),
        coordinators=coordinators,
        ticked=counted.ticks[event.id],
        points=2 * len(checklists.points(series)),
        reminded_at=counted.reminded.get(event.id),
    )  # fmt: skip


def _is_shown(one: BoardLine, show: Show | EventState) -> bool:
    if show is Show.NEEDY:
        return bool(one.todos)
    return show is Show.ALL or one.event.state is show


def _notes_by(event: Event, now: datetime) -> date | None:
    """The draft, until it is to be there; then the final ones."""
    today = local(now, event.tz).date()
    days = [day for day in (event.notes_draft_on, event.notes_final_on) if day]
    return next((day for day in days if day >= today), days[-1] if days else None)
