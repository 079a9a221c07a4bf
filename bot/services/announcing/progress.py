"""How an announcement looks and how far it has come, for whoever may send it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.receipts import AnnouncementFacts, AnnouncementList, Outcomes, Progress, Reach, Reached
from bot.services import cards, events
from bot.services.announcing import announcements, recipients
from bot.services.announcing.announcements import Says
from bot.services.plan import workdays
from models import (
    Announcement,
    AnnouncementState,
    Audience,
    Delivery,
    DeliveryState,
    Event,
    EventState,
    Kind,
    Person,
    Series,
)
from models.times import local

PAGE = 25
MOST = 20
"""Announcements in a list: the latest."""
ON_ITS_WAY = (DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.DOUBT)
MISSED = (DeliveryState.FAILED, DeliveryState.EXPIRED)
SHOWN = (AnnouncementState.PLANNED, AnnouncementState.BEGUN, AnnouncementState.STOPPED)
ORDER = (*MISSED, *ON_ITS_WAY, DeliveryState.CANCELLED, DeliveryState.SUPERSEDED, DeliveryState.SENT)
"""What to do something about comes first."""


def reach(session: Session, event: Event, audience: Audience) -> Reach:
    """How many it would reach now."""
    found = recipients.of(session, event, audience)
    return Reach(in_slack=len(found.in_slack), left=len(found.left), outside=len(found.outside))


def choices(session: Session, event: Event) -> dict[str, Reach]:
    return {audience.value: reach(session, event, audience) for audience in recipients.CHOICES}


def facts(session: Session, row: Announcement, now: datetime, *, says: Says = Says.DONE) -> AnnouncementFacts:
    """What is written, whom it reaches and has reached, and what to think of before it is sent."""
    event = session.get_one(Event, row.event_id)
    return replace(
        said(session, row, now),
        reach=Reach() if row.begun_at else reach(session, event, row.audience),
        progress=progress(session, row),
        says=says.value,
        rival=_rival(session, row) if says is Says.ANOTHER else None,
        warnings=warnings(session, row, event, row.due_at or now) if row.state is AnnouncementState.DRAFT else (),
    )


def said(session: Session, row: Announcement, now: datetime) -> AnnouncementFacts:
    """What is written, and no more: it is read for every recipient."""
    event = session.get_one(Event, row.event_id)
    return AnnouncementFacts(
        id=row.id,
        version=row.version,
        event=events.facts(session, event, now, with_contacts=True),
        author=session.get_one(Person, row.author_id).name,
        audience=row.audience.value,
        words=row.words,
        state=row.state.value,
        due_at=row.due_at,
        is_waiting=row.state is AnnouncementState.PLANNED and row.due_at is not None and now < row.due_at,
        reach=Reach(),
        progress=Progress(),
    )


def warnings(session: Session, row: Announcement, event: Event, at: datetime) -> tuple[str, ...]:
    """What a person may decide all the same: nothing is refused."""
    wall = local(at, event.tz)
    quiet = session.get_one(Series, event.series_id).quiet_weeks
    is_free = not workdays.is_working(wall.date())
    known = {
        "cancelled": event.state is EventState.CANCELLED,
        "late": event.starts_at is not None and row.due_at is not None and at >= event.starts_at,
        "quiet": workdays.is_quiet(wall.date(), quiet),
        "free": is_free,
        "hours": not is_free and not workdays.OPENS <= wall.time() <= workdays.CLOSES,
    }
    return tuple(name for name, is_so in known.items() if is_so)


def progress(session: Session, row: Announcement) -> Progress:
    """Counted from the deliveries as they are now."""
    rows = session.execute(
        select(Delivery.state, func.count())
        .where(Delivery.announcement_id == row.id, Delivery.kind == Kind.ANNOUNCEMENT)
        .group_by(Delivery.state)
    ).all()
    counted: dict[DeliveryState, int] = {state: n for state, n in rows}  # noqa: C416 (rows are no pairs to mypy)
    return Progress(
        total=sum(counted.values()),
        sent=counted.get(DeliveryState.SENT, 0),
        missed=sum(counted.get(state, 0) for state in MISSED),
        left=sum(counted.get(state, 0) for state in ON_ITS_WAY),
    )


def outcomes(session: Session, row: Announcement, now: datetime, *, page: int) -> Outcomes:
    """What became of each recipient's message, those that were missed first."""
    found = session.execute(
        select(Delivery.state, Delivery.reason, Person.name)
        .join(Person, Person.id == Delivery.person_id)
        .where(Delivery.announcement_id == row.id, Delivery.kind == Kind.ANNOUNCEMENT)
        .order_by(Delivery.id)
    ).all()
    ordered = sorted(found, key=lambda one: ORDER.index(one.state))
    pages = max(1, -(-len(ordered) // PAGE))
    page = min(max(1, page), pages)
    return Outcomes(
        announcement=facts(session, row, now),
        lines=tuple(Reached(one.name, one.state.value, one.reason) for one in ordered[(page - 1) * PAGE : page * PAGE]),
        page=page,
        pages=pages,
    )


def listed(session: Session, event: Event, now: datetime) -> AnnouncementList:
    """The planned ones first, then the latest that have gone out."""
    rows: Sequence[Announcement] = session.scalars(
        select(Announcement)
        .where(Announcement.event_id == event.id, Announcement.state.in_(SHOWN))
        .order_by(Announcement.state != AnnouncementState.PLANNED, Announcement.id.desc())
        .limit(MOST)
    ).all()
    return AnnouncementList(
        event=events.facts(session, event, now), announcements=tuple(facts(session, row, now) for row in rows)
    )


def _rival(session: Session, row: Announcement) -> str | None:
    found = announcements.rival(session, row)
    return session.get_one(Person, found.author_id).name if found else None


def changed(session: Session, delivery_ids: Sequence[int], now: datetime) -> None:
    """What became of these is known: the author's message no longer shows what is true."""
    if not delivery_ids:
        return
    for card_id in session.scalars(
        select(Announcement.card_id)
        .join(Delivery, Delivery.announcement_id == Announcement.id)
        .where(Delivery.id.in_(delivery_ids), Announcement.card_id.is_not(None))
        .distinct()
    ).all():
        cards.stale_card(session, card_id or 0, now)
