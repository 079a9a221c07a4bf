"""What a meeting cannot be: said at the field it was typed in."""

import re
from collections.abc import Collection
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.receipts.meetings import Values
from bot.services.meetings import fields
from models import Event, Quota, Scope
from models.errors import N_, Refusal
from models.times import instant, local

LONGEST = {"title": 150, "place_name": 120, "room": 80, "city": 80, "address": 200, "url": 800}
MOST = 100_000


def refuse_misfits(session: Session, event: Event, all_: Values, changed: Collection[str], now: datetime) -> None:
    """Only what was changed is looked at: an old oddity keeps nobody from correcting a room."""
    if set(fields.WHEN) & set(changed):
        refuse_moments(all_, event.tz, now)
    for name in set(fields.SCHEDULE) & set(changed):
        _refuse_day(event, name, all_)
    if {"poll_open_on", "poll_close_on"} & set(changed):
        _refuse_poll(all_)
    refuse_words({name: all_[name] for name in changed})
    if "capacity" in changed:
        _refuse_fewer_than_kept(session, event, all_["capacity"])


def refuse_moments(values: Values, tz: str, now: datetime) -> None:
    """A time that ends before it begins, that has passed, or that no clock shows."""
    start, end = time.fromisoformat(values["start_time"]), time.fromisoformat(values["end_time"])
    if end <= start:
        raise Refusal(N_("It has to end after it begins."), field="end_time")
    if values["day"] is None:
        return
    day = date.fromisoformat(values["day"])
    for name, clock in (("start_time", start), ("end_time", end)):
        if not _is_shown(day, clock, tz):
            raise Refusal(N_("That day no clock shows this time: it is put forward then. Choose another."), field=name)
    if instant(day, start, tz) <= now:
        raise Refusal(N_("That moment has passed."), field="day" if day <= local(now, tz).date() else "start_time")


def refuse_words(values: Values) -> None:
    """Too long, empty, or no link; a number that cannot be one of seats."""
    for name, value in values.items():
        if name in LONGEST and value is not None and len(value) > LONGEST[name]:
            raise Refusal(N_("Write at most {most} characters."), field=name, most=LONGEST[name])
        if name == "title" and not value:
            raise Refusal(N_("Write a title."), field=name)
        if name == "url" and value is not None and not re.fullmatch(r"https?://[^\s/]+\S*", value):
            raise Refusal(N_("A link begins with https://"), field=name)
        if (
            (":" in name or name in ("capacity", "max_per_organisation", "min_registrations"))
            and value is not None
            and value > MOST
        ):
            raise Refusal(N_("Write a smaller number."), field=name)


def _is_shown(day: date, clock: time, tz: str) -> bool:
    return local(datetime.combine(day, clock, ZoneInfo(tz)).astimezone(UTC), tz).time() == clock


def _refuse_day(event: Event, name: str, values: Values) -> None:
    day = date.fromisoformat(values[name]) if values[name] else None
    if day is None or event.day is None:
        return
    if name in fields.BEFORE_THE_MEETING and day > event.day:
        raise Refusal(N_("That is after the meeting."), field=name)
    if name not in fields.BEFORE_THE_MEETING and day < event.day:
        raise Refusal(N_("That is before the meeting."), field=name)


def _refuse_poll(values: Values) -> None:
    opens, closes = values["poll_open_on"], values["poll_close_on"]
    if opens and closes and closes < opens:
        raise Refusal(N_("It has to close after it opens."), field="poll_close_on")


def _refuse_fewer_than_kept(session: Session, event: Event, capacity: int | None) -> None:
    is_kept = Quota.event_id == event.id, Quota.scope == Scope.KEPT
    kept: Any = session.scalar(select(func.sum(Quota.capacity)).where(*is_kept)) or 0
    if kept and capacity is None:
        raise Refusal(N_("{n} seats are kept for some: there has to be a limit."), field="capacity", n=kept)
    if capacity is not None and kept > capacity:
        raise Refusal(N_("{n} seats are kept for some: there cannot be fewer."), field="capacity", n=kept)
