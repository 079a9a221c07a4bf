"""What speaks against a day: free days, the days beside them, school breaks, other meetings. Nothing is refused."""

from collections.abc import Collection
from datetime import date, timedelta
from functools import cache

from bot.receipts import DayWarning, Speaks
from bot.services.plan import workdays
from bot.services.plan.workdays import Weeks

A_DAY = timedelta(days=1)
NAMES = {"sv": "sv", "en": "en_US"}
"""What `holidays` calls our languages."""


def of_day(
    day: date,
    *,
    language: str,
    winter_weeks: Collection[int] = (),
    quiet: Weeks | None = None,
    clashes: Collection[str] = (),
) -> tuple[DayWarning, ...]:
    """`clashes` are the titles of other meetings of the series on that day."""
    found = [
        *_calendar(day, language),
        *([DayWarning(Speaks.WINTER_BREAK, week=_week(day))] if _week(day) in winter_weeks else []),
        *([DayWarning(Speaks.QUIET)] if workdays.is_quiet(day, quiet) else []),
        *(DayWarning(Speaks.CLASH, name=title) for title in clashes),
    ]
    return tuple(found)


def _calendar(day: date, language: str) -> list[DayWarning]:
    """A holiday is no bridge day, and a Saturday no more than a Saturday."""
    name, after = _holiday(day, language), _holiday(day + A_DAY, language)
    if name:
        return [DayWarning(Speaks.HOLIDAY, name=name)]
    if day.weekday() >= 5:
        return [DayWarning(Speaks.WEEKEND)]
    if after:
        return [DayWarning(Speaks.EVE, name=after)]
    is_squeezed = _is_free(day - A_DAY) and _is_free(day + A_DAY)
    return [DayWarning(Speaks.BRIDGE)] if is_squeezed else []


def _is_free(day: date) -> bool:
    return day.weekday() >= 5 or _holiday(day, "sv") is not None


def _holiday(day: date, language: str) -> str | None:
    found: str | None = _holidays(day.year, language).get(day)
    return found


def _week(day: date) -> int:
    return day.isocalendar().week


@cache
def _holidays(year: int, language: str) -> dict[date, str]:
    from holidays.countries.sweden import Sweden  # 12 MB and a third of a second: only where days are looked at

    categories = ("public", "de_facto")
    return dict(Sweden(years=year, categories=categories, include_sundays=False, language=NAMES[language]))
