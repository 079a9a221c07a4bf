"""The segments of a template, laid out on a meeting's own time: in minutes from its start, on the wall clock."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import time
from enum import StrEnum
from zlib import crc32

from models import Level
from models.base import Facts
from models.times import wall_minutes

EVERYBODY = "all"
USUAL = 30
"""Minutes of what a file gives no end, and nothing follows."""


@dataclass(frozen=True)
class Segment:
    """A part of the programme with its audience: None is everybody. Without slots its content is fixed."""

    key: str
    """Its level and number among those with slots of the level: `overarching.1` is so in every template."""
    title: str
    start: int
    end: int
    audience: frozenset[str] | None = None
    lead: str | None = None
    level: Level = Level.OVERARCHING
    slots: int = 0

    @property
    def length(self) -> int:
        return self.end - self.start

    @property
    def is_open(self) -> bool:
        """The questions that people chose go here."""
        return self.slots > 0

    def needs_the_same(self, other: "Segment") -> bool:
        """Somebody would have to be in both at once."""
        meets = self.audience is None or other.audience is None or bool(self.audience & other.audience)
        return meets and self.is_beside(other)

    def is_beside(self, other: "Segment") -> bool:
        return self.start < other.end and other.start < self.end


class Trouble(StrEnum):
    CLASH = "clash"
    """Somebody would have to be in two places at once."""
    TOO_LATE = "too_late"
    """It begins when the meeting has ended."""
    CUT = "cut"
    """It ends with the meeting, earlier than the template has it."""


@dataclass(frozen=True)
class Problem:
    """What the meeting has no room for as the template has it; a segment that is only cut is still there."""

    segment: Segment
    trouble: Trouble
    other: Segment | None = None


def read(agenda: Sequence[Facts], origin: int) -> list[Segment]:
    """The template's segments, from the minute of the day that is the start of the meeting in it."""
    counts: dict[str, int] = {}
    return [
        _segment(item, start - origin, end - origin, counts)
        for item, (start, end) in zip(agenda, _hours(agenda), strict=True)
    ]


def origin(agenda: Sequence[Facts], start: time, end: time) -> int:
    """The minute of a template's day at which a meeting of these hours starts: people come for coffee before it.

    The start itself when the template was made for these hours. Else what leaves a meeting of this length; else the
    start again, if something starts then; else what comes nearest.
    """
    starts = sorted({_minute(item["start"]) for item in agenda})
    begins, length = wall_minutes(start), wall_minutes(end) - wall_minutes(start)
    last = max((stop for _, stop in _hours(agenda)), default=begins)
    fitting = [one for one in starts if last - one == length]
    if begins in starts and (last == begins + length or not fitting):
        return begins
    return min(fitting or starts, key=lambda one: abs(last - one - length), default=begins)


def mark(agenda: Sequence[Facts]) -> int:
    """A number that tells whether a template is still the one it was."""
    said = [(item["start"], item.get("end"), item.get("topic_slots"), item.get("level")) for item in agenda]
    return crc32(repr(said).encode()) & 0x7FFFFFFF


def lay_out(segments: Sequence[Segment], length: int) -> tuple[list[Segment], list[Problem]]:
    """What a meeting of this length has room for, in order of time; what is fixed goes before what is to be filled."""
    kept: list[Segment] = []
    problems: list[Problem] = []
    for segment in sorted(segments, key=lambda one: (one.is_open, one.start)):
        if segment.start >= length:
            problems.append(Problem(segment, Trouble.TOO_LATE))
            continue
        fitting = replace(segment, end=min(segment.end, length))
        other = next((one for one in kept if one.needs_the_same(fitting)), None)
        if other:
            problems.append(Problem(segment, Trouble.CLASH, other))
            continue
        if fitting != segment:
            problems.append(Problem(segment, Trouble.CUT))
        kept.append(fitting)
    place = {segment.key: n for n, segment in enumerate(segments)}
    return sorted(kept, key=lambda one: (one.start, place[one.key])), problems


def _segment(item: Facts, start: int, end: int, counts: dict[str, int]) -> Segment:
    slots = int(item.get("topic_slots") or 0)
    level = Level(item.get("level") or Level.OVERARCHING)
    kind = level.value if slots else "fixed"
    counts[kind] = counts.get(kind, 0) + 1
    return Segment(
        key=f"{kind}.{counts[kind]}",
        title=str(item.get("title") or ""),
        start=start,
        end=end,
        audience=_audience(item.get("audience")),
        lead=item.get("lead"),
        level=level,
        slots=slots,
    )


def _audience(said: object) -> frozenset[str] | None:
    if isinstance(said, str) and said != EVERYBODY:
        return frozenset({said})
    return frozenset(map(str, said)) if isinstance(said, list) and said else None


def _hours(agenda: Sequence[Facts]) -> list[tuple[int, int]]:
    """From when to when; what has no end goes on until something else starts."""
    starts = [_minute(item["start"]) for item in agenda]
    ends = [_minute(item["end"]) if item.get("end") else None for item in agenda]
    return [
        (start, end or min((other for other in starts if other > start), default=start + USUAL))
        for start, end in zip(starts, ends, strict=True)
    ]


def _minute(said: str) -> int:
    return wall_minutes(time.fromisoformat(said))
