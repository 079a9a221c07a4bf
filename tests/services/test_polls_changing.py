"""Who closes, changes and votes at the same moment: one order of things, and everyone told what came of it."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot.services.polls import ballots, changing, closing, opening
from bot.services.polls.opening import Wish
from models import Delivery, Kind, LogEntry, Method, Poll, PollTotal
from models.database import Sessions
from models.errors import Refusal
from models.polls import BALLOTS, RULES_STAND
from tests.clock import NOON
from tests.electing import CLOSES, Election, elect
from tests.factories import make_coordinator

Deed = Callable[[Sessions], object]


def at_once(engine: Engine, deeds: Sequence[Deed]) -> list[object]:
    """Each before a bot of its own: what it answered, or the sentence it was refused with."""
    together = Barrier(len(deeds))

    def one(deed: Deed) -> object:
        own = Sessions(engine)
        together.wait()
        try:
            return deed(own)
        except Refusal as refusal:
            return refusal.sentence

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(one, deeds))


def closes(election: Election, by_id: int) -> Deed:
    def close(sessions: Sessions) -> object:
        with sessions.begin() as session:
            return closing.close_now(session, election.poll_id, by_id=by_id, now=NOON).closed_by_id

    return close


def changes(election: Election, wish: Wish = opening.USUAL, *, days: int = 7) -> Deed:
    def change(sessions: Sessions) -> object:
        with sessions.begin() as session:
            poll = session.get_one(Poll, election.poll_id)
            seen = "|".join([CLOSES.isoformat(), "dots", "3", "0", "choice", "everyone"])
            assert seen == changing.stamp(poll) or poll.closes_at != CLOSES or poll.method is not Method.DOTS
            return changing.change(
                session, poll.id, wish=wish, closes_at=NOON + timedelta(days=days), seen=seen, by_id=1, now=NOON
            )

    return change


def logged(sessions: Sessions) -> list[str]:
    with sessions.reading() as session:
        return sorted(session.scalars(select(LogEntry.action).where(LogEntry.action.startswith("poll_"))))


def test_two_coordinators_who_close_at_once_close_once_and_both_read_who_did(
    session: Session, sessions: Sessions, engine: Engine
) -> None:
    election = elect(session, sessions, roles=["principal"] * 6)
    alice, erik = (make_coordinator(session, election.event, name).id for name in ("Alice Alm", "Erik Ek"))
    for person in election.people:
        election.votes(sessions, person, 0)

    def by_time(own: Sessions) -> object:
        with own.begin() as writing:
            return closing.close_due(writing, CLOSES)

    found = at_once(engine, [closes(election, alice), closes(election, erik), by_time])
    assert found[0] == found[1] and found[0] in (alice, erik, None)
    assert logged(sessions) == ["poll_closed", "poll_counted", "poll_opened"]
    with sessions.reading() as reading:
        results = select(Delivery.person_id).where(Delivery.kind == Kind.POLL_RESULT)
        told = list(reading.scalars(results))
        totals = list(reading.scalars(select(PollTotal.points).where(PollTotal.role == "").order_by(PollTotal.place)))
    assert len(told) == len(set(told)) == 8 and totals[0] == 6


def test_of_two_who_move_the_closing_at_once_the_second_is_shown_what_the_first_did(
    session: Session, sessions: Sessions, engine: Engine
) -> None:
    election = elect(session, sessions)
    done = at_once(engine, [changes(election, days=8), changes(election, days=9)])
    (shown,) = [one for one in done if one is not None]
    with sessions.reading() as reading:
        poll = reading.get_one(Poll, election.poll_id)
        assert isinstance(shown, changing.PollChange) and shown.is_overtaken and shown.seen == changing.stamp(poll)
    assert logged(sessions) == ["poll_changed", "poll_opened"]


def test_whoever_moves_the_closing_of_a_vote_that_is_being_closed_moves_it_or_is_told_that_it_is_over(
    session: Session, sessions: Sessions, engine: Engine
) -> None:
    election = elect(session, sessions)
    (bob,) = election.people
    _, moved = at_once(engine, [closes(election, bob.id), changes(election, days=9)])
    assert moved in (None, changing.OVER)
    assert logged(sessions) == [*(["poll_changed"] if moved is None else []), *("poll_closed", "poll_counted"),
                                "poll_opened"]  # fmt: skip


def test_the_rules_change_or_the_first_vote_is_cast_by_those_that_were_read_but_never_both(
    session: Session, sessions: Sessions, engine: Engine
) -> None:
    election = elect(session, sessions)
    (bob,) = election.people

    def votes(own: Sessions) -> object:
        election.votes(own, bob, 0, 1, 2)
        return None

    voted, changed = at_once(engine, [votes, changes(election, Wish(method=Method.SINGLE))])
    with sessions.reading() as reading:
        method = reading.get_one(Poll, election.poll_id).method
        cast = [len(marks) for marks in reading.scalars(select(BALLOTS.c.marks))]
    if changed is None:
        assert method is Method.SINGLE and cast == [] and voted is not None
    else:
        assert (changed, method, cast, voted) == (RULES_STAND, Method.DOTS, [3], None)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_once_somebody_has_voted_only_the_closing_moves_and_the_ballots_stay(
    session: Session, sessions: Sessions, engine: Engine
) -> None:
    election = elect(session, sessions)
    election.votes(sessions, election.people[0], 0, 1)
    for wish in (Wish(dots=2), Wish(quorum=5), Wish(method=Method.SINGLE)):
        assert at_once(engine, [changes(election, wish)]) == [RULES_STAND]
    assert at_once(engine, [changes(election, days=8)]) == [None]
    with sessions.reading() as reading:
        poll = reading.get_one(Poll, election.poll_id)
        assert (poll.closes_at, poll.dots, poll.quorum) == (NOON + timedelta(days=8), 3, None)
        assert ballots.voted(reading, poll.id) == 1
