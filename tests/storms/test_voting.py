"""Sixty people vote three hundred times in a few seconds, before two bot processes: everyone's last word counts."""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot.services.polls import ballots, closing, electorate, opening
from models import Area, Poll, PollTotal
from models.database import Sessions
from models.polls import EVERYONE
from sandbox.people import Person
from sandbox.readable import text_of
from sandbox.running import read_manifest
from sandbox.wire import on_the_wire
from sandbox.workspace import Workspace
from tests.electing import Election, elect
from tests.processes import PATIENCE, ROOT, bot_process, socket_mode

PEOPLE, EACH, QUESTIONS = 60, 5, 6
WITHIN, APART = 5.0, 3.0
"""Seconds after the end in which the card is right; and between two redraws of it."""
A_LITTLE = 0.25
"""Seconds by which what we see may differ from what was done."""
pytestmark = pytest.mark.soak


@pytest.fixture
def workspace() -> Workspace:
    """On the wire, in real time."""
    return Workspace(manifest=read_manifest(ROOT / "manifest.json"))


class Watch:
    """When the card was redrawn, and what it showed last."""

    def __init__(self, workspace: Workspace, room: str) -> None:
        self._workspace, self._room = workspace, room
        self.redrawn: list[float] = []
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def shows(self, words: str) -> bool:
        return any(
            words in text_of(one["blocks"], self._workspace.name_of) for one in self._workspace.messages(self._room)
        )

    def stop(self) -> None:
        self._is_over.set()
        self._thread.join()

    def _look(self) -> None:
        seen = 0
        while not self._is_over.wait(0.05):
            n = sum(method == "chat.update" for method, _ in list(self._workspace.calls))
            self.redrawn += [time.monotonic()] * (n - seen)
            seen = n


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_everyones_last_ballot_counts_and_the_card_is_right_within_five_seconds(
    engine: Engine, session: Session, workspace: Workspace, tmp_path: Path
) -> None:
    sessions, now = Sessions(engine), datetime.now(UTC)
    election = elect(
        session, sessions, roles=["principal"] * PEOPLE, questions=QUESTIONS, now=now, closes_at=now + timedelta(days=7)
    )
    with sessions.reading() as reading:
        room = reading.scalars(select(Area.channel_id)).one()
    people = [workspace.person(one.slack_user_id, email=f"{one.id}@example.org") for one in election.people]
    workspace.channel(str(room), members=people)
    with on_the_wire(workspace) as wire, ExitStack() as running:
        settings = socket_mode(wire, engine.url.render_as_string(hide_password=False))
        for n in (1, 2):
            process = running.enter_context(bot_process(tmp_path, settings))
            assert wire.sockets.wait_connected(PATIENCE, connections=n), process.said()
        watch = Watch(workspace, str(room))
        assert _comes_true(lambda: watch.shows(f"0 av {PEOPLE} anmälda har röstat."), PATIENCE)
        began = time.monotonic()
        with ThreadPoolExecutor(PEOPLE) as pool:
            last = list(pool.map(_vote_and_vote_again, people, range(PEOPLE)))
        took = time.monotonic() - began
        is_right = _comes_true(lambda: watch.shows(f"{PEOPLE} av {PEOPLE} anmälda har röstat."), WITHIN)
        time.sleep(APART)
        watch.stop()
    print(f"{PEOPLE * EACH} ballots in {took:.1f} s, {len(watch.redrawn)} redraws")
    assert is_right
    gaps = [after - before for before, after in zip(watch.redrawn, watch.redrawn[1:], strict=False)]
    assert all(gap >= APART - A_LITTLE for gap in gaps), gaps
    _check(sessions, election, last)


def _vote_and_vote_again(person: Person, seed: int) -> set[int]:
    """The places of the questions that the person has marked in the end."""
    chance, chosen = random.Random(seed), set[int]()
    for _ in range(EACH):
        chosen = set(chance.sample(range(QUESTIONS), chance.randint(1, 3)))
        _save(person, [f"overarching {place}" for place in chosen])
    return chosen


def _save(person: Person, words: list[str]) -> None:
    """Opened, filled in and sent; whoever sees that it was not taken in time sends it again."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if person.form is None or "submit" not in (person.form.view or {}):
            person.types("/dialog omröstning")
        if person.form and "submit" in person.form.view and person.submits(overarching_0=words) == {}:
            assert "Tack, din röst är sparad." in person.form.text
            person.closes()
            return
    raise AssertionError(f"{person} was not heard")


def _check(sessions: Sessions, election: Election, last: list[set[int]]) -> None:
    """Each finds the last they voted, and the count is the count of these."""
    listed = election.options["overarching"]
    with sessions.reading() as reading:
        poll = reading.get_one(Poll, election.poll_id)
        for person, chosen in zip(election.people, last, strict=True):
            mine = ballots.mine(reading, poll, electorate.voter(reading, poll, person.id))
            assert mine == {listed[place]: 1 for place in chosen}
        assert opening.open_poll(reading, election.event.id) is not None
    with sessions.begin() as writing:
        closing.close_now(writing, election.poll_id, by_id=election.people[0].id, now=datetime.now(UTC))
    expected = Counter(listed[place] for chosen in last for place in chosen)
    with sessions.reading() as reading:
        totals = select(PollTotal.option_id, PollTotal.points).where(PollTotal.role == EVERYONE)
        assert {row.option_id: row.points for row in reading.execute(totals)} == {one: expected[one] for one in listed}


def _comes_true(shown: Callable[[], bool], patience: float) -> bool:
    until = time.monotonic() + patience
    while time.monotonic() < until:
        if shown():
            return True
        time.sleep(0.05)
    return False
