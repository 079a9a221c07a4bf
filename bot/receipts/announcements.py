"""What a coordinator has written, and how far it has come."""

from dataclasses import dataclass
from datetime import datetime

from bot.receipts.events import EventFacts


@dataclass(frozen=True)
class Reach:
    """How many hear it: in Slack; not, because they have left it; by mail, through the coordinator."""

    in_slack: int = 0
    left: int = 0
    outside: int = 0


@dataclass(frozen=True)
class Progress:
    """Of the messages owed: sent, missed, and left to send. The rest were no longer needed."""

    total: int = 0
    sent: int = 0
    missed: int = 0
    left: int = 0


@dataclass(frozen=True)
class AnnouncementFacts:
    """What a coordinator has written, to whom, and how far it has come. `says`: why it is shown once more."""

    id: int
    version: int
    event: EventFacts
    author: str
    audience: str
    words: str
    state: str
    due_at: datetime | None
    is_waiting: bool
    """Planned, for a later moment."""
    reach: Reach
    progress: Progress
    says: str = "done"
    rival: str | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class AnnouncementList:
    event: EventFacts
    announcements: tuple[AnnouncementFacts, ...]


@dataclass(frozen=True)
class Reached:
    """One recipient's line in the outcome."""

    name: str
    state: str
    reason: str | None


@dataclass(frozen=True)
class Outcomes:
    announcement: AnnouncementFacts
    lines: tuple[Reached, ...]
    page: int
    pages: int
