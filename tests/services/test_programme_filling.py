"""A programme from any template and any result: nobody is in two places, nothing goes on after the end."""

import time as clock
from dataclasses import replace
from datetime import time
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.services.programme.adjusting import lengthen, move, swap
from bot.services.programme.filling import Candidate, Decision, Filled, Manner, Why, capacity, fill
from bot.services.programme.segments import Segment, Trouble, lay_out, origin, read
from models import Level
from models.errors import Refusal
from tests.seasons import templates

ROLES = ("politician", "director", "principal", "agency")
HIGH, LOW = Level.OVERARCHING, Level.OPERATIONAL
USUAL = Manner()


def template(name: str) -> list[Segment]:
    opens = {"halvdag-em": 13, "halvdag-fm": 9, "halvdag-digital": 9}[name] * 60
    return read(templates()[name]["items"], opens)


def questions(level: Level, *points: int, first: int = 1) -> list[Candidate]:
    return [Candidate(first + n, level, Fraction(each)) for n, each in enumerate(points)]


VOTE = [*questions(HIGH, 12, 6, 5, 2), *questions(LOW, 9, 8, 1, first=11)]


def shown(found: Filled) -> list[tuple[str, list[tuple[int, int, int]]]]:
    return [
        (part.segment.key, [(talk.topic_id, talk.start, talk.minutes) for talk in part.talks])
        for part in found.parts
        if part.segment.is_open
    ]


def in_order(found: Filled) -> list[int]:
    return [talk.topic_id for part in found.parts for talk in part.talks]


def test_the_afternoon_takes_the_questions_with_most_votes_and_gives_them_time_by_their_votes():
    found = fill(template("halvdag-em"), 180, VOTE)

    assert shown(found) == [
        ("overarching.1", [(1, 60, 25), (2, 85, 15)]),
        ("operational.1", [(11, 120, 20), (12, 140, 15)]),
        ("overarching.2", [(3, 120, 35)]),
    ]
    assert [(one.topic_id, one.why) for one in found.left] == [(4, Why.NO_SLOT), (13, Why.NO_SLOT)]
    assert found.problems == ()


@pytest.mark.parametrize("name", ["halvdag-em", "halvdag-fm", "halvdag-digital"])
def test_every_template_of_the_season_keeps_its_fixed_points(name):
    segments = template(name)
    found = fill(segments, 180, VOTE)

    assert [(part.segment.start, part.segment.end) for part in found.parts] == [
        (segment.start, segment.end) for segment in segments
    ]
    assert found.problems == ()


def test_equal_minutes_when_the_coordinator_prefers_that_and_when_no_numbers_are_told():
    equal = fill(template("halvdag-em"), 180, VOTE, (), Manner(by_share=False))
    untold = fill(template("halvdag-em"), 180, [replace(one, points=None) for one in VOTE])

    assert shown(equal)[0] == shown(untold)[0] == ("overarching.1", [(1, 60, 20), (2, 80, 20)])


def test_what_does_not_fit_in_a_meeting_cut_short_is_said_with_its_reason():
    found = fill(template("halvdag-em"), 130, VOTE)

    assert [(one.segment.title[:13], one.trouble) for one in found.problems] == [
        ("Vad tar vi me", Trouble.TOO_LATE),
        ("Nästa steg oc", Trouble.TOO_LATE),
        ("Dialogpass 2:", Trouble.CUT),
        ("Parallellt pa", Trouble.CUT),
    ]
    assert shown(found)[1] == ("operational.1", [(11, 120, 10)])
    assert {one.topic_id: one.why for one in found.left} == {
        4: Why.NO_SLOT,
        12: Why.TOO_SHORT,
        13: Why.TOO_SHORT,
    }


def test_a_level_without_a_segment_says_so():
    only_high = [segment for segment in template("halvdag-em") if segment.level is HIGH]

    assert {one.why for one in fill(only_high, 180, questions(LOW, 3)).left} == {Why.NO_SEGMENT}


def test_a_question_is_moved_up_past_the_result_and_stays_there_when_the_result_changes():
    segments = template("halvdag-em")
    found = fill(segments, 180, VOTE)
    decisions = move(found, (), 3, -1)
    after = fill(segments, 180, VOTE, decisions)

    assert in_order(after) == [1, 3, 11, 12, 2]

    other_vote = [*questions(HIGH, 1, 20, 30, 40), *VOTE[4:]]
    new = fill(segments, 180, sorted(other_vote, key=lambda one: -(one.points or 0)), decisions)
    assert in_order(new)[:2] == [4, 3]


