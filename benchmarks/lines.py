"""One line of the table, and the statistics it is made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, quantiles

MILLI = 1000


@dataclass(frozen=True)
class Line:
    """What was measured against what. `is_met` is None for figures without a goal."""

    what: str
    ours: str
    floor: str = ""
    result: str = ""
    goal: str = ""
    is_met: bool | None = None


def ratio(what: str, ours: Sequence[float], floors: Sequence[float], at_least: float, unit: str = "/s") -> Line:
    """Rates of rounds that alternated; the medians' ratio, and how far single rounds were apart."""
    mine, floor = median(ours), median(floors)
    each = [one / other for one, other in zip(ours, floors, strict=True)]
    return Line(
        what=what,
        ours=f"{mine:,.0f}{unit}",
        floor=f"{floor:,.0f}{unit}",
        result=f"{mine / floor:.0%} ({min(each):.0%}–{max(each):.0%})",
        goal=f"≥ {at_least:.0%}",
        is_met=mine / floor >= at_least,
    )


def at_most(what: str, value: float, limit: float, unit: str, note: str = "") -> Line:
    shown = f"{value:,.2f}".rstrip("0").rstrip(".")
    return Line(what, f"{shown} {unit}", note, "", f"≤ {limit:g} {unit}", value <= limit)


def percentile(values: Sequence[float], of_hundred: int) -> float:
    return quantiles(values, n=100, method="inclusive")[of_hundred - 1]
