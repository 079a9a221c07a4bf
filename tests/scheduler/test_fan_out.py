"""Many messages at once, through the whole engine, before a Slack that takes so many a second: time is simulated."""

import resource
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.settings import Settings
from models import Kind
from scheduler.pacing import POST
from scheduler.runner import Scheduler
from tests.factories import make_delivery
from tests.scheduler.conftest import World, compose, draw

CEILING = 20.0
MIB = 1024


class FanOut:
    """A world whose waiting moves both clocks, so that lateness can be read from the messages."""

    def __init__(self, world: World, event, *, messages: int, known: float | None) -> None:
        self.world, self.event, self.messages = world, event, messages
        world.room.keeps_calls = False
        world.room.faults.limit(POST, per_second=CEILING, burst=CEILING, retry_after=1)
        self.refused = 0
        self._draw, world.room.faults.draw = world.room.faults.draw, self._count
        world.bot = replace(world.bot, settings=Settings(posts_per_second=known))
        self.scheduler = Scheduler(world.bot, wait=self._pass, compose=compose, draw=draw)
        with world.sessions.begin() as session:
            people = [world.person(session, f"P{number}", slack_user_id=f"U{number}") for number in range(500)]
            for number in range(messages):
                make_delivery(session, event, people[number % 500], due_at=world.clock.now())

    def run(self) -> "FanOut":
        self.began = self.world.ticks()
        while self.left():
            self.scheduler.tick()
            self._pass(0.01)
        self.took = self.world.ticks() - self.began
        return self

    def left(self) -> bool:
        with self.world.sessions.reading() as session:
            return session.connection().exec_driver_sql(
                "SELECT 1 FROM deliveries WHERE state IN ('pending', 'sending', 'doubt') LIMIT 1"
            ).first() is not None  # fmt: skip

    @property
    def share(self) -> float:
        """Of what the ceiling lets through once its burst is used up."""
        return (self.messages - CEILING) / CEILING / self.took

    def _pass(self, seconds: float) -> None:
        self.world.ticks.advance(seconds)
        self.world.clock.advance(seconds=seconds)

    def _count(self, method: str, channel: str = ""):
        fault = self._draw(method, channel)
        self.refused += fault is not None
        return fault


ONE_KIND = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
SIZES = [300, pytest.param(10_000, marks=pytest.mark.soak)]


@ONE_KIND
@pytest.mark.parametrize("messages", SIZES)
def test_a_known_ceiling_is_used_to_nineteen_twentieths_and_never_hit(world, event, messages):
    fan_out = FanOut(world, event, messages=messages, known=CEILING).run()
    print(f"{messages} messages: {fan_out.share:.1%} of the known ceiling, {fan_out.refused} refused")
    assert fan_out.refused == 0
    assert fan_out.share >= 0.95 or messages < 1000


@ONE_KIND
@pytest.mark.soak
def test_a_ceiling_that_must_be_learnt_is_used_to_nine_tenths(world, event):
    fan_out = FanOut(world, event, messages=10_000, known=None).run()
    print(f"10,000 messages: {fan_out.share:.1%} of the unknown ceiling, {fan_out.refused / 10_000:.2%} refused")
    assert fan_out.share >= 0.9
    assert fan_out.refused <= 200


@ONE_KIND
@pytest.mark.soak
def test_memory_stays_flat_and_a_receipt_in_the_middle_leaves_within_two_seconds(world, event):
    fan_out = FanOut(world, event, messages=4_000, known=CEILING)
    owed = []

    def write_a_receipt_in_the_middle(seconds: float) -> None:
        fan_out._pass(seconds)
        if not owed and world.ticks() - fan_out.began > 60:
            before.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
            with world.sessions.begin() as session:
                bob = world.person(session, "Bob", slack_user_id="UBOB")
                owed.append(make_delivery(session, event, bob, kind=Kind.RECEIPT, due_at=world.clock.now()))

    before: list[int] = []
    fan_out.scheduler = Scheduler(world.bot, wait=write_a_receipt_in_the_middle, compose=compose, draw=draw)
    fan_out.run()
    receipt = world.row(owed[0])
    assert receipt.sent_at - receipt.due_at < timedelta(seconds=2)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before[0]) / MIB
    print(
        f"a receipt after {(receipt.sent_at - receipt.due_at).total_seconds():.2f} s; {grown:.1f} MiB more at the end"
    )
    assert grown < 10
