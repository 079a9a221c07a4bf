"""What ballots come to, by each method. Only numbers: no rows, no people."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from models.polls import OTHERS, Method

Marks = Mapping[int, int]
"""What a ballot gives each option it marks: 1, its rank from 1, or its score."""
FEW = 5
"""A group smaller than this is never shown by itself, and of fewer ballots only the order is."""
HIGHEST = 5
HIGH = 3.5
"""A median from here on is high."""
LEAST_DOTS = 2


@dataclass(frozen=True)
class Tally:
    """What one option came to."""

    points: float
    place: int
    marked: int
    median: float | None = None

    @property
    def is_high(self) -> bool | None:
        """None while nobody has given it a score."""
        return None if self.median is None else self.median >= HIGH


def count(method: Method, options: Sequence[int], ballots: Iterable[Marks]) -> dict[int, Tally]:
    """Every option's points and place; equal points are an equal place, and the next place is left out."""
    given: dict[int, list[int]] = {option: [] for option in options}
    points = dict.fromkeys(options, 0.0)
    for marks in ballots:
        for option, mark in marks.items():
            given[option].append(mark)
        for option, worth in _worth(method, options, marks).items():
            points[option] += worth
    return {
        option: Tally(
            points=points[option],
            place=1 + sum(other > points[option] for other in points.values()),
            marked=len(given[option]),
            median=median(given[option]) if method is Method.SCORES and given[option] else None,
        )
        for option in options
    }


def dots(chosen: int | None, options: int) -> int:
    """How many a voter has: so many as was chosen, else a quarter of the options; never more than there are options."""
    usual = max(LEAST_DOTS, -(-options // 4))
    return min(chosen or usual, options)


def in_order(ranks: Marks) -> dict[int, int]:
    """Ranks without gaps: whoever fills the first and the third place means the first and the second."""
    return {option: place for place, option in enumerate(sorted(ranks, key=lambda one: ranks[one]), start=1)}


def groups(sizes: Mapping[str, int]) -> dict[str, str]:
    """The group each role is shown in, so that none is smaller than five and none can be had by subtracting.

    Small ones become the others; while those are too few, the smallest group that is left joins them. When everyone
    would be in one group there are none: an empty answer.
    """
    shown = {role for role, size in sizes.items() if size >= FEW}
    rest = sum(size for role, size in sizes.items() if role not in shown)
    while 0 < rest < FEW and shown:
        smallest = min(shown, key=lambda role: (sizes[role], role))
        shown.remove(smallest)
        rest += sizes[smallest]
    found = {role: role if role in shown else OTHERS for role, size in sizes.items() if size}
    return found if len(set(found.values())) > 1 else {}


def _worth(method: Method, options: Sequence[int], marks: Marks) -> Mapping[int, float]:
    match method:
        case Method.RANKING:
            return _borda(options, marks)
        case Method.SCORES:
            return marks
        case _:
            return dict.fromkeys(marks, 1.0)


def _borda(options: Sequence[int], ranks: Marks) -> dict[int, float]:
    """The first of n options gets n-1 points, the next one fewer; those left unranked share what is left."""
    if not ranks:
        return {}
    n, ranked = len(options), len(ranks)
    left = (n - ranked - 1) / 2
    return {option: float(n - ranks[option]) if option in ranks else left for option in options}
