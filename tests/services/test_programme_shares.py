"""Minutes by votes, against every way there is to share them out."""

from collections.abc import Iterator
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from bot.services.programme.shares import share, shares_of

POINTS = st.lists(st.integers(0, 12).map(Fraction), min_size=1, max_size=4).map(lambda found: sorted(found)[::-1])


def every_way(steps: int, people: int) -> Iterator[tuple[int, ...]]:
    if people == 1:
        yield (steps,)
        return
    for first in range(steps + 1):
        for rest in every_way(steps - first, people - 1):
            yield (first, *rest)


def nearest(length: int, points: list[Fraction], least: int, step: int) -> list[int]:
    """Of all ways in whole steps, the one whose squared distance from the true shares is least; the first gain."""
    due = shares_of(length, points)
    ways = [[steps * step for steps in way] for way in every_way(length // step, len(points))]
    possible = [way for way in ways if min(way) >= least]
    return min(possible, key=lambda way: (sum((a - b) ** 2 for a, b in zip(way, due, strict=True)), [-n for n in way]))


def largest_remainder(length: int, points: list[Fraction], step: int) -> list[int]:
    """As it stands in books: whole steps first, then one each to the largest remainders."""
    due = [each / step for each in shares_of(length, points)]
    steps = [int(each) for each in due]
    order = sorted(range(len(due)), key=lambda place: (steps[place] - due[place], place))
    for place in order[: length // step - sum(steps)]:
        steps[place] += 1
    return [each * step for each in steps]


@given(steps=st.integers(1, 14), points=POINTS, least=st.sampled_from([0, 5, 10, 15]))
def test_minutes_are_as_near_to_the_votes_as_any_way_of_sharing_them(steps, points, least):
    length = steps * 5
    assume(len(points) * least <= length)

    assert share(length, points, least) == nearest(length, points, least, 5)


@given(steps=st.integers(1, 60), points=POINTS)
def test_without_a_least_it_is_the_largest_remainder(steps, points):
    assert share(steps * 5, points, 0) == largest_remainder(steps * 5, points, 5)


@given(length=st.integers(1, 300), points=POINTS, least=st.integers(0, 20))
def test_everything_is_shared_out_nobody_is_below_the_least_and_more_votes_never_mean_less_time(length, points, least):
    assume(len(points) * least <= length)
    minutes = share(length, points, least)

    assert sum(minutes) == length
    assert min(minutes) >= least
    assert minutes == sorted(minutes, reverse=True)


def test_two_thirds_of_the_votes_give_two_thirds_of_forty_minutes_in_steps_of_five():
    assert share(40, [Fraction(12), Fraction(6)], 10) == [25, 15]


def test_without_votes_time_is_equal():
    assert share(45, [Fraction(0)] * 3, 10) == [15, 15, 15]


def test_what_is_no_whole_step_goes_to_the_first():
    assert share(37, [Fraction(1)] * 2, 10) == [22, 15]
