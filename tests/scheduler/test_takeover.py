"""Two senders on one PostgreSQL in real time: how soon the other goes on when the elected one dies or freezes."""

import time
from datetime import timedelta

import pytest

from sandbox.faults import Fault
from sandbox.workspace import Workspace
from tests.clock import NOON
from tests.factories import make_delivery, make_event, make_person
from tests.nursery import Child
from tests.scheduler.fast_sender import FastClock
from tests.scheduler.sent import in_hand, posted, senders_for, unsent

pytestmark = [pytest.mark.soak, pytest.mark.parametrize("engine", ["postgresql"], indirect=True)]
MESSAGES, EVERY, HEAD_START = 100, 0.5, 4.0
LEAVES_AGAIN, IN_DEAD_HANDS = 10.0, 75.0


@pytest.mark.parametrize("blow", [Child.kill, Child.freeze], ids=["killed", "frozen"])
def test_another_goes_on_within_ten_seconds_and_settles_what_was_in_hand(sessions, record_property, blow):
    began = time.time()
    clock = FastClock(began, speed=1)
    room = Workspace(now=clock.now)
    make_round(sessions, room)
    with senders_for(sessions, room, began, speed=1) as senders:
        elected = senders.start()
        _until(lambda: len(posted(room)) >= 2)
        senders.start()
        time.sleep(HEAD_START)
        room.faults.next("chat.postMessage", Fault.STALL_BEFORE(20), Fault.STALL_BEFORE(20), Fault.STALL_AFTER(20))
        _until(lambda: len(in_hand(sessions, elected)) >= 3)
        before = set(posted(room))
        blow(elected)
        struck, left = time.monotonic(), in_hand(sessions, elected)
        _until(lambda: set(posted(room)) - before - {f"delivery {number}" for number in left})
        leaves_again = time.monotonic() - struck
        _until(lambda: not unsent(sessions, only=left), seconds=IN_DEAD_HANDS + 15)
        settled = time.monotonic() - struck
        if elected in senders.living:
            elected.thaw()
        _until(lambda: not unsent(sessions))
    print(f"\nleaves again after {leaves_again:.1f} s; {len(left)} in hand, settled after {settled:.1f} s")
    record_property("seconds until due messages leave again", leaves_again)
    record_property("seconds until what was in hand is settled", settled)
    assert leaves_again <= LEAVES_AGAIN
    assert settled <= IN_DEAD_HANDS
    assert set(posted(room).values()) == {1}
    assert len(posted(room)) == MESSAGES


def make_round(sessions, room: Workspace) -> None:
    with sessions.begin() as session:
        event = make_event(session)
        for number in range(MESSAGES):
            person = make_person(session, slack_user_id=f"U{number}T")
            room.person(person.slack_user_id)
            make_delivery(session, event, person, due_at=NOON + timedelta(seconds=number * EVERY))


def _until(is_so, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.05)
