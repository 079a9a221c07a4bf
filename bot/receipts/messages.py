"""What was owed, and what became of it."""

from dataclasses import dataclass
from datetime import datetime

from models.choices import Level, Rhythm


@dataclass(frozen=True)
class DeliveryLine:
    """One row of the ledger, without its text."""

    kind: str
    state: str
    due_at: datetime
    recipient: str
    reason: str | None
    event_title: str | None
    tz: str
    id: int = 0
    may_be_sent_again: bool = False
    may_be_dropped: bool = False


@dataclass(frozen=True)
class LedgerCount:
    """How many messages are where; `planned` are for later, `late` should have left."""

    sent: int = 0
    on_its_way: int = 0
    planned: int = 0
    late: int = 0
    in_doubt: int = 0
    expired: int = 0
    failed: int = 0
    gave_way: int = 0
    """Not sent, since somebody has heard enough about the meeting."""

    @property
    def trouble(self) -> int:
        return self.late + self.in_doubt + self.expired + self.failed

    @property
    def shown(self) -> int:
        return self.trouble + self.gave_way + self.on_its_way + self.planned


@dataclass(frozen=True)
class DeliveryPage:
    counts: LedgerCount
    lines: tuple[DeliveryLine, ...]
    page: int = 1
    pages: int = 1
    mails: tuple[DeliveryLine, ...] = ()
    """The reader's own texts for guests that are not marked as sent."""


@dataclass(frozen=True)
class MailSent:
    """Who says that a text for guests has gone out by mail, and when by the meeting's clock."""

    by: str
    at: datetime
    tz: str


@dataclass(frozen=True)
class Choices:
    """What a person wants to hear, when, and in which language (None: as in Slack, which is `locale` then)."""

    level: Level
    rhythm: Rhythm
    language: str | None
    locale: str | None


@dataclass(frozen=True)
class Snoozed:
    """When the person is reminded again."""

    title: str
    at: datetime
    tz: str
