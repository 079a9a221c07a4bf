"""How fast, in whose favour, and how the limit is learnt."""

import threading
from heapq import heappop, heappush

import pytest

from scheduler.pacing import HISTORY, POST, UPDATE, Pacing


@pytest.fixture
def pacing(ticks):
    return Pacing(ticks, ticks.advance)


def seconds_for(ticks, pacing, turns, method=POST, **rest):
    began = ticks()
    for _ in range(turns):
        assert pacing.turn(1, method, patience=1000, **rest) == 0
    return ticks() - began


def test_cards_share_forty_a_minute(ticks, pacing):
    assert seconds_for(ticks, pacing, 3, UPDATE) == 0
    assert seconds_for(ticks, pacing, 40, UPDATE) == pytest.approx(60)


def test_a_channel_takes_three_at_once_and_then_one_a_second(ticks, pacing):
    assert seconds_for(ticks, pacing, 3, channel="C1", is_urgent=True) == 0
    assert seconds_for(ticks, pacing, 5, channel="C1", is_urgent=True) == pytest.approx(5)
    assert seconds_for(ticks, pacing, 1, channel="C2", is_urgent=True) == 0


def test_methods_and_workspaces_do_not_share(ticks, pacing):
    pacing.refused(1, POST, 30)
    assert pacing.turn(1, HISTORY, patience=0) == 0
    assert pacing.turn(2, POST, patience=0) == 0


def test_a_refusal_stops_everyone_for_as_long_as_slack_says(ticks, pacing):
    pacing.refused(1, POST, 30)
    assert pacing.turn(1, POST, is_urgent=True, patience=10) == pytest.approx(30)
    assert ticks() == 1000
    began = ticks()
    assert pacing.turn(1, POST, is_urgent=True, patience=40) == 0
    assert ticks() - began >= 30


def test_the_last_turn_is_for_the_urgent(ticks, pacing):
    while pacing.turn(1, POST, patience=0) == 0:
        pass
    assert pacing.turn(1, POST, is_urgent=True, patience=0) == 0


def test_waiting_ends_when_the_scheduler_stops(ticks):
    pacing = Pacing(ticks, lambda seconds: True)
    pacing.refused(1, POST, 5)
    assert pacing.turn(1, POST, patience=10) == 5


def test_the_limit_is_learnt_upwards_while_slack_is_content(ticks, pacing):
    assert seconds_for(ticks, pacing, 10) > 1.5
    assert seconds_for(ticks, pacing, 400) < 40
    assert pacing.rate(1, POST) == 50


def test_a_refusal_lowers_the_pace_once_and_it_creeps_back(ticks, pacing):
    seconds_for(ticks, pacing, 30)
    before = pacing.rate(1, POST)
    for _ in range(8):  # eight senders are turned away by one and the same wall
        pacing.refused(1, POST, 1)
    assert pacing.rate(1, POST) == pytest.approx(before * 0.6)
    lowered = pacing.rate(1, POST)
    seconds_for(ticks, pacing, 200)
    assert lowered < pacing.rate(1, POST) < before * 1.5


def test_without_demand_nothing_is_learnt(ticks, pacing):
    for _ in range(100):
        pacing.turn(1, POST, patience=0)
        ticks.advance(2)
    assert pacing.rate(1, POST) == 3


def test_a_receipt_waits_less_than_two_seconds_behind_a_thousand_reminders():
    """Eight real threads, two of them for the urgent, in a time that passes only when all wait."""
    time = Baton(8)
    pacing = Pacing(time, time.wait)
    waited = []

    def remind() -> None:
        for _ in range(40):
            pacing.turn(1, POST, patience=1e9)
        time.leave()

    def answer() -> None:
        for _ in range(20):
            began = time()
            pacing.turn(1, POST, is_urgent=True, patience=1e9)
            waited.append(time() - began)
            time.wait(1.0)
        time.leave()

    threads = [threading.Thread(target=work) for work in [remind] * 6 + [answer] * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(waited) == 40
    assert max(waited) < 2


class Baton:
    """A clock for several threads: it moves to the earliest moment somebody waits for, when everybody waits."""

    def __init__(self, threads: int) -> None:
        self._awake, self._now, self._wanted = threads, 0.0, []
        self._moved = threading.Condition()

    def __call__(self) -> float:
        return self._now

    def wait(self, seconds: float) -> None:
        with self._moved:
            until = self._now + seconds
            heappush(self._wanted, until)
            self._awake -= 1
            self._move_on()
            while self._now < until:
                self._moved.wait()

    def leave(self) -> None:
        with self._moved:
            self._awake -= 1
            self._move_on()

    def _move_on(self) -> None:
        while self._awake == 0 and self._wanted:
            self._now = max(self._now, heappop(self._wanted))
            self._awake += 1
            while self._wanted and self._wanted[0] <= self._now:
                heappop(self._wanted)
                self._awake += 1
            self._moved.notify_all()
