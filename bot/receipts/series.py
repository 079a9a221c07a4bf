"""Seasons and lab series, as whoever organises them sees them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from bot.receipts.dates import DayWarning
from bot.receipts.meetings import StepMove
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


class SeriesPart(StrEnum):
    """What one form about the whole series changes."""

    TITLE = "title"
    THEMES = "themes"
    TIME = "time"
    QUIET = "quiet"
    RETENTION = "retention"
    REMINDERS = "reminders"
    AVOIDED = "avoided"
    ROLES = "roles"
    TEMPLATES = "templates"
    RULES = "rules"


class Entry(StrEnum):
    """What is written into an input."""

    WORDS = "words"
    TEXT = "text"
    LINES = "lines"
    DAY = "day"
    NUMBER = "number"


Written = str | int | None
"""What stands in an input; a day as 2027-01-19."""


@dataclass(frozen=True)
class Setting:
    name: str
    entry: Entry
    value: Written
    label: str | None = None
    """What the season itself calls it."""


@dataclass(frozen=True)
class SeriesMove:
    """A planned message of one of its meetings that goes at another moment."""

    meeting: str
    tz: str
    step: StepMove


@dataclass(frozen=True)
class Removal:
    """What is deleted by plan: of how many people or votes, in the coming night and later, the last on which day."""

    what: str
    tonight: int
    later: int
    until: date | None


@dataclass(frozen=True)
class SeriesEffects:
    """What saving a part of a series causes."""

    moves: tuple[SeriesMove, ...] = ()
    removals: tuple[Removal, ...] = ()
    limits: tuple[tuple[str, int | None, int], ...] = ()
    """Meetings with another limit for each party: the limit, and how many parties have more people than that."""
    has_new_basis: bool = False
    """Other words about why the data is used are shown to whoever registers."""
    agendas: tuple[str, ...] = ()
    """Meetings whose programme is made from a template that is another now."""
    published: int = 0
    """Of those, how many have published theirs."""

    def __bool__(self) -> bool:
        return bool(self.moves or self.removals or self.limits or self.has_new_basis or self.agendas)


@dataclass(frozen=True)
class SeriesForm:
    """A part of a series, to be changed. When somebody else was faster nothing was saved: see `PartFacts`."""

    line: SeriesLine
    part: SeriesPart
    settings: tuple[Setting, ...]
    seen: Mapping[str, str]
    round: int = 0
    overtaken: Mapping[str, Written] = field(default_factory=dict)
    overtaken_by: str | None = None
    fresh: frozenset[str] = frozenset()
    effects: SeriesEffects | None = None
    """What saving it would cause; `confirms` comes back when it is saved all the same."""
    confirms: str | None = None


@dataclass(frozen=True)
class SeriesSaved:
    names: tuple[str, ...]
    effects: SeriesEffects


@dataclass(frozen=True)
class RemovalEffects:
    """What taking something out of a series leaves as it is, who loses a task, and which other series have the area."""

    name: str
    held: int = 0
    """Registrations from there, in meetings that are over."""
    invited: int = 0
    tasks: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    is_area: bool = False


@dataclass(frozen=True)
class RemovalForm:
    """What can be taken out: (key, name). `whole` is the key that means the whole area."""

    series_id: int
    area_key: str | None
    name: str
    options: tuple[tuple[str, str], ...]
    whole: str
    chosen: str | None = None
    effects: RemovalEffects | None = None

    def choosing(self, chosen: str, effects: RemovalEffects) -> "RemovalForm":
        return replace(self, chosen=chosen, effects=effects)


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
    quiet: tuple[date, date] | None = None


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
