"""What ballots come to: as an independent, published library counts them, and as anybody can check by hand."""

from collections import Counter
from fractions import Fraction
from itertools import permutations
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from votelib.component.rankscore import Borda
from votelib.convert import ApprovalToSimpleVotes, RankedToPositionalVotes, ScoreToSimpleVotes

from bot.services.polls import counting
from bot.services.polls.counting import FEW, Marks
from models.polls import OTHERS, Method

OPTIONS = list(range(1, 6))
one = st.sampled_from(OPTIONS)
dotted = st.sets(one, max_size=3).map(lambda chosen: dict.fromkeys(chosen, 1))
ranked = st.lists(one, unique=True).map(lambda order: {option: place for place, option in enumerate(order, start=1)})
scored = st.dictionaries(one, st.integers(1, 5))
BALLOTS = {
    Method.DOTS: dotted,
    Method.SINGLE: one.map(lambda chosen: {chosen: 1}),
    Method.MULTIPLE: st.sets(one).map(lambda chosen: dict.fromkeys(chosen, 1)),
    Method.RANKING: ranked,
    Method.SCORES: scored,
}


def elections(method: Method) -> Any:
    return st.lists(BALLOTS[method], max_size=9)


def points(method: Method, ballots: list[Marks]) -> dict[int, float]:
    return {option: tally.points for option, tally in counting.count(method, OPTIONS, ballots).items()}


def in_full(counted: dict[int, Any]) -> dict[int, float]:
    return {option: float(counted.get(option, 0)) for option in OPTIONS}


@given(
    st.sampled_from((Method.DOTS, Method.SINGLE, Method.MULTIPLE)).flatmap(
        lambda m: st.tuples(st.just(m), elections(m))
    )
)
@settings(max_examples=60, deadline=None)
def test_dots_one_and_several_are_counted_as_the_library_counts_approvals(election: tuple[Method, list[Marks]]) -> None:
    method, ballots = election
    votes = Counter(frozenset(marks) for marks in ballots if marks)
    assert points(method, ballots) == in_full(ApprovalToSimpleVotes().convert(votes))


@given(elections(Method.SCORES))
@settings(max_examples=40, deadline=None)
def test_scores_and_their_medians_are_those_of_the_library(ballots: list[Marks]) -> None:
    votes = Counter(frozenset(marks.items()) for marks in ballots)
    for name in ("sum", "median"):
        reference = ScoreToSimpleVotes(name).convert(votes)
        counted = counting.count(Method.SCORES, OPTIONS, ballots)
        found = {option: tally.points if name == "sum" else tally.median for option, tally in counted.items()}
        assert {option: value for option, value in found.items() if value} == {
            option: float(value) for option, value in reference.items()
        }


@given(elections(Method.RANKING))
@settings(max_examples=40, deadline=None)
def test_a_ranking_is_the_librarys_borda_count_with_what_is_left_shared(ballots: list[Marks]) -> None:
    """Options left unranked share what is left: the mean of all orders in which they could have been ranked."""
    votes: Counter[tuple[int, ...]] = Counter()
    for marks in ballots:
        order = sorted(marks, key=lambda option: marks[option])
        rest = list(permutations([option for option in OPTIONS if option not in marks])) if order else []
        for end in rest:
            votes[(*order, *end)] += Fraction(1, len(rest))
    reference = RankedToPositionalVotes(Borda(base=0)).convert(votes) if votes else {}
    assert points(Method.RANKING, ballots) == in_full(reference)


@given(st.sampled_from(list(Method)).flatmap(lambda m: st.tuples(st.just(m), elections(m), st.randoms())))
@settings(max_examples=60, deadline=None)
def test_neither_the_order_of_ballots_nor_of_options_changes_anything_and_equals_share_a_place(
    election: tuple[Method, list[Marks], Any],
) -> None:
    method, ballots, chance = election
    counted = counting.count(method, OPTIONS, ballots)
    chance.shuffle(ballots)
    assert counting.count(method, OPTIONS[::-1], ballots) == counted
    for tally in counted.values():
        assert tally.place == 1 + sum(other.points > tally.points for other in counted.values())
    if method is Method.RANKING:
        whole = len(OPTIONS) * (len(OPTIONS) - 1) / 2
        assert sum(tally.points for tally in counted.values()) == whole * sum(map(bool, ballots))


def test_dots_are_as_many_as_was_chosen_else_a_quarter_and_at_least_two() -> None:
    assert [counting.dots(3, n) for n in (1, 2, 3, 120)] == [1, 2, 3, 3]
    assert [counting.dots(None, n) for n in (1, 2, 8, 9, 12, 13, 120)] == [1, 2, 2, 3, 3, 4, 30]


def test_gaps_in_a_ranking_close() -> None:
    assert counting.in_order({7: 3, 8: 1, 9: 9}) == {8: 1, 7: 2, 9: 3}


sizes = st.dictionaries(st.sampled_from("abcdefg"), st.integers(0, 12))


@given(sizes)
@settings(max_examples=300)
def test_no_group_that_is_shown_or_left_when_others_are_subtracted_is_smaller_than_five(sizes: dict[str, int]) -> None:
    found = counting.groups(sizes)
    shown: Counter[str] = Counter()
    for role, group in found.items():
        shown[group] += sizes[role]
    assert all(n >= FEW for n in shown.values())
    assert len(shown) != 1
    if found:
        assert sum(shown.values()) == sum(sizes.values()), "what is left after subtracting is one of the groups"
        assert all(group in (role, OTHERS) for role, group in found.items())


def test_a_small_group_takes_the_smallest_of_the_large_ones_with_it() -> None:
    assert counting.groups({"principal": 9, "director": 6, "politician": 2}) == {
        "principal": "principal", "director": OTHERS, "politician": OTHERS,
    }  # fmt: skip
    assert counting.groups({"principal": 9, "politician": 2}) == {}
    assert counting.groups({"principal": 9, "director": 5}) == {"principal": "principal", "director": "director"}
