"""What has been published, as people read it; and words for minutes, roles and those who lead."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.receipts import ProgrammeFacts, SegmentFacts, TalkFacts
from bot.services import events
from models import Event, Programme, ProgrammeItem, Series
from models.times import wall_minutes

ANY_DAY = date(2027, 1, 19)


def row(session: Session, event: Event) -> Programme | None:
    return session.scalars(select(Programme).where(Programme.event_id == event.id)).one_or_none()


def items(session: Session, programme: Programme) -> list[ProgrammeItem]:
    wanted = select(ProgrammeItem).where(ProgrammeItem.programme_id == programme.id)
    return list(session.scalars(wanted.order_by(ProgrammeItem.place)))


def published(session: Session, event: Event, role: str | None, now: datetime) -> ProgrammeFacts | None:
    """As it was published, on the meeting's present hours; None when it has not been."""
    programme = row(session, event) if event.programme_at else None
    if programme is None:
        return None
    series = session.get_one(Series, event.series_id)
    found: list[SegmentFacts] = []
    for item in within(items(session, programme), event):
        if item.topic_id is None:
            found.append(segment(series, event, item.title, item.starts, item.minutes, item.audience, item.lead))
        elif found:
            talk = TalkFacts(item.topic_id, item.title, clock(event, item.starts), item.minutes)
            found[-1] = replace(found[-1], talks=(*found[-1].talks, talk))
    return ProgrammeFacts(
        event=events.facts(session, event, now, with_contacts=True),
        segments=tuple(found),
        role=role,
    )


def within(found: Iterable[ProgrammeItem], event: Event) -> Iterable[ProgrammeItem]:
    """A meeting cut short after its programme was published ends when it ends."""
    length = wall_minutes(event.end_time) - wall_minutes(event.start_time)
    return (item for item in found if item.starts < length)


def segment(
    series: Series,
    event: Event,
    title: str,
    starts: int,
    minutes: int,
    audience: Iterable[str] | None,
    lead: str | None,
) -> SegmentFacts:
    known = [role.id for role in series.roles]
    roles = sorted(audience or (), key=lambda one: (known.index(one) if one in known else len(known), one))
    length = wall_minutes(event.end_time) - wall_minutes(event.start_time)
    return SegmentFacts(
        title=title,
        starts=clock(event, starts),
        ends=clock(event, min(starts + minutes, length)),
        audience=tuple((role, series.role_label(role)) for role in roles),
        lead=(lead, series.role_label(lead)) if lead else None,
    )


def clock(event: Event, minutes: int) -> time:
    """The time so long after the start, by the meeting's clock."""
    return (datetime.combine(ANY_DAY, event.start_time) + timedelta(minutes=minutes)).time()
