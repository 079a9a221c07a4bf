"""A real sender in a process of its own, killed at three hundred random instants of a round of two hundred messages."""

import random
import time
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from models import Delivery, DeliveryState
from sandbox.faults import Fault
from sandbox.workspace import Workspace
from tests.clock import NOON
from tests.factories import make_delivery, make_event, make_person
from tests.nursery import Nursery
from tests.scheduler.fast_sender import SPEED, FastClock
from tests.scheduler.sent import posted, senders_for, unsent

pytestmark = pytest.mark.soak
MESSAGES, KILLS, LONGEST = 200, 300, 90
LIFE = {"sqlite": 0.35, "postgresql": 0.8}
"""The longest life in seconds: on PostgreSQL it takes a while to be elected."""
LOOKS = (1.0, 3.0)
"""Seconds of the fast clock, instead of 10 and 30: those are tested with ticks."""


def test_nothing_is_lost_and_nothing_doubled_however_often_the_sender_is_killed(sessions, record_property):
    assert set(what_is_posted(sessions, KILLS, record_property).values()) == {1}


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_sender_that_does_not_look_doubles(sessions, record_property):
    """The control."""
    assert max(what_is_posted(sessions, KILLS // 5, record_property, is_careless=True).values()) > 1


def what_is_posted(sessions, kills, record_property, **manner) -> Counter[str]:
    """Every message, and how often it stands, after all have been sent by senders that died on the way."""
    began, chance = time.time(), random.Random(4)
    room = Workspace(now=FastClock(began).now)
    room.faults.rate("chat.postMessage", {Fault.STALL_AFTER(0.1): 0.4, Fault.STALL_BEFORE(0.1): 0.2}, seed=5)
    life = LIFE[sessions.engine.dialect.name]
    whole_round = kills * (life / 2 + 0.05) * SPEED
    with sessions.begin() as session:
        event = make_event(session)
        for number in range(MESSAGES):
            person = make_person(session, slack_user_id=f"U{number}K")
            room.person(person.slack_user_id)
            due_at = NOON + timedelta(seconds=number // 5 * 5 / MESSAGES * whole_round)
            make_delivery(session, event, person, due_at=due_at)
    with senders_for(sessions, room, began, look_after=LOOKS, **manner) as senders:
        struck = [_kill_one(sessions, senders, chance.uniform(0, life)) for _ in range(kills)]
        assert unsent(sessions), "the round was over before the last kill"
        last, end = senders.start(), time.monotonic() + LONGEST
        while unsent(sessions):
            assert time.monotonic() < end, f"{unsent(sessions)} are still unsent"
            time.sleep(0.2)
        last.kill()
    for name, count in struck_in(struck).items():
        record_property(name, count)
    everything = posted(room)
    print(f"\n{kills} kills, {struck_in(struck)}; {everything.total()} messages for {MESSAGES} people")
    assert len(everything) == MESSAGES
    return everything


def _kill_one(sessions, senders: Nursery, lives: float) -> tuple[int, int]:
    """How many messages it had in its hands, and how many of them perhaps posted."""
    sender = senders.start()
    time.sleep(lives)
    sender.kill()
    with sessions.reading() as session:
        mine = select(func.count(), func.count(Delivery.maybe_posted_at)).where(
            Delivery.state == DeliveryState.SENDING, Delivery.claimed_by == str(sender.pid)
        )
        return tuple(session.execute(mine).one())


def struck_in(struck: list[tuple[int, int]]) -> dict[str, int]:
    return {
        "kills with messages in hand": sum(in_hand > 0 for in_hand, _ in struck),
        "kills between the post and its record": sum(perhaps > 0 for _, perhaps in struck),
    }
