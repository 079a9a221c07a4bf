"""What the coordinator does to a filled programme by hand; each answers with the decisions to keep from then on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.services.programme.filling import Decision, Filled, Manner, Part, Talk, decide, keep_place
from bot.services.programme.shares import STEP
from models.errors import N_, Refusal

GONE = N_("That question is no longer in the programme.")


class Act(StrEnum):
    UP = "up"
    DOWN = "down"
    LONGER = "longer"
    SHORTER = "shorter"
    SWAP = "swap"


@dataclass(frozen=True)
class Wish:
    """What is to be done with a question; `other_id` takes its place, or the next in the result does."""

    act: Act
    topic_id: int
    other_id: int | None = None


def do(found: Filled, decisions: Sequence[Decision], wish: Wish, manner: Manner) -> list[Decision]:
    """The decisions after it. Raises Refusal when it cannot be done."""
    match wish.act:
        case Act.UP | Act.DOWN:
            return move(found, decisions, wish.topic_id, -1 if wish.act is Act.UP else 1)
        case Act.LONGER | Act.SHORTER:
            return lengthen(found, decisions, wish.topic_id, 1 if wish.act is Act.LONGER else -1, manner)
        case Act.SWAP:
            return swap(found, decisions, wish.topic_id, wish.other_id)


def possible(found: Filled, decisions: Sequence[Decision], topic_id: int, manner: Manner) -> tuple[Act, ...]:
    return tuple(act for act in Act if _can(found, decisions, Wish(act, topic_id), manner))


def _can(found: Filled, decisions: Sequence[Decision], wish: Wish, manner: Manner) -> bool:
    try:
        do(found, decisions, wish, manner)
    except Refusal:
        return False
    return True


def move(found: Filled, decisions: Sequence[Decision], topic_id: int, by: int) -> list[Decision]:
    """One place up (-1) or down (1) among the questions of its level, also into the segment before or after."""
    part, talk = _of(found, topic_id)
    spots = [
        (one.segment.key, place, other.topic_id)
        for one in found.parts
        if one.segment.is_open and one.segment.level is part.segment.level
        for place, other in enumerate(one.talks)
    ]
    here = next(n for n, (_, _, other) in enumerate(spots) if other == talk.topic_id)
    there = here + by
    if not 0 <= there < len(spots):
        raise Refusal(N_("It is the first of its kind already.") if by < 0 else N_("It is the last of its kind."))
    segment, place, other_id = spots[there]
    mine = keep_place(_so_far(decisions, topic_id), segment, place)
    others = _so_far(decisions, other_id)
    changed = [replace(mine, minutes=mine.minutes if segment == part.segment.key else None)]
    if others.segment:
        changed.append(keep_place(others, *spots[here][:2]))
    return decide(decisions, *changed)


def lengthen(found: Filled, decisions: Sequence[Decision], topic_id: int, by: int, manner: Manner) -> list[Decision]:
    """Five minutes more or less; the others of the segment give or take."""
    part, talk = _of(found, topic_id)
    others = [one for one in part.talks if one.topic_id != topic_id]
    if not others:
        raise Refusal(N_("It has the whole of “{segment}” to itself."), segment=part.segment.title)
    minutes = talk.minutes + by * STEP
    if minutes < manner.least:
        raise Refusal(N_("No question gets less than {n} minutes."), n=manner.least)
    if part.segment.length - minutes < len(others) * manner.least:
        raise Refusal(N_("Then another question there would get less than {n} minutes."), n=manner.least)
    freed = _freed(part, decisions, others, minutes, manner)
    return decide(decisions, replace(_so_far(decisions, topic_id), minutes=minutes, is_out=False), *freed)


def swap(found: Filled, decisions: Sequence[Decision], topic_id: int, other_id: int | None) -> list[Decision]:
    """Another question in its place, with its minutes; without another the next in the result moves up."""
    part, talk = _of(found, topic_id)
    out = Decision(topic_id, is_out=True)
    if other_id is None:
        return decide(decisions, out)
    if found.part_of(other_id):
        raise Refusal(N_("That question is in the programme already."))
    place = part.talks.index(talk)
    return decide(decisions, out, keep_place(Decision(other_id), part.segment.key, place))


def _of(found: Filled, topic_id: int) -> tuple[Part, Talk]:
    part = found.part_of(topic_id)
    if part is None:
        raise Refusal(GONE)
    return part, next(talk for talk in part.talks if talk.topic_id == topic_id)


def _so_far(decisions: Sequence[Decision], topic_id: int) -> Decision:
    return next((one for one in decisions if one.topic_id == topic_id), Decision(topic_id))


def _freed(
    part: Part, decisions: Sequence[Decision], others: Sequence[Talk], minutes: int, manner: Manner
) -> list[Decision]:
    """Those who had minutes of their own share again, when otherwise nobody could give or take."""
    own = {one.topic_id: one for one in decisions if one.minutes is not None}
    held = [own[talk.topic_id] for talk in others if talk.topic_id in own]
    rest = part.segment.length - minutes - sum(one.minutes or 0 for one in held)
    n_free = len(others) - len(held)
    if n_free and rest >= n_free * manner.least:
        return []
    return [replace(one, minutes=None) for one in held]
