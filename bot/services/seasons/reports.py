"""What an import will do, or has done, as plain facts for whoever tells it."""

from dataclasses import dataclass, field
from typing import Any

from bot.services.seasons.comparing import Conflict
from bot.services.seasons.consequences import Effect
from bot.services.seasons.plans import What


@dataclass(frozen=True)
class Change:
    """A field of a thing that gets a new value."""

    what: What
    key: str
    field: str
    was: Any
    now: Any


@dataclass(frozen=True)
class Gone:
    """Something that left the file; it stays in the bot."""

    what: What
    key: str


@dataclass
class Report:
    """Grows while an import goes through the file."""

    added: dict[What, int] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    gone: list[Gone] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)

    @property
    def is_nothing(self) -> bool:
        return not (self.added or self.changes)