def test_moving_up_and_down_again_is_as_before():
    segments = template("halvdag-em")
    found = fill(segments, 180, VOTE)
    up = move(found, (), 2, -1)
    back = move(fill(segments, 180, VOTE, up), up, 2, 1)

    assert in_order(fill(segments, 180, VOTE, up))[:2] == [2, 1]
    assert in_order(fill(segments, 180, VOTE, back)) == in_order(found)
    with pytest.raises(Refusal):
        move(found, (), 1, -1)


def test_longer_takes_from_the_others_and_stops_where_they_have_the_least():
    segments = template("halvdag-em")
    decisions = lengthen(fill(segments, 180, VOTE), (), 1, 1, USUAL)
    found = fill(segments, 180, VOTE, decisions)

    assert shown(found)[0] == ("overarching.1", [(1, 60, 30), (2, 90, 10)])
    with pytest.raises(Refusal):
        lengthen(found, decisions, 1, 1, USUAL)
    with pytest.raises(Refusal):
        lengthen(found, decisions, 2, -1, USUAL)


def test_a_question_is_exchanged_for_one_that_was_not_chosen():
    segments = template("halvdag-em")
    decisions = swap(fill(segments, 180, VOTE), (), 2, 4)
    found = fill(segments, 180, VOTE, decisions)

    assert in_order(found) == [1, 4, 11, 12, 3]
    assert [(one.topic_id, one.why) for one in found.left] == [(2, Why.LEFT_OUT), (13, Why.NO_SLOT)]


def test_a_question_taken_away_makes_room_for_the_next():
    segments = template("halvdag-em")
    found = fill(segments, 180, VOTE, swap(fill(segments, 180, VOTE), (), 1, None))

    assert in_order(found) == [2, 3, 11, 12, 4]


def test_decisions_outlive_another_template():
    decisions = [Decision(4, "overarching.1", 0), Decision(3, "overarching.3", 0), Decision(1, is_out=True)]
    found = fill(template("halvdag-fm"), 180, VOTE, decisions)

    assert in_order(found)[:2] == [4, 3]
    assert 1 not in in_order(found)


def test_where_the_meeting_starts_in_a_template_is_found_from_its_hours():
    agenda = [
        {"start": "12:30", "end": "13:00"},
        {"start": "13:00", "end": "13:10"},
        {"start": "13:10", "end": "16:00"},
    ]

    assert origin(agenda, time(13), time(15, 30)) == 13 * 60
    assert origin(agenda, time(9), time(12)) == 13 * 60
    assert origin([], time(9), time(12)) == 9 * 60


AUDIENCES = st.none() | st.frozensets(st.sampled_from(ROLES), min_size=1)


@st.composite
def segments(draw):
    """Any template, also one that nobody could hold."""
    found = []
    for n in range(draw(st.integers(0, 9))):
        start = draw(st.integers(-12, 40)) * 5
        length = draw(st.integers(1, 70))
        slots = draw(st.integers(0, 3))
        found.append(
            Segment(f"{n}", "x", start, start + length, draw(AUDIENCES), None, draw(st.sampled_from(Level)), slots)
        )
    return found


@st.composite
def candidates(draw):
    told = draw(st.booleans())
    points = st.integers(0, 30).map(Fraction) if told else st.none()
    levels = draw(st.lists(st.sampled_from(Level), max_size=12))
    found = [Candidate(n, level, draw(points)) for n, level in enumerate(levels)]
    return sorted(found, key=lambda one: -(one.points or 0))


@st.composite
def decisions(draw):
    topics = draw(st.lists(st.integers(0, 12), unique=True, max_size=6))
    return [
        Decision(
            one, draw(st.none() | st.integers(0, 9).map(str)), draw(st.integers(0, 3)),
            draw(st.none() | st.integers(0, 12).map(lambda n: n * 5)), draw(st.booleans()),
        )
        for one in topics
    ]  # fmt: skip


MANNERS = st.builds(Manner, st.booleans(), st.sampled_from([5, 10, 15, 20, 7]))


