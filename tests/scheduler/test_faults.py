"""A round in which a fifth of all calls go wrong: nobody is missed, nobody hears twice, and nobody has to step in."""

import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import timedelta

import pytest
from slack_sdk.http_retry.builtin_handlers import ConnectionErrorRetryHandler
from slack_sdk.http_retry.builtin_interval_calculators import FixedValueRetryIntervalCalculator
from sqlalchemy import Engine, func, select, text

from bot.context import Bot
from bot.i18n import Texts
from models import Delivery, DeliveryState, Kind
from models.database import Busy, Sessions, is_sqlite
from sandbox.client import FakeSlack
from sandbox.faults import Fault
from sandbox.workspace import Workspace
from scheduler import doubts, runner
from scheduler.runner import Scheduler
from tests.clock import FakeClock, FakeTicks
from tests.factories import make_delivery, make_event, make_person
from tests.scheduler.conftest import World, compose, draw

STALL = 10
"""Seconds after which the sender no longer waits for an answer."""
POSTING = {
    Fault.RATE_LIMITED(5): 0.02,
    Fault.ERROR_500_BEFORE: 0.03,
    Fault.ERROR_500_AFTER: 0.03,
    Fault.DROP_BEFORE: 0.03,
    Fault.DROP_AFTER: 0.03,
    Fault.STALL_BEFORE(STALL): 0.03,
    Fault.STALL_AFTER(STALL): 0.03,
}
LOOKING = {Fault.RATE_LIMITED(5): 0.05, Fault.DROP_BEFORE: 0.05, Fault.ERROR_500_AFTER: 0.05, Fault.STALL_AFTER: 0.05}
SECOND = timedelta(seconds=1)
LAG = 15
LOCKED_FOR = 45


class Stalling(FakeSlack):
    """Whoever waits in vain for an answer waits as long as the client does. `after` is called when a post has ended."""

    passes: Callable[[float], object]
    after: Callable[[], object]

    def copy(self, **changes):
        made = super().copy(**changes)
        made.passes, made.after = self.passes, self.after
        return made

    def _perform_urllib_http_request_internal(self, url, req):
        try:
            return super()._perform_urllib_http_request_internal(url, req)
        except TimeoutError:
            self.passes(self.timeout)
            raise
        finally:
            if url.endswith("chat.postMessage"):
                self.after()


class Round(World):
    """People who are each owed one message, on a day when little works."""

    def __init__(self, engine: Engine, *, people: int, seed: int, locks: int = 2) -> None:
        sessions, clock, ticks = Sessions(engine, wait=0.02), FakeClock(), FakeTicks()
        room = Workspace(now=clock.now, ticks=ticks)
        slack = Stalling(room)
        slack.passes, slack.after = self.passes, self.posted_one
        bot = Bot(sessions=sessions, slack=slack, respond=lambda *_: None, clock=clock, ticks=ticks, texts=Texts({}))
        scheduler = Scheduler(bot, wait=self.passes, compose=compose, draw=draw)
        super().__init__(sessions, clock, ticks, room, slack, bot, scheduler)
        self.chance = random.Random(seed)
        self.locked_after = set(self.chance.sample(range(1, people), locks))
        self.posts, self.unlocks_at, self.lock = 0, None, ExitStack()
        room.faults.rate("chat.postMessage", POSTING, seed=seed)
        room.faults.rate("conversations.history", LOOKING, seed=seed + 1)
        room.faults.rate("conversations.open", LOOKING, seed=seed + 2)
        room.faults.history_lag = LAG
        with sessions.begin() as session:
            event = make_event(session)
            for number in range(people):
                person = make_person(session, slack_user_id=f"U{number}R")
                room.person(person.slack_user_id)
                kind = Kind.RECEIPT if number % 5 == 0 else Kind.REMINDER
                make_delivery(session, event, person, kind=kind)
        self.people = people

    def passes(self, seconds: float) -> None:
        self.clock.advance(seconds=seconds)
        self.ticks.advance(seconds)
        if self.unlocks_at is not None and self.clock.now() >= self.unlocks_at:
            self.unlocks_at = None
            self.lock.close()

    def posted_one(self) -> None:
        """Now and then somebody else takes the database, in the very moment in which a message has been posted."""
        self.posts += 1
        if self.posts in self.locked_after and self.unlocks_at is None:
            self.lock.enter_context(locked(self.sessions.engine))
            self.unlocks_at = self.clock.now() + LOCKED_FOR * SECOND

    def goes_on_until_all_is_said(self) -> None:
        with self.lock:
            for _ in range(40 * self.people):
                with suppress(Busy):  # the running scheduler logs it, and comes back
                    self.scheduler.tick()
                if self.unlocks_at is None and not self._unsaid():
                    return
                self.passes(self.chance.uniform(1, 10))
        raise AssertionError(f"{self._unsaid()} are still unsaid")

    def _unsaid(self) -> int:
        with self.sessions.reading() as session:
            return session.scalar(select(func.count()).where(Delivery.state != DeliveryState.SENT))


@contextmanager
def locked(engine: Engine) -> Iterator[None]:
    """Somebody else writes, and takes their time."""
    if is_sqlite(engine):
        connection = engine.raw_connection()
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.rollback()
        connection.close()
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("BEGIN"))
        connection.execute(text("LOCK TABLE deliveries IN EXCLUSIVE MODE"))
        yield
        connection.execute(text("ROLLBACK"))


def how_often(engine: Engine, *, people: int, seed: int) -> list[int]:
    """How often each message stands in the end."""
    world = Round(engine, people=people, seed=seed)
    world.goes_on_until_all_is_said()
    world.scheduler.stop()
    found = world.posted()
    assert len(found) == people
    return list(found.values())


def test_a_small_round(engine):
    assert set(how_often(engine, people=50, seed=1)) == {1}


@pytest.mark.soak
@pytest.mark.parametrize("seed", [11, 12, 13])
def test_a_round_of_five_hundred(engine, seed):
    assert set(how_often(engine, people=500, seed=seed)) == {1}


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_the_sdks_own_retries_double(engine, monkeypatch):
    """The control: the client as it comes posts again after a dropped connection."""
    at_once = ConnectionErrorRetryHandler(interval_calculator=FixedValueRetryIntervalCalculator(0))
    monkeypatch.setattr(runner, "variant", lambda slack, **changes: slack.copy(timeout=STALL, retry_handlers=[at_once]))
    assert max(how_often(engine, people=60, seed=1)) > 1


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_without_the_look_people_hear_twice(engine, monkeypatch):
    """The control: whoever takes a lost answer for a lost message."""
    monkeypatch.setattr(doubts, "look", lambda *_: doubts.Nowhere())
    assert max(how_often(engine, people=60, seed=1)) > 1


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_whoever_believes_one_look_doubles_while_history_lags(engine, monkeypatch):
    """The control: what has been posted shows only after a while."""
    monkeypatch.setattr("scheduler.posting.LOOK_AFTER", (10 * SECOND,))
    monkeypatch.setattr("tests.scheduler.test_faults.LAG", 60)
    assert max(how_often(engine, people=60, seed=1)) > 1
