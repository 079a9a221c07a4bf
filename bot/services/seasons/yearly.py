"""A series like an earlier one: the same areas, roles, programmes and distances, on the same weekdays a year later."""

from collections.abc import Callable
from datetime import date
from typing import Any

from bot.services.seasons.layout import MEETING, Group, drop, put, within

OF_THAT_YEAR = ("calendar_checks", "new_political_term_from", "short_title")
"""What is said of one year alone."""
BY_DATE = ("period", "retention")
"""The same day of the month; everything else keeps its weekday."""
OF_THAT_MEETING = ("topics", "history", "warnings", "date_poll")
OF_THAT_LAB = ("date_poll", "shared_challenges", "commitments")


def a_year_later(found: Group, key: str, title: str) -> Group:
    """The document of a new series, all of its meetings drafts."""
    is_lab = "series" in found
    header_name, meetings = ("series", "sessions") if is_lab else ("season", "dialogues")
    old = str(found[header_name].get("id", ""))
    drop(found, *OF_THAT_LAB)
    if isinstance(found.get("inventory"), dict):
        drop(found["inventory"], "entries")
    drop(found[header_name], *OF_THAT_YEAR)
    later: Group = {name: _later(part) for name, part in found.items() if name != meetings}
    later[meetings] = [_meeting(one) for one in found.get(meetings) or []]
    header = within(later, header_name, ())
    header |= {"id": key, "title": title}
    names = {one["id"]: _renamed(str(one["id"]), old, key) for one in later[meetings]}
    for meeting in later[meetings]:
        drop(meeting, *OF_THAT_MEETING)
        meeting["id"] = names[meeting["id"]]
        if meeting.get("follows_up") in names:
            meeting["follows_up"] = names[meeting["follows_up"]]
        put(meeting, "status", "draft", MEETING)
    return later


def same_weekday(day: date) -> date:
    """Of the same week a year later; week 53 is the last one there is."""
    year, week, weekday = day.isocalendar()
    try:
        return date.fromisocalendar(year + 1, week, weekday)
    except ValueError:
        return date.fromisocalendar(year + 1, 52, weekday)


def _meeting(meeting: Group) -> Group:
    """Its own days are as far from it as they were: a year may have a week more."""
    day = meeting.get("date")
    distance = same_weekday(day) - day if isinstance(day, date) else None
    found: Group = _moved(meeting, lambda one: one + distance if distance is not None else same_weekday(one))
    if isinstance(day, date):
        put(found, "iso_week", found["date"].isocalendar().week, MEETING)
    return found


def _later(part: Any, *, by_date: bool = False) -> Any:
    if not isinstance(part, dict):
        return _moved(part, _same_date if by_date else same_weekday)
    return {name: _later(one, by_date=by_date or name in BY_DATE) for name, one in part.items()}


def _moved(value: Any, move: Callable[[date], date]) -> Any:
    if isinstance(value, list):
        return [_moved(one, move) for one in value]
    if isinstance(value, dict):
        return {name: _moved(one, move) for name, one in value.items()}
    return move(value) if isinstance(value, date) else value


def _same_date(day: date) -> date:
    return day.replace(year=day.year + 1, day=min(day.day, 28) if day.month == 2 else day.day)


def _renamed(name: str, old: str, key: str) -> str:
    return key + name.removeprefix(old) if old and name.startswith(f"{old}-") else name
