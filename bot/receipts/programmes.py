"""A programme as people read it, and as whoever builds it sees it."""

from dataclasses import dataclass
from datetime import datetime, time

from bot.receipts.events import EventFacts


@dataclass(frozen=True)
class TalkFacts:
    """A question with its time."""

    topic_id: int | None
    title: str
    starts: time
    minutes: int
    is_decided: bool = False
    """Its place or its minutes were set by hand: a new result does not change them."""
    acts: tuple[str, ...] = ()
    """What can be done with it by hand."""


@dataclass(frozen=True)
class SegmentFacts:
    """`audience` are roles with the file's words for them; empty is everybody."""

    title: str
    starts: time
    ends: time
    audience: tuple[tuple[str, str], ...] = ()
    lead: tuple[str, str] | None = None
    talks: tuple[TalkFacts, ...] = ()
    level: str | None = None
    """Questions of this level go here."""
    key: str = ""
    """Which part of a draft it is."""

    def is_for(self, role: str | None) -> bool:
        return not self.audience or any(one == role for one, _ in self.audience)


@dataclass(frozen=True)
class ProgrammeFacts:
    event: EventFacts
    segments: tuple[SegmentFacts, ...]
    role: str | None = None
    """Whose programme it is: their parts stand out."""
    has_changed: bool = False
    is_draft: bool = False


@dataclass(frozen=True)
class LeftFacts:
    """A question that is not in it, and why."""

    topic_id: int
    title: str
    level: str
    why: str


@dataclass(frozen=True)
class ProblemFacts:
    title: str
    trouble: str
    other: str | None = None


@dataclass(frozen=True)
class RoundFacts:
    """A round takes a while for each municipality: more than there is, for so many."""

    title: str
    minutes: int
    needed: int
    municipalities: int


@dataclass(frozen=True)
class DraftFacts:
    programme: ProgrammeFacts
    left: tuple[LeftFacts, ...]
    problems: tuple[ProblemFacts, ...]
    ties: tuple[tuple[str, str], ...]
    """One that got in and one that did not, with the same votes."""
    round: RoundFacts | None
    template: str | None
    templates: tuple[tuple[str, str], ...]
    has_own_agenda: bool
    by_share: bool
    least: int
    roles: tuple[tuple[str, str], ...]
    has_result: bool
    stamp: str
    is_published: bool
    is_new: bool
    """It says something else than what has been published."""
    may_publish: bool
    is_told: bool
    """Those who are registered have been told of it, or are about to be."""
    is_overtaken: bool = False
    overtaken_by: str | None = None


@dataclass(frozen=True)
class Published:
    """What publishing came to, how many are told and when; `heard` is None when nobody was to be told."""

    programme: ProgrammeFacts
    is_new: bool
    heard: int | None
    told_at: datetime
    is_told_now: bool = False
    is_switched_off: bool = False
