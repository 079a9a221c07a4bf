"""A real sender in a process of its own, killed again and again in the middle of its work."""

import contextlib
import os
import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import func, select

from models import Delivery, DeliveryState
from sandbox.faults import Fault
from sandbox.wire import on_the_wire
from sandbox.workspace import Workspace
from tests.factories import make_delivery, make_event, make_person
from tests.scheduler import fast_sender
from tests.scheduler.fast_sender import FastClock

pytestmark = pytest.mark.soak
MESSAGES, KILLS, LONGEST = 400, 12, 90


def test_nothing_is_lost_and_nothing_doubled_however_often_the_sender_is_killed(sessions):
    assert set(what_is_posted(sessions).values()) == {1}


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_sender_that_does_not_look_doubles(sessions):
    """The control."""
    assert max(what_is_posted(sessions, "careless").values()) > 1


def what_is_posted(sessions, *manner: str) -> Counter[str]:
    """Every message, and how often it stands, after all have been sent by senders that died on the way."""
    began = time.time()
    room = Workspace(now=FastClock(began).now)
    room.faults.rate("chat.postMessage", {Fault.STALL_AFTER(0.1): 0.5}, seed=5)
    with sessions.begin() as session:
        event = make_event(session)
        for number in range(MESSAGES):
            person = make_person(session, slack_user_id=f"U{number}K")
            room.person(person.slack_user_id)
            make_delivery(session, event, person)
    url = sessions.engine.url.render_as_string(hide_password=False)
    with on_the_wire(room) as wire:
        _send(sessions, url, f"{wire.url}/api/", began, *manner)
    posted = Counter(message["text"] for place in room.channels for message in room.messages(place))
    assert len(posted) == MESSAGES
    return posted


def _send(sessions, *arguments: object) -> None:
    chance, kills = random.Random(4), 0
    while _unsent(sessions):
        with _sender(*arguments) as sender:
            lives = chance.uniform(0.8, 2.0) if kills < KILLS else LONGEST
            end = time.monotonic() + lives
            while time.monotonic() < end and _unsent(sessions):
                with contextlib.suppress(subprocess.TimeoutExpired):
                    sender.wait(0.1)
            sender.kill()
        kills += 1
        assert kills <= KILLS + 1, f"{_unsent(sessions)} are still unsent"
    assert kills > 3


def _unsent(sessions) -> int:
    with sessions.reading() as session:
        return session.scalar(select(func.count()).where(Delivery.state != DeliveryState.SENT))


def _sender(*arguments: object) -> subprocess.Popen[bytes]:
    root = Path(fast_sender.__file__).parents[2]
    command = [sys.executable, fast_sender.__file__, *map(str, arguments)]
    return subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(root)}, stderr=subprocess.DEVNULL)
