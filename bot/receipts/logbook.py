"""Who did what, for those who may read it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class LogLine:
    action: str
    at: datetime
    tz: str
    actor: str | None
    """None when the bot did it, or a file."""
    person: str | None
    """Whom it was about, when it was about somebody."""
    event_title: str | None
    reason: str | None


@dataclass(frozen=True)
class LogPage:
    lines: tuple[LogLine, ...]
    page: int
    pages: int
    total: int
    words: str
    """Those that narrow it down to some meetings."""