def holds(template, length, topics, decided, manner):
    found = fill(template, length, topics, decided, manner)
    _nobody_is_in_two_places(found)
    _nothing_runs_over(found, length)
    _fixed_points_stand(found, template, length)
    _time_is_shared_out(found, manner)
    _every_question_is_accounted_for(found, topics)
    _decisions_are_kept(found, topics, decided, manner)
    if not decided:
        _the_result_rules(found, topics)
    assert fill(template, length, topics, decided, manner) == found


def _nobody_is_in_two_places(found):
    for n, one in enumerate(found.parts):
        for other in found.parts[n + 1 :]:
            assert not one.segment.needs_the_same(other.segment)


def _nothing_runs_over(found, length):
    for part in found.parts:
        assert part.segment.start < part.segment.end <= length
        assert all(talk.start + talk.minutes <= part.segment.end for talk in part.talks)


def _fixed_points_stand(found, template, length):
    """Each is where the template has it, or what is wrong with it is said; without a clash or a cut all stand."""
    told = {problem.segment.key for problem in found.problems}
    stands = {part.segment.key: part.segment for part in found.parts}
    for segment in template:
        assert segment.key in told or stands[segment.key] == segment
    fixed = [segment for segment in template if not segment.is_open]
    _, problems = lay_out(fixed, length)
    clashing = {problem.segment.key for problem in problems if problem.trouble is Trouble.CLASH}
    for segment in fixed:
        if segment.end <= length and segment.key not in clashing:
            assert stands[segment.key] == segment


def _time_is_shared_out(found, manner):
    for part in found.parts:
        if part.talks:
            assert sum(talk.minutes for talk in part.talks) == part.segment.length
            assert all(talk.minutes >= manner.least for talk in part.talks)
            assert len(part.talks) <= capacity(part.segment, manner)
            ends = [part.segment.start, *(talk.start + talk.minutes for talk in part.talks)]
            assert [talk.start for talk in part.talks] == ends[:-1]


def _every_question_is_accounted_for(found, topics):
    accounted = [*in_order(found), *(left.topic_id for left in found.left)]
    assert sorted(accounted) == sorted(one.topic_id for one in topics)


def _decisions_are_kept(found, topics, decided, manner):
    known = {one.topic_id: one for one in topics}
    of_key = {part.segment.key: part for part in found.parts}
    for one in decided:
        if one.is_out and one.topic_id in known:
            assert found.part_of(one.topic_id) is None
        part = of_key.get(one.segment or "")
        fits = part and one.topic_id in known and part.segment.level is known[one.topic_id].level
        same = [other for other in decided if (other.segment, other.place) == (one.segment, one.place)]
        if fits and not one.is_out and len(same) == 1 and one.place < capacity(part.segment, manner):
            assert found.part_of(one.topic_id) == part


def _the_result_rules(found, topics):
    for level in Level:
        ranked = [one.topic_id for one in topics if one.level is level]
        chosen = [
            talk.topic_id
            for part in found.parts
            if part.segment.is_open and part.segment.level is level
            for talk in part.talks
        ]
        assert chosen == ranked[: len(chosen)]


@given(segments(), st.integers(1, 300), candidates(), decisions(), MANNERS)
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_any_template_and_any_result_make_a_programme_that_can_be_held(template, length, topics, decided, manner):
    holds(template, length, topics, decided, manner)


@given(segments(), st.integers(1, 300), candidates(), MANNERS)
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_without_decisions_the_result_alone_rules(template, length, topics, manner):
    holds(template, length, topics, [], manner)


@pytest.mark.soak
@given(segments(), st.integers(1, 300), candidates(), decisions(), MANNERS)
@settings(max_examples=10_000, deadline=None, suppress_health_check=list(HealthCheck))
def test_ten_thousand_templates_and_results_make_programmes_that_can_be_held(template, length, topics, decided, manner):
    holds(template, length, topics, decided, manner)


def test_filling_a_long_day_with_many_questions_takes_no_time():
    long_day = [
        Segment(f"{n}", "x", n * 60, n * 60 + 60, None, None, (HIGH, LOW)[n % 2], 4) for n in range(10)
    ]  # fmt: skip
    topics = [*questions(HIGH, *range(120, 0, -1)), *questions(LOW, *range(120, 0, -1), first=200)]
    began = clock.process_time()
    fill(long_day, 600, topics)

    assert clock.process_time() - began < 0.05
