"""The meetings somebody coordinates: the list of them, and all about one."""

from datetime import datetime, timedelta

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from bot.receipts import DayWarning
from bot.receipts.meetings import Meeting, MeetingLine, MeetingPage, Part
from bot.services import events, people
from bot.services.coordinating import crews
from bot.services.dates import reading
from bot.services.meetings import fields
from bot.services.overview import boards
from models import Event, EventState, Scope, Series

PAGE = 8
KEPT_IN_SIGHT = timedelta(days=30)
"""After a meeting there are notes to see to."""


def page(session: Session, workspace_id: int, person_id: int, now: datetime, *, number: int = 1) -> MeetingPage:
    """Drafts too; not what was cancelled, nor what is long over."""
    found = _mine(session, workspace_id, person_id, now)
    total = session.scalar(select(func.count()).select_from(found.subquery())) or 0
    pages = max(1, -(-total // PAGE))
    number = min(max(1, number), pages)
    rows = session.scalars(
        found.order_by(Event.starts_at.is_(None), Event.starts_at, Event.id).offset((number - 1) * PAGE).limit(PAGE)
    ).all()
    steps = [line.next_step for line in boards.lines(session, rows, now)]
    areas, series = people.coordinated_areas(session, person_id)
    return MeetingPage(
        lines=tuple(
            MeetingLine(events.facts(session, row, now, with_seats=True), row.publish_at, step)
            for row, step in zip(rows, steps, strict=True)
        ),
        page=number,
        pages=pages,
        may_create=bool(areas or series),
    )


def meeting(session: Session, event: Event, now: datetime, language: str) -> Meeting:
    labels = fields.labels(session, event)
    follows = session.get(Event, event.follows_id) if event.follows_id else None
    seats = fields.values(session, event, Part.SEATS)
    line = boards.line(session, event, now)
    limits = [(*name.partition(":")[::2], n) for name, n in seats.items() if ":" in name and n is not None]
    return Meeting(
        event=events.facts(session, event, now, with_seats=True),
        address=event.address,
        url=event.url,
        limits=tuple((Scope(scope), labels.get(f"{scope}:{key}", key), n) for scope, key, n in limits),
        max_per_organisation=event.max_per_organisation,
        days={name: day for name in fields.SCHEDULE if (day := getattr(event, name)) is not None},
        follows=follows.title if follows else None,
        publish_at=event.publish_at,
        has_begun=event.begun_for(now) is not None,
        warnings=against(session, event, now, language),
        crew=crews.names(session, event),
        facilitator=event.facilitator,
        note_taker=event.note_taker,
        todos=line.todos,
        next_step=line.next_step,
    )


def against(session: Session, event: Event, now: datetime, language: str) -> tuple[DayWarning, ...]:
    """What speaks against its day, in the reader's language; nothing any more once it has begun."""
    is_ahead = event.day is not None and event.begun_for(now) is None and event.state is not EventState.CANCELLED
    return reading.against(session, event, event.day, language) if event.day and is_ahead else ()


def language(session: Session, event: Event) -> str:
    """What the meeting's own words are in."""
    return "sv" if session.get_one(Series, event.series_id).locale.startswith("sv") else "en"


def coordinates(session: Session, person_id: int) -> bool:
    return any(people.coordinated_areas(session, person_id))


def _mine(session: Session, workspace_id: int, person_id: int, now: datetime) -> Select[Event]:
    areas, series = people.coordinated_areas(session, person_id)
    return select(Event).where(
        Event.workspace_id == workspace_id,
        or_(Event.area_id.in_(areas), Event.series_id.in_(series)),
        Event.state != EventState.CANCELLED,
        or_(Event.ends_at.is_(None), Event.ends_at > now - KEPT_IN_SIGHT),
    )
