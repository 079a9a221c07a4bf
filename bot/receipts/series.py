"""Seasons and lab series, as whoever organises them sees them."""

from dataclasses import dataclass
from datetime import date

from bot.receipts.dates import DayWarning
from models.series import SeriesKind


@dataclass(frozen=True)
class SeriesLine:
    id: int
    kind: SeriesKind
    title: str
    meetings: int
    places: int
    """Areas, or parties."""


@dataclass(frozen=True)
class SeriesPlace:
    """An area, or a party of a lab series."""

    key: str
    name: str
    people: tuple[str, ...] = ()
    organisations: int = 0


@dataclass(frozen=True)
class SeriesDay:
    """A meeting whose day something speaks against."""

    title: str
    day: date
    warnings: tuple[DayWarning, ...]


@dataclass(frozen=True)
class SeriesFacts:
    line: SeriesLine
    short_title: str | None
    purpose: str | None
    themes: tuple[tuple[str, str], ...]
    roles: tuple[str, ...]
    templates: tuple[str, ...]
    leads: tuple[str, ...]
    places: tuple[SeriesPlace, ...]
    days: tuple[SeriesDay, ...] = ()


@dataclass(frozen=True)
class AreaForm:
    """What stands in an area's form; without a key it is new."""

    series_id: int
    key: str | None = None
    name: str = ""
    weeks: tuple[int, ...] = ()
    counties: tuple[str, ...] = ()
    channel: str | None = None
    organisations: tuple[str, ...] = ()
