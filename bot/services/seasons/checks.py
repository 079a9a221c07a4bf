"""What must fit together: an end after its start, a date on the weekday it is said to be."""

from datetime import date
from typing import Any

from bot.services.seasons.fields import Fields
from bot.services.seasons.problems import quoted
from bot.services.seasons.values import CLOCK, DAY, NUMBER, TEXT, Kind
from models.errors import N_

WEEKDAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")


def check_weekday(fields: Fields) -> None:
    """The weekday and the week are redundant on purpose: they catch a date that was mistyped."""
    day = fields.get("date", DAY)
    weekday, week = fields.get("weekday", TEXT), fields.get("iso_week", NUMBER)
    if day is None:
        return
    if weekday is not None and weekday.lower() != WEEKDAYS[day.weekday()]:
        stated, real = quoted(weekday), WEEKDAYS[day.weekday()]
        fields.problem("weekday", N_("{day} is not {stated}, but {real}"), day=day, stated=stated, real=real)
    number = day.isocalendar().week
    if week is not None and week != number:
        fields.problem("iso_week", N_("{day} is in week {number}, not {week}"), day=day, number=number, week=week)


def check_end(fields: Fields, *, start: str = "start", end: str = "end", kind: Kind[Any] = CLOCK) -> tuple[Any, Any]:
    """Start and end, in that order. A period may be a single day; a meeting takes time."""
    first, last = fields.need(start, kind), fields.need(end, kind)
    is_backwards = last < first or (last == first and kind is CLOCK)
    if fields.are_good(start, end) and is_backwards:
        fields.problem(end, N_("{end} is before {start}"), start=_written(first), end=_written(last))
    return first, last


def _written(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else f"{value:%H:%M}"
