"""Which day the answers speak for: a rule over plain values."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from models.dates import Can


class Said(NamedTuple):
    """One answer; without a party it represents nobody but itself."""

    option: int
    party: int | None
    can: Can


class Tally(NamedTuple):
    """In the order in which they count."""

    parties: int
    """With at least one person who can, if need be."""
    yes: int
    if_needed: int


def tally(option: int, answers: Iterable[Said]) -> Tally:
    said = [one for one in answers if one.option == option]
    return Tally(
        parties=len({one.party for one in said if one.party is not None and one.can is not Can.NO}),
        yes=sum(one.can is Can.YES for one in said),
        if_needed=sum(one.can is Can.IF_NEEDED for one in said),
    )


def propose(options: Sequence[tuple[int, datetime]], answers: Sequence[Said]) -> int | None:
    """Most parties, then most *can*, then most *can if needed*, then the earliest. None when nobody can on any day."""
    if all(one.can is Can.NO for one in answers):
        return None
    return min(options, key=lambda one: (*(-count for count in tally(one[0], answers)), one[1], one[0]))[0]
