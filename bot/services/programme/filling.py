"""Questions into segments: by result and level, with minutes by votes, around what the coordinator has decided.

It is worked out anew from the template, the result and the decisions each time, so that nothing decided is lost when
one of the others changes.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from bot.services.programme.segments import Problem, Segment, lay_out
from bot.services.programme.shares import share
from models import Level

LEAST = 10
"""Minutes: less is no conversation."""


@dataclass(frozen=True)
class Candidate:
    """A question that may be talked about. They come in the order of the result; points are None when not told."""

    topic_id: int
    level: Level
    points: Fraction | None = None


@dataclass(frozen=True)
class Decision:
    """What the coordinator has decided about a question: where it stands, how long it takes, or that it is left out."""

    topic_id: int
    segment: str | None = None
    place: int = 0
    minutes: int | None = None
    is_out: bool = False


@dataclass(frozen=True)
class Manner:
    """How minutes are given."""

    by_share: bool = True
    least: int = LEAST


@dataclass(frozen=True)
class Talk:
    """A question with its time in the programme."""

    topic_id: int
    start: int
    minutes: int
    is_placed: bool = False
    has_own_minutes: bool = False


@dataclass(frozen=True)
class Part:
    segment: Segment
    talks: tuple[Talk, ...] = ()


class Why(StrEnum):
    """Why a question is not in the programme."""

    NO_SLOT = "no_slot"
    """Others of its level came before it."""
    TOO_SHORT = "too_short"
    """There was a slot, and fewer minutes than a question needs."""
    NO_SEGMENT = "no_segment"
    """The programme has no time for its level."""
    LEFT_OUT = "left_out"
    """The coordinator decided so."""


@dataclass(frozen=True)
class Left:
    topic_id: int
    why: Why


@dataclass(frozen=True)
class Filled:
    parts: tuple[Part, ...]
    left: tuple[Left, ...]
    problems: tuple[Problem, ...]

    def part_of(self, topic_id: int) -> Part | None:
        return next((part for part in self.parts if any(talk.topic_id == topic_id for talk in part.talks)), None)


def fill(
    segments: Sequence[Segment],
    length: int,
    candidates: Sequence[Candidate],
    decisions: Sequence[Decision] = (),
    manner: Manner = Manner(),
) -> Filled:
    """The programme. Nobody is in two places, no question comes twice, nothing goes on after the end."""
    laid, problems = lay_out(segments, length)
    decided = {one.topic_id: one for one in decisions}
    placed = _place(laid, candidates, decided, manner)
    points = {one.topic_id: one.points for one in candidates}
    parts = [Part(one, _timed(one, placed.get(one.key, []), points, decided, manner)) for one in laid]
    chosen = {talk.topic_id for part in parts for talk in part.talks}
    left = [Left(one.topic_id, _why(one, laid, decided, manner)) for one in candidates if one.topic_id not in chosen]
    return Filled(tuple(parts), tuple(left), tuple(problems))


def capacity(segment: Segment, manner: Manner) -> int:
    """How many questions there is a slot and time for."""
    return min(segment.slots, segment.length // manner.least)


def _place(
    laid: Sequence[Segment], candidates: Sequence[Candidate], decided: dict[int, Decision], manner: Manner
) -> dict[str, list[int]]:
    """Topics by segment: first those with a place of their own, then the others in the order of the result."""
    placed: dict[str, list[int]] = {}
    for level in Level:
        open_to = [one for one in laid if one.is_open and one.level is level]
        spots: dict[tuple[str, int], int] = {}
        free = [(one.key, place) for one in open_to for place in range(capacity(one, manner))]
        of_level = [one.topic_id for one in candidates if one.level is level]
        of_level = [one for one in of_level if one not in decided or not decided[one].is_out]
        homeless = []
        for topic_id in (one for one in of_level if one in decided and decided[one].segment):
            spot = (decided[topic_id].segment or "", decided[topic_id].place)
            if spot in free:
                free.remove(spot)
                spots[spot] = topic_id
            else:
                homeless.append(topic_id)
        rest = [*homeless, *(one for one in of_level if one not in homeless and one not in spots.values())]
        spots.update(zip(free, rest, strict=False))
        for one in open_to:
            placed[one.key] = [spots[spot] for spot in sorted(spots) if spot[0] == one.key]
    return placed


def _timed(
    segment: Segment,
    topic_ids: Sequence[int],
    points: dict[int, Fraction | None],
    decided: dict[int, Decision],
    manner: Manner,
) -> tuple[Talk, ...]:
    own = {one: decided[one].minutes for one in topic_ids if one in decided}
    wishes = [own.get(one) for one in topic_ids]
    weights = [points[one] for one in topic_ids]
    minutes = _minutes(segment.length, wishes, weights, manner)
    talks, start = [], segment.start
    for topic_id, wish, n in zip(topic_ids, wishes, minutes, strict=True):
        is_placed = topic_id in decided and decided[topic_id].segment is not None
        talks.append(Talk(topic_id, start, n, is_placed=is_placed, has_own_minutes=wish == n))
        start += n
    return tuple(talks)


def _minutes(length: int, wishes: Sequence[int | None], points: Sequence[Fraction | None], manner: Manner) -> list[int]:
    """What was decided, and the rest to the others; when that cannot be, the wishes count as shares."""
    others = [place for place, wish in enumerate(wishes) if wish is None]
    left = length - sum(wish for wish in wishes if wish is not None)
    fits = all(wish is None or wish >= manner.least for wish in wishes)
    if not others and left == 0 and fits:
        return [wish or 0 for wish in wishes]
    if others and fits and left >= len(others) * manner.least:
        shared = iter(share(left, _weights([points[place] for place in others], manner), manner.least))
        return [next(shared) if wish is None else wish for wish in wishes]
    if len(others) < len(wishes):
        usual = Fraction(length, len(wishes))
        return share(length, [Fraction(wish) if wish is not None else usual for wish in wishes], manner.least)
    return share(length, _weights(points, manner), manner.least)


def _weights(points: Sequence[Fraction | None], manner: Manner) -> list[Fraction]:
    """By votes, unless minutes are to be equal or no numbers are told."""
    known = [each for each in points if each is not None]
    if not manner.by_share or len(known) < len(points):
        return [Fraction(1)] * len(points)
    return known


def _why(candidate: Candidate, laid: Sequence[Segment], decided: dict[int, Decision], manner: Manner) -> Why:
    open_to = [one for one in laid if one.is_open and one.level is candidate.level]
    if candidate.topic_id in decided and decided[candidate.topic_id].is_out:
        return Why.LEFT_OUT
    if not open_to:
        return Why.NO_SEGMENT
    return Why.TOO_SHORT if any(capacity(one, manner) < one.slots for one in open_to) else Why.NO_SLOT


def decide(decisions: Sequence[Decision], *changed: Decision) -> list[Decision]:
    """The decisions with these in place of earlier ones about the same questions."""
    by_topic = {one.topic_id: one for one in decisions} | {one.topic_id: one for one in changed}
    return [one for one in by_topic.values() if one != Decision(one.topic_id)]


def keep_place(decision: Decision, segment: str, place: int) -> Decision:
    return replace(decision, segment=segment, place=place, is_out=False)
