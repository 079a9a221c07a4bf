"""Which organisation has whom in which role, and asking for whoever is missing."""

from dataclasses import dataclass
from datetime import datetime

from bot.receipts.events import EventFacts
from models.series import Role

ANYBODY = Role("", "")
"""Where an organisation is asked for somebody, in whatever role."""


@dataclass(frozen=True)
class Cell:
    """One organisation's people in one role."""

    role: Role
    names: tuple[str, ...] = ()
    hidden: int = 0
    """How many more there are, hidden from whoever reads."""
    is_hole: bool = False
    """Somebody is asked for here, and nobody comes."""
    asked_at: datetime | None = None

    @property
    def many(self) -> int:
        return len(self.names) + self.hidden


@dataclass(frozen=True)
class CoverRow:
    organisation_id: int
    organisation: str
    cells: tuple[Cell, ...]
    """Of every column, in their order."""
    others: tuple[Cell, ...] = ()
    """People in roles that have no column; or the hole where nobody comes at all."""


@dataclass(frozen=True)
class Coverage:
    """The grid, and a page of what is said about each organisation in it."""

    event: EventFacts
    columns: tuple[Role, ...]
    grid: tuple[CoverRow, ...]
    rows: tuple[CoverRow, ...]
    """Those of the page."""
    counts: tuple[tuple[int, int], ...] = ()
    """Of each column: how many of those asked have somebody."""
    without: tuple[str, ...] = ()
    """Organisations that nobody represents."""
    page: int = 1
    pages: int = 1
    may_ask: bool = False


@dataclass(frozen=True)
class RequestFacts:
    """An empty seat, and who may fill it. `words` and `by` once it has been asked for."""

    event: EventFacts
    organisation_id: int
    organisation: str
    role: Role
    in_slack: tuple[str, ...]
    outside: tuple[tuple[str, str | None], ...]
    """Name and address."""
    words: str | None = None
    by: str | None = None
    asked_at: datetime | None = None
