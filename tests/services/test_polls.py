"""Votes: the last word of each counts, the close parts all from what they voted, and small groups stay hidden."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from bot.receipts import Ranked
from bot.services.merging import merge
from bot.services.polls import ballots, closing, electorate, facts, forgetting, keys, opening, results
from bot.services.polls.opening import Wish
from models import Event, Level, LogEntry, Method, Person, Poll, PollState, PollTotal, PollTurnout, TieRule, Topic
from models.database import Sessions, sqlite_file
from models.errors import Refusal
from models.polls import BALLOTS, KEYS, OTHERS, ROLL
from tests.clock import NOON
from tests.electing import CLOSES, Election, elect, make_questions
from tests.factories import make_coordinator, make_guest, make_person, make_registration

Close = Callable[[], None]


@pytest.fixture
def close(sessions: Sessions) -> Close:
    """The minute it closes has come."""

    def now_closes() -> None:
        with sessions.begin() as session:
            assert closing.close_due(session, CLOSES) == 1

    return now_closes


def points(sessions: Sessions, election: Election, on_list: str = "overarching", role: str = "") -> list[float | None]:
    wanted = select(PollTotal.points).where(
        PollTotal.poll_id == election.poll_id, PollTotal.on_list == on_list, PollTotal.role == role
    )
    with sessions.reading() as session:
        return list(session.scalars(wanted.order_by(PollTotal.option_id)))


def table(sessions: Sessions, which: Any) -> list[tuple[Any, ...]]:
    with sessions.reading() as session:
        return [tuple(row) for row in session.execute(select(which))]


def ranked(sessions: Sessions, election: Election) -> dict[Level, tuple[Ranked, ...]]:
    with sessions.reading() as session:
        return results.ranking(session, election.event.id)


def marked(sessions: Sessions, election: Election, person: Person) -> dict[int, int]:
    """What the person finds of their own."""
    with sessions.reading() as session:
        poll = session.get_one(Poll, election.poll_id)
        return ballots.mine(session, poll, electorate.voter(session, poll, person.id))


def secret_of(sessions: Sessions, election: Election) -> bytes | None:
    with sessions.reading() as session:
        return keys.of(session, election.poll_id)


def test_the_last_word_of_each_counts_and_the_programme_can_read_it(
    session: Session, sessions: Sessions, close: Close
) -> None:
    election = elect(session, sessions, roles=["principal"] * 6, operational=2)
    for person in election.people:
        election.votes(sessions, person, 0, 1)
        election.votes(sessions, person, 1, 2)
    election.votes(sessions, election.people[0], 3)
    election.votes(sessions, election.people[1], 0, level="operational")
    assert ranked(sessions, election) == {}
    close()
    assert points(sessions, election) == [0, 5, 5, 1]
    ranking = ranked(sessions, election)
    assert [(one.title, one.points, one.place, one.is_tied) for one in ranking[Level.OVERARCHING]] == [
        ("overarching 1", 5, 1, True), ("overarching 2", 5, 1, True),
        ("overarching 3", 1, 3, False), ("overarching 0", 0, 4, False),
    ]  # fmt: skip
    operational = ranking[Level.OPERATIONAL]
    assert [(one.points, one.place) for one in operational] == [(None, 1), (None, 2)], "one ballot: the order alone"


def test_under_five_ballots_no_number_is_kept_anywhere(session: Session, sessions: Sessions, close: Close) -> None:
    election = elect(session, sessions, roles=["principal"] * 4)
    for person in election.people:
        election.votes(sessions, person, 0)
    close()
    numbers = (PollTotal.points, PollTotal.marked, PollTotal.median)
    with sessions.reading() as reading:
        assert {tuple(row) for row in reading.execute(select(*numbers))} == {(None, None, None)}


def test_small_groups_join_until_none_can_be_had_by_subtracting(
    session: Session, sessions: Sessions, close: Close
) -> None:
    election = elect(session, sessions, roles=["principal"] * 7 + ["director"] * 5 + ["politician"] * 2)
    for person in election.people:
        election.votes(sessions, person, 0)
    close()
    found = select(PollTurnout.role, PollTurnout.ballots).where(PollTurnout.on_list == "overarching")
    with sessions.reading() as reading:
        turnouts = {row.role: row.ballots for row in reading.execute(found)}
    assert turnouts == {"": 14, "principal": 7, OTHERS: 7}
    assert points(sessions, election, role=OTHERS) == [7, 0, 0, 0]


def test_everyone_votes_on_what_is_overarching_and_only_some_roles_on_the_rest(
    session: Session, sessions: Sessions
) -> None:
    election = elect(session, sessions, roles=["politician", "director"], operational=3)
    politician, director = election.people
    election.votes(sessions, politician, 0)
    election.votes(sessions, director, 0, level="operational")
    with pytest.raises(Refusal, match="The options have changed"):
        election.votes(sessions, politician, 0, level="operational")
    with pytest.raises(Refusal, match="Only those who are registered"):
        election.votes(sessions, make_person(session, "Charlie"), 0)
    with sessions.reading() as reading:
        assert ballots.voted(reading, election.poll_id) == 2


@pytest.mark.parametrize(
    ("method", "marks", "no"),
    [
        (Method.DOTS, {0: 1, 1: 1, 2: 1, 3: 1}, "take some away"),
        (Method.DOTS, {0: 2}, "have changed"),
        (Method.SINGLE, {0: 1, 1: 1}, "one only"),
        (Method.RANKING, {0: 1, 1: 3}, "have changed"),
        (Method.SCORES, {0: 6}, "have changed"),
        (Method.MULTIPLE, {9999: 1}, "have changed"),
    ],
)
def test_what_is_no_vote_by_the_method_is_refused(
    session: Session, sessions: Sessions, method: Method, marks: dict[int, int], no: str
) -> None:
    election = elect(session, sessions, wish=Wish(method=method))
    listed = election.options["overarching"]
    given = {listed[place] if place < 4 else place: mark for place, mark in marks.items()}
    with pytest.raises(Refusal, match=f"(?i){no}"):
        election.casts(sessions, election.people[0], {"overarching": given})
    assert table(sessions, BALLOTS) == [] and table(sessions, ROLL) == []


def test_a_vote_taken_back_leaves_nothing(session: Session, sessions: Sessions) -> None:
    election = elect(session, sessions)
    election.votes(sessions, election.people[0], 0)
    election.casts(sessions, election.people[0], {"overarching": {}})
    assert table(sessions, BALLOTS) == [] and table(sessions, ROLL) == []


def test_from_the_closing_minute_no_vote_is_taken_whether_or_not_anybody_has_closed(
    session: Session, sessions: Sessions, close: Close
) -> None:
    election = elect(session, sessions)
    (bob,) = election.people
    election.votes(sessions, bob, 0, now=CLOSES - timedelta(seconds=1))
    for _ in range(2):
        with pytest.raises(Refusal, match="nothing has changed"):
            election.votes(sessions, bob, 1, now=CLOSES)
        with sessions.begin() as writing:
            closing.close_due(writing, CLOSES)
    assert table(sessions, BALLOTS.c.marks) == [({str(election.options["overarching"][0]): 1},)]


def test_two_who_close_at_once_count_once(session: Session, sessions: Sessions) -> None:
    election = elect(session, sessions)
    election.votes(sessions, election.people[0], 0)
    together = Barrier(4)

    def one(_: int) -> int:
        together.wait()
        with sessions.begin() as writing:
            return closing.close_due(writing, CLOSES)

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(one, range(4))) == 1
    assert sorted(table(sessions, LogEntry.action)) == [("poll_closed",), ("poll_counted",), ("poll_opened",)]


def test_voting_at_the_same_moment_as_oneself_keeps_one_ballot(session: Session, sessions: Sessions) -> None:
    election = elect(session, sessions)
    (bob,) = election.people

    def press(place: int) -> None:
        election.votes(sessions, bob, place)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(press, (0, 1, 2, 3) * 3))
    assert len(table(sessions, BALLOTS)) == len(table(sessions, ROLL)) == 1


def test_only_the_owner_finds_a_ballot_and_only_until_the_close(
    session: Session, sessions: Sessions, close: Close
) -> None:
    election = elect(session, sessions, roles=["principal"] * 2)
    bob, charlie = election.people
    election.votes(sessions, bob, 1)
    election.votes(sessions, charlie, 2)

    assert marked(sessions, election, bob) == {election.options["overarching"][1]: 1}
    assert marked(sessions, election, charlie) == {election.options["overarching"][2]: 1}
    before = {ballot_id for ballot_id, *_ in table(sessions, BALLOTS)}
    close()
    assert table(sessions, KEYS) == []
    assert before.isdisjoint({ballot_id for ballot_id, *_ in table(sessions, BALLOTS)})
    assert marked(sessions, election, bob) == marked(sessions, election, charlie) == {}


def test_each_voter_has_an_order_of_their_own_that_stays(session: Session, sessions: Sessions) -> None:
    election = elect(session, sessions, roles=["principal"] * 5, questions=9)
    secret = secret_of(sessions, election)
    assert secret
    orders = [keys.shuffled(secret, f"p{one.id}", election.options["overarching"]) for one in election.people]
    assert len({tuple(order) for order in orders}) == 5
    assert orders[0] == keys.shuffled(secret, f"p{election.people[0].id}", election.options["overarching"][::-1])


def test_two_rows_that_become_one_person_have_one_vote(session: Session, sessions: Sessions) -> None:
    election = elect(session, sessions)
    (bob,) = election.people
    session.execute(update(Person).where(Person.id == bob.id).values(email="bob@example.org"))
    session.commit()
    guest = make_guest(session, "Bob Berg", email="bob@example.org")
    alice = make_coordinator(session, election.event)
    row = make_registration(session, election.event, guest, role="principal")
    with sessions.begin() as writing:
        ballots.cast_for_guest(
            writing, election.poll_id, registration=row, by_id=alice.id, now=NOON,
            votes={"overarching": {election.options["overarching"][2]: 1}},
        )  # fmt: skip
    with sessions.begin() as writing:
        merge(
            writing,
            writing.get_one(Event, election.event.id),
            keep_id=bob.id,
            drop_id=guest.id,
            by_id=alice.id,
            now=NOON,
        )
    assert marked(sessions, election, bob) == {election.options["overarching"][2]: 1}
    assert [voter for _, _, voter, _ in table(sessions, ROLL)] == [f"p{bob.id}"]


def test_in_a_copy_without_the_key_votes_count_and_nobody_votes_twice(
    session: Session, sessions: Sessions, close: Close
) -> None:
    election = elect(session, sessions, roles=["principal"] * 6)
    *before, late = election.people
    for person in before:
        election.votes(sessions, person, 0)
    session.execute(KEYS.delete())
    session.commit()
    with pytest.raises(Refusal, match="restored from a copy"):
        election.votes(sessions, before[0], 1)
    election.votes(sessions, late, 1)
    close()
    assert points(sessions, election) == [5, 1, 0, 0]


def test_a_quorum_that_is_not_met_makes_no_ranking(session: Session, sessions: Sessions, close: Close) -> None:
    election = elect(session, sessions, roles=["principal"] * 6, wish=Wish(quorum=6))
    for person in election.people[:5]:
        election.votes(sessions, person, 0)
    close()
    with sessions.reading() as reading:
        assert not facts.result(reading, reading.get_one(Poll, election.poll_id), CLOSES).has_quorum
    assert ranked(sessions, election) == {}


def test_after_thirty_days_the_totals_alone_are_left(session: Session, sessions: Sessions, close: Close) -> None:
    election = elect(session, sessions, roles=["principal"] * 5)
    for person in election.people:
        election.votes(sessions, person, 0)
    close()
    month = CLOSES + timedelta(days=30)
    with sessions.reading() as reading:
        assert forgetting.ended_long_ago(reading, month - timedelta(seconds=1)) == []
    with sessions.begin() as writing:
        forgetting.remove_ballots(writing, forgetting.ended_long_ago(writing, month), month)
    assert table(sessions, BALLOTS) == table(sessions, ROLL) == []
    assert points(sessions, election) == [5, 0, 0, 0]


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_on_disk_nothing_is_left_of_the_key_or_of_any_ballots_name(
    session: Session, sessions: Sessions, engine: Engine, close: Close
) -> None:
    election = elect(session, sessions, roles=["principal"] * 5)
    for person in election.people:
        election.votes(sessions, person, 0)
    secret = secret_of(sessions, election)
    names = [ballot_id.encode() for ballot_id, *_ in table(sessions, BALLOTS)]
    file = sqlite_file(engine)
    assert file and secret

    def on_disk() -> bytes:
        return b"".join(one.read_bytes() for one in Path(file.parent).glob(f"{file.name}*") if one.is_file())

    assert secret in on_disk() and all(name in on_disk() for name in names)
    close()
    forgetting.wipe_out_due(sessions, CLOSES)
    left = on_disk()
    assert secret not in left and not [name for name in names if name in left]


def test_what_could_not_be_wiped_out_is_tried_again(
    session: Session, sessions: Sessions, engine: Engine, close: Close
) -> None:
    elect(session, sessions)
    close()
    with sessions.reading() as looking:
        looking.execute(select(BALLOTS)).all()  # somebody who reads while it is tried
        forgetting.wipe_out_due(sessions, CLOSES)
    assert table(sessions, Poll.forget_at) == [(CLOSES + timedelta(minutes=1),)]
    forgetting.wipe_out_due(sessions, CLOSES + timedelta(minutes=1))
    assert table(sessions, Poll.forget_at) == [(None,)]


def test_a_poll_has_at_least_one_question_and_closes_before_the_meeting(session: Session, sessions: Sessions) -> None:
    election = elect(session, sessions, questions=1)
    for closes_at, no in ((NOON, "already"), (CLOSES, "already")):
        with pytest.raises(Refusal, match=no), sessions.begin() as writing:
            event = writing.get_one(Event, election.event.id)
            opening.open_for(writing, event, wish=opening.USUAL, closes_at=closes_at, by_id=None, now=NOON)
    session.execute(update(Poll).values(state=PollState.CLOSED, closed_at=NOON))
    session.commit()
    for closes_at, no in ((NOON, "passed"), (NOON + timedelta(days=29), "before the meeting")):
        with pytest.raises(Refusal, match=no), sessions.begin() as writing:
            event = writing.get_one(Event, election.event.id)
            opening.open_for(writing, event, wish=opening.USUAL, closes_at=closes_at, by_id=None, now=NOON)
    make_questions(session, election.event, 250)
    with pytest.raises(Refusal, match="can hold"), sessions.begin() as writing:
        event = writing.get_one(Event, election.event.id)
        opening.open_for(writing, event, wish=opening.USUAL, closes_at=CLOSES, by_id=None, now=NOON)
    session.execute(Topic.__table__.update().values(state="withdrawn"))
    session.commit()
    with pytest.raises(Refusal, match="no questions"), sessions.begin() as writing:
        event = writing.get_one(Event, election.event.id)
        opening.open_for(writing, event, wish=Wish(tie=TieRule.SHARED), closes_at=CLOSES, by_id=None, now=NOON)
