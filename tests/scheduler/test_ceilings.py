"""Slack's ceiling is not published, and may sink: it is found with few refusals, and used nearly to the full."""

from dataclasses import dataclass, field
from functools import partial
from heapq import heappop, heappush
from itertools import count

import pytest

from sandbox.faults import Fault, Faults
from scheduler.pacing import POST, Pacing
from scheduler.runner import Scheduler
from tests.factories import make_delivery, the_workspace
from tests.scheduler.conftest import compose

ONE_KIND = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
SENDERS, ANSWERED_AFTER = 6, 0.1


@dataclass
class Storm:
    """Six senders before a wall that closes for `pause` seconds when hit. Whatever they do takes no real time."""

    ceiling: float
    messages: int
    pause: float
    then: float | None = None
    """The ceiling from the middle on."""
    reserves: bool = False
    """Whether turns are handed out ahead, and used whatever has happened since."""
    is_paced: bool = True
    now: float = 0
    posted: int = 0
    refused: int = 0
    during_a_pause: int = 0
    pauses: list[float] = field(default_factory=list)

    def __post_init__(self):
        self.pacing = Pacing(lambda: self.now, lambda seconds: None)
        self.faults = Faults(lambda: self.now)
        self.faults.limit(POST, per_second=self.ceiling, burst=self.ceiling, retry_after=self.pause)
        self.order, self.waiting = count(), []

    def run(self) -> "Storm":
        for _ in range(SENDERS):
            self._later(0, self._ask)
        while self.posted < self.messages:
            at, _, act = heappop(self.waiting)
            self.now = max(self.now, at)
            act()
        return self

    @property
    def share(self) -> float:
        """Of what the ceiling let through while Slack's door was open."""
        second = self.then or self.ceiling
        least = (self.messages / 2 - self.ceiling) / self.ceiling + (self.messages / 2 - second) / second
        return least / (self.now - self.pause * len(self.pauses))

    def _ask(self, has_waited=False) -> None:
        if self.then and self.posted >= self.messages / 2 and self.ceiling != self.then:
            self.ceiling = self.then
            self.faults.clear()
            self.faults.limit(POST, per_second=self.then, burst=self.then, retry_after=self.pause)
        left = self.pacing._try(1, POST, None, False, has_waited) if self.is_paced else 0
        if left:
            self._later(left, self._call if self.reserves else partial(self._ask, has_waited=True))
        else:
            self._call()

    def _call(self) -> None:
        if self.pauses and self.now < self.pauses[-1] + ANSWERED_AFTER + self.pause - 1e-6 and self._was_told():
            self.during_a_pause += 1
        if self.faults.draw(POST) is None:
            self.posted += 1
            self._later(ANSWERED_AFTER, self._ask)
        else:
            self.refused += 1
            if not self.pauses or self.now >= self.pauses[-1] + self.pause:
                self.pauses.append(self.now)
            self._later(ANSWERED_AFTER, self._hear_no)

    def _was_told(self) -> bool:
        return self.now > self.pauses[-1] + ANSWERED_AFTER

    def _hear_no(self) -> None:
        self.pacing.refused(1, POST, self.pause)
        self._ask()

    def _later(self, seconds, act) -> None:
        heappush(self.waiting, (self.now + seconds, next(self.order), act))


def test_an_unknown_ceiling_is_found_with_few_refusals_and_used():
    storm = Storm(ceiling=5, messages=300, pause=1).run()
    assert storm.refused <= 0.02 * 300
    assert storm.share >= 0.9


def test_a_ceiling_that_halves_under_us_is_found_again():
    storm = Storm(ceiling=20, then=10, messages=10_000, pause=30).run()
    assert storm.refused <= 0.01 * 10_000
    assert storm.share >= 0.9
    assert storm.during_a_pause == 0


def test_turns_handed_out_ahead_run_into_the_closed_door():
    """The control: a pause does not reach those who wait already."""
    storm = Storm(ceiling=5, messages=300, pause=30, reserves=True).run()
    assert storm.during_a_pause > 0


def test_without_pacing_most_of_the_calls_are_refused():
    """The control."""
    storm = Storm(ceiling=5, messages=300, pause=1, is_paced=False).run()
    assert storm.refused > 300


def test_what_was_learnt_is_taken_up_again_after_a_restart(world, event):
    with world.sessions.begin() as session:
        for number in range(40):
            make_delivery(session, event, world.person(session, f"P{number}"))
    world.room.faults.next("chat.postMessage", *[None] * 20, Fault.RATE_LIMITED(30))
    world.tick()
    learnt = world.scheduler._lessons._pacing.rate(event.workspace_id, POST)
    assert learnt != 3

    again = Scheduler(world.bot, wait=world.ticks.advance, compose=compose)
    world.scheduler.election.resign()
    world.clock.advance(seconds=30)
    again.tick()
    assert again._lessons._pacing.rate(event.workspace_id, POST) == pytest.approx(learnt, rel=0.1)
    again.stop()


@ONE_KIND
def test_what_was_learnt_is_written_seldom(world, event):
    lessons, pacing = world.scheduler._lessons, world.scheduler._lessons._pacing
    lessons.recall()
    written = []
    for _ in range(130):
        pacing.refused(event.workspace_id, POST, 1)
        world.ticks.advance(1)
        lessons.keep()
        with world.sessions.reading() as session:
            written.append(the_workspace(session).post_rate)
    assert len(set(written)) <= 3


@ONE_KIND
def test_without_refusals_nothing_is_written(world, event):
    with world.sessions.begin() as session:
        make_delivery(session, event, world.person(session))
    world.tick()
    with world.sessions.reading() as session:
        assert the_workspace(session).post_rate is None
