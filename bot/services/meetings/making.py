"""A new meeting: from nothing, like another, or to follow one up. It begins as a draft that nobody else sees."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.receipts.meetings import NewMeeting, Values
from bot.services import access, events, log
from bot.services.meetings import fields, fitting
from bot.services.plan import invitations, steps
from bot.services.registration import keeping, quotas
from bot.services.registration.keeping import Kept
from models import Area, Event, EventState, Form, Quota, Registration, RegistrationState, Scope, Series
from models.times import SENDING, instant, local

COPIED = (
    "place_name", "room", "city", "address", "url", *fields.VENUE, "agenda", "min_registrations",
    "max_per_organisation", "facilitator", "note_taker",
)  # fmt: skip
RULE = ("says", "audience", "anchor", "days_before", "minutes_before", "at", "is_own", "is_off")
LIMITS = (Scope.ALL, Scope.ATTENDANCE, Scope.ROLE)


@dataclass(frozen=True)
class Wish:
    place: str
    values: Values
    """Title, form, day, start and end, as a form has them."""
    is_follow_up: bool = False


def form(
    session: Session, workspace_id: int, person_id: int, like: Event | None, now: datetime, *, is_follow_up: bool
) -> NewMeeting:
    """What may be chosen from; with another meeting, what that one has."""
    places = access.places_to_meet_in(session, workspace_id, person_id=person_id)
    return NewMeeting(
        places=tuple(places),
        chosen=access.place_key(like.series_id, like.area_id) if like else None,
        like=events.facts(session, like, now) if like else None,
        is_follow_up=is_follow_up,
        people=len(_seated(session, like)) if like and is_follow_up else 0,
    )


def make(
    session: Session, workspace_id: int, wish: Wish, like: Event | None, *, person_id: int, now: datetime
) -> Event:
    """The draft. `like` gives its place, programme and seats; who had a seat in what it follows up is invited."""
    series, area = access.place_to_meet_in(session, workspace_id, wish.place, person_id=person_id)
    fitting.refuse_words(wish.values)
    fitting.refuse_moments(wish.values, series.tz, now)
    event = Event(
        workspace_id=workspace_id,
        series_id=series.id,
        area_id=area.id if area else None,
        follows_id=like.id if like and wish.is_follow_up else None,
        key=_key(session, series, area),
        title=wish.values["title"],
        form=Form(wish.values["form"]),
        state=EventState.DRAFT,
        tz=series.tz,
        agenda=[],
    )
    _date(event, wish.values)
    session.add(event)
    if like:
        _copy(session, event, like, wish, now)
    session.flush()
    steps.plan(session, event, now)
    if like and not wish.is_follow_up:
        _copy_steps(session, event, like, now)
    log.record(
        session, "meeting_made", workspace_id=workspace_id, now=now, actor_id=person_id, event_id=event.id,
        like=like.id if like else None, follows=event.follows_id,
    )  # fmt: skip
    return event


def _date(event: Event, values: Mapping[str, Any]) -> None:
    day = date.fromisoformat(values["day"]) if values["day"] else None
    event.reschedule(day, time.fromisoformat(values["start_time"]), time.fromisoformat(values["end_time"]))


def _copy(session: Session, event: Event, like: Event, wish: Wish, now: datetime) -> None:
    for name in COPIED:
        setattr(event, name, getattr(like, name))
    session.flush()
    later = event.day - like.day if event.day and like.day else None
    if wish.is_follow_up:
        invitations.invite(session, event, _seated(session, like), now)
    elif later is not None:
        _copy_days(event, like, later, now)
    rows = session.scalars(select(Quota).where(Quota.event_id == like.id).order_by(Quota.id)).all()
    for row in rows:
        if row.scope in LIMITS:
            quotas.resize(session, event, row.scope, row.capacity, row.key)
    kept = [_kept(row, event, later) for row in rows if row.scope is Scope.KEPT and row.until_at and later is not None]
    keeping.keep(session, event, [one for one in kept if one.until_at > now])


def _copy_steps(session: Session, event: Event, like: Event, now: datetime) -> None:
    """What the coordinator has changed or switched off in the other plan."""
    session.flush()
    own = {step.kind: step for step in steps.of(session, like) if step.is_own or step.is_off}
    for step in steps.of(session, event):
        if known := own.get(step.kind):
            for name in RULE:
                setattr(step, name, getattr(known, name))
    steps.plan(session, event, now)


def _copy_days(event: Event, like: Event, later: timedelta, now: datetime) -> None:
    """As far from the new meeting as they were from the old one; those that would have passed are left out."""
    today = local(now, event.tz).date()
    for name in fields.SCHEDULE:
        day: date | None = getattr(like, name)
        if day is not None and day + later >= today:
            setattr(event, name, day + later)


def _kept(row: Quota, event: Event, later: timedelta | None) -> Kept:
    scope, _, key = row.key.partition(":")
    assert row.until_at is not None and later is not None
    until = local(row.until_at, event.tz).date() + later
    return Kept(Scope(scope), key, row.capacity, instant(until, SENDING, event.tz))


def _seated(session: Session, event: Event) -> list[int]:
    is_seated = Registration.state == RegistrationState.REGISTERED
    return list(session.scalars(select(Registration.person_id).where(Registration.event_id == event.id, is_seated)))


def _key(session: Session, series: Series, area: Area | None) -> str:
    """Its own within the series, and fit for a file."""
    stem = f"{series.key}-{area.key if area else 'session'}"[:70]
    taken = set(session.scalars(select(Event.key).where(Event.series_id == series.id, Event.key.startswith(stem))))
    number = (session.scalar(select(func.count()).where(Event.series_id == series.id)) or 0) + 1
    return next(key for n in range(number, number + len(taken) + 1) if (key := f"{stem}-{n}") not in taken)
