"""What a coordinator does by hand, press after press: the programme can still be held, and nothing else moves."""

from collections.abc import Sequence

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.services.programme.adjusting import Act, Wish, do, possible
from bot.services.programme.filling import Candidate, Decision, Filled, Manner, fill
from bot.services.programme.segments import Segment
from models.errors import Refusal
from tests.services.test_programme_filling import VOTE, candidates, holds, in_order, segments, template

PRESSES = st.lists(st.tuples(st.sampled_from(Act), st.integers(0, 12), st.none() | st.integers(0, 12)), max_size=12)
USUAL = Manner()
Press = tuple[Act, int, int | None]


def pressed(
    one: Press, found: Filled, decided: Sequence[Decision], topics: Sequence[Candidate], manner: Manner
) -> list[Decision] | None:
    """The decisions after it; None when it is refused."""
    act, topic_id, other_id = one
    levels = {topic.topic_id: topic.level for topic in topics}
    if other_id is not None and levels.get(other_id) is not levels.get(topic_id):
        return None
    try:
        return do(found, decided, Wish(act, topic_id, other_id if act is Act.SWAP else None), manner)
    except Refusal:
        return None


@given(segments(), st.integers(1, 300), candidates(), PRESSES)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_is_pressed_the_programme_can_be_held(
    laid: list[Segment], length: int, topics: list[Candidate], presses: list[Press]
) -> None:
    decided: list[Decision] = []
    for one in presses:
        found = fill(laid, length, topics, decided, USUAL)
        decided = pressed(one, found, decided, topics, USUAL) or decided
    holds(laid, length, topics, decided, USUAL)


@given(PRESSES, st.sampled_from(["halvdag-em", "halvdag-fm", "halvdag-digital"]), st.sampled_from([Act.UP, Act.DOWN]))
@settings(max_examples=60, deadline=None)
def test_up_and_down_exchange_two_neighbours_and_move_nothing_else(presses: list[Press], name: str, act: Act) -> None:
    laid, decided = template(name), list[Decision]()
    for one in presses:
        found = fill(laid, 180, VOTE, decided, USUAL)
        decided = pressed(one, found, decided, VOTE, USUAL) or decided
    before = fill(laid, 180, VOTE, decided, USUAL)
    levels = {topic.topic_id: topic.level for topic in VOTE}
    for topic_id in in_order(before):
        if act not in possible(before, decided, topic_id, USUAL):
            continue
        after = fill(laid, 180, VOTE, do(before, decided, Wish(act, topic_id), USUAL), USUAL)
        kin = [one for one in in_order(before) if levels[one] is levels[topic_id]]
        here = kin.index(topic_id)
        there = here + (-1 if act is Act.UP else 1)
        kin[here], kin[there] = kin[there], kin[here]
        assert [one for one in in_order(after) if levels[one] is levels[topic_id]] == kin
        assert [one for one in in_order(after) if levels[one] is not levels[topic_id]] == [
            one for one in in_order(before) if levels[one] is not levels[topic_id]
        ]


@given(PRESSES, st.sampled_from([Act.LONGER, Act.SHORTER]))
@settings(max_examples=60, deadline=None)
def test_longer_and_shorter_are_five_minutes_and_stay_in_the_segment(presses: list[Press], act: Act) -> None:
    laid, decided = template("halvdag-fm"), list[Decision]()
    for one in presses:
        found = fill(laid, 180, VOTE, decided, USUAL)
        decided = pressed(one, found, decided, VOTE, USUAL) or decided
    before = fill(laid, 180, VOTE, decided, USUAL)
    minutes = {talk.topic_id: talk.minutes for part in before.parts for talk in part.talks}
    for topic_id in in_order(before):
        if act not in possible(before, decided, topic_id, USUAL):
            continue
        after = fill(laid, 180, VOTE, do(before, decided, Wish(act, topic_id), USUAL), USUAL)
        assert in_order(after) == in_order(before)
        for part, other in zip(before.parts, after.parts, strict=True):
            for talk in other.talks:
                if talk.topic_id == topic_id:
                    assert talk.minutes == minutes[topic_id] + (5 if act is Act.LONGER else -5)
                elif topic_id not in (one.topic_id for one in part.talks):
                    assert talk.minutes == minutes[talk.topic_id]
