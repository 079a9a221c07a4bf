"""Which day the answers speak for: the rule of the lab's file, against everything that can be answered."""

from datetime import UTC, datetime, timedelta
from functools import cmp_to_key
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.services.dates.proposals import Said, propose, tally
from models.dates import Can

FIRST = datetime(2027, 9, 7, 9, tzinfo=UTC)
DAYS = [(1, FIRST), (2, FIRST + timedelta(days=1)), (3, FIRST + timedelta(days=2))]
VOICES = st.lists(
    st.tuples(st.one_of(st.none(), st.integers(1, 4)), st.lists(st.sampled_from(Can), min_size=3, max_size=3)),
    max_size=12,
)


def said(voices):
    return [Said(day, party, can) for party, cans in voices for (day, _), can in zip(DAYS, cans, strict=False)]


def by_hand(days, answers):
    """Two days at a time, in the words of the rule."""

    def better(one, other):
        for counted in (represented, able, able_if_needed):
            if counted(one[0]) != counted(other[0]):
                return counted(other[0]) - counted(one[0])
        return -1 if one[1] < other[1] else 1

    def represented(day):
        return sum(
            any(a.party == party and a.option == day and a.can != "no" for a in answers) for party in range(1, 5)
        )

    def able(day):
        return len([a for a in answers if a.option == day and a.can == "yes"])

    def able_if_needed(day):
        return len([a for a in answers if a.option == day and a.can == "if_needed"])

    if not any(a.can != "no" for a in answers):
        return None
    return sorted(days, key=cmp_to_key(better))[0][0]


@settings(max_examples=500, deadline=None)
@given(VOICES, st.permutations(DAYS))
def test_the_rule_agrees_with_the_rule_by_hand_in_whatever_order_the_days_come(voices, days):
    assert propose(days, said(voices)) == by_hand(DAYS, said(voices))


def test_every_answer_of_three_people_of_two_parties_to_two_days():
    days, parties = DAYS[:2], (1, 1, 2)
    for cans in product(Can, repeat=6):
        answers = said([(party, list(cans[place * 2 : place * 2 + 2])) for place, party in enumerate(parties)])
        assert propose(days, answers) == by_hand(days, answers)


@settings(max_examples=300, deadline=None)
@given(VOICES, st.integers(1, 4), st.sampled_from([1, 2, 3]))
def test_one_more_yes_never_speaks_against_a_day(voices, party, day):
    answers = said(voices)
    if propose(DAYS, answers) == day:
        assert propose(DAYS, [*answers, Said(day, party, Can.YES)]) == day


@settings(max_examples=300, deadline=None)
@given(VOICES, st.randoms())
def test_the_order_in_which_people_answer_does_not_matter(voices, luck):
    answers = said(voices)
    mixed = sorted(answers, key=lambda _: luck.random())
    assert propose(DAYS, mixed) == propose(DAYS, answers)


def test_a_party_counts_once_however_many_come():
    crowd = [Said(1, 1, Can.YES)] * 9 + [Said(2, 1, Can.IF_NEEDED), Said(2, 2, Can.IF_NEEDED)]
    assert propose(DAYS[:2], crowd) == 2
    assert (tally(1, crowd).parties, tally(2, crowd).parties) == (1, 2)


def test_when_nobody_can_or_nobody_answers_no_day_is_proposed():
    assert propose(DAYS, []) is None
    assert propose(DAYS, [Said(1, 1, Can.NO), Said(2, 1, Can.NO)]) is None
