"""The parts of a meeting that one form changes, as plain values that can travel with it and be compared."""

import json
from collections.abc import Mapping
from datetime import date, time
from hashlib import sha256
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.receipts.meetings import Part, Values
from models import Attendance, Event, Form, Quota, Scope, Series

NAMES = ("title", "facilitator", "note_taker")
WHEN = ("day", "start_time", "end_time")
VENUE = ("has_induction_loop", "is_step_free", "has_captions", "has_coffee", "has_meal")
PLACE = ("form", "place_name", "room", "city", "address", "url", *VENUE)
BEFORE_THE_MEETING = (
    "save_the_date_on", "invitation_on", "topics_close_on", "poll_open_on", "poll_close_on", "registration_close_on",
    "names_frozen_on", "programme_on",
)  # fmt: skip
SCHEDULE = (*BEFORE_THE_MEETING, "notes_draft_on", "notes_final_on")
LIMITS = (Scope.ATTENDANCE, Scope.ROLE)


def values(session: Session, event: Event, part: Part) -> dict[str, Any]:
    """What the form would show now."""
    if part is Part.SEATS:
        return _seats(session, event)
    names = {Part.TITLE: NAMES, Part.TIME: WHEN, Part.PLACE: PLACE, Part.DAYS: SCHEDULE}[part]
    return {name: plain(getattr(event, name)) for name in names}


def changes(event: Event, wanted: Values) -> dict[str, Any]:
    """The same as `changing.put` takes them."""
    found: dict[str, Any] = {name: _column(name, value) for name, value in wanted.items() if _is_column(name)}
    if set(WHEN) & wanted.keys():
        was = {name: plain(getattr(event, name)) for name in WHEN}
        day, start, end = ({**was, **wanted}[name] for name in WHEN)
        found["when"] = (date.fromisoformat(day) if day else None, time.fromisoformat(start), time.fromisoformat(end))
    limits = {_limit(name): seats for name, seats in wanted.items() if ":" in name}
    return found | ({"limits": limits} if limits else {})


def stamps(found: Values) -> dict[str, str]:
    """Each value in six letters: enough to see that it is another."""
    return {name: stamp(value) for name, value in found.items()}


def unlike(values: Mapping[str, Any], seen: Mapping[str, str]) -> dict[str, Any]:
    """Those that are not what was seen; `seen` are their stamps."""
    return {name: value for name, value in values.items() if seen.get(name) != stamp(value)}


def stamp(value: Any) -> str:
    return sha256(json.dumps(value).encode()).hexdigest()[:6]


def labels(session: Session, event: Event) -> dict[str, str]:
    """The roles that seats may be limited for, by the names of their fields."""
    roles = session.get_one(Series, event.series_id).roles
    return {f"{Scope.ROLE}:{role.id}": role.label for role in roles}


def plain(value: Any) -> Any:
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, Form) else value


def _seats(session: Session, event: Event) -> dict[str, Any]:
    rows = session.scalars(select(Quota).where(Quota.event_id == event.id).execution_options(populate_existing=True))
    known = {(row.scope, row.key): row.capacity for row in rows}
    ways = [f"{Scope.ATTENDANCE}:{way}" for way in Attendance]
    roles = {*labels(session, event), *(f"{scope}:{key}" for scope, key in known if scope is Scope.ROLE)}
    return {
        "capacity": known.get((Scope.ALL, "")),
        "max_per_organisation": event.max_per_organisation,
        "min_registrations": event.min_registrations,
        **{name: known.get(_limit(name)) for name in (*ways, *sorted(roles))},
    }


def _limit(name: str) -> tuple[Scope, str]:
    scope, _, key = name.partition(":")
    return Scope(scope), key


def _is_column(name: str) -> bool:
    return ":" not in name and name not in WHEN


def _column(name: str, value: Any) -> Any:
    if name == "form":
        return Form(value)
    return date.fromisoformat(value) if name in SCHEDULE and value else value


def shifted(event: Event, days: int, today: date) -> Mapping[str, Any]:
    """The days of the schedule that lie ahead, so many days later."""
    found: dict[str, date | None] = {name: getattr(event, name) for name in SCHEDULE}
    return {
        name: date.fromordinal(day.toordinal() + days) for name, day in found.items() if day is not None and day > today
    }
