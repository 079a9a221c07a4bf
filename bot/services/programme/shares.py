"""Minutes shared out by votes: as near to each one's share as whole steps allow, nobody below the least."""

from collections.abc import Sequence
from fractions import Fraction

STEP = 5
"""Minutes: a programme is read, and kept, in steps of five."""


def share(length: int, points: Sequence[Fraction], least: int, step: int = STEP) -> list[int]:
    """Minutes for each, in the order of the points; together exactly `length`.

    Each step of minutes goes to whoever lacks most of what is due to them, the earlier first when two lack the same:
    without a least this is the method of the largest remainder. What is no whole step goes to the first.
    """
    if not points:
        return []
    if len(points) * least > length:
        raise ValueError(f"{len(points)} times {least} minutes do not fit in {length}")
    step = step if least % step == 0 else 1
    minutes = [least] * len(points)
    due = shares_of(length, points)
    for _ in range((length - sum(minutes)) // step):
        lacking = max(range(len(points)), key=lambda place: (due[place] - minutes[place], -place))
        minutes[lacking] += step
    minutes[0] += length - sum(minutes)
    return minutes


def shares_of(length: int, points: Sequence[Fraction]) -> list[Fraction]:
    """What each would have if minutes could be split at will; the same for all when nobody has a point."""
    total = sum(points, Fraction())
    if total == 0:
        return [Fraction(length, len(points))] * len(points)
    return [length * each / total for each in points]
