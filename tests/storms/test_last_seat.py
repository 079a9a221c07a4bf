"""Fifty people press for the last seat in the same second, in four bot processes on PostgreSQL."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models import Delivery, DeliveryState, Kind
from sandbox.people import Person
from sandbox.running import read_manifest
from sandbox.wire import on_the_wire
from sandbox.workspace import Workspace
from tests.nursery import nursery
from tests.processes import PATIENCE, ROOT, socket_mode
from tests.storms import fast_bot
from tests.storms.crowd import HAS_SEAT, check_seats, make_crowd, registers, was_told, what_was_said

PEOPLE, PROCESSES, SECOND = 50, 4, 1.0


@pytest.fixture
def workspace() -> Workspace:
    """On the wire, in real time."""
    return Workspace(manifest=read_manifest(ROOT / "manifest.json"))


@pytest.mark.soak
@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_fifty_press_for_the_last_seat_in_the_same_second(
    engine: Engine, session: Session, workspace: Workspace, record_property: Callable[..., None]
) -> None:
    event, people = make_crowd(session, workspace, PEOPLE, seats=1)
    with on_the_wire(workspace) as wire:
        settings = socket_mode(wire, engine.url.render_as_string(hide_password=False))
        with nursery(fast_bot.__file__, **settings, DIALOG_POSTS_PER_SECOND="100") as bots:
            pids = {bots.start().pid for _ in range(PROCESSES)}
            assert wire.sockets.wait_connected(PATIENCE, connections=PROCESSES)
            moments = _at_once(people)
            at_once = sum(was_told(person) for person in people)
            for person in people:
                if not was_told(person):  # a machine too slow for Slack's three seconds: they press again
                    registers(person)
            _until(lambda: _receipts(session) == [DeliveryState.SENT] * PEOPLE)

    assert len(pids) == PROCESSES
    assert max(moments) - min(moments) < SECOND
    check_seats(session, event, people, seats=1)
    said = [what_was_said(person) for person in people]
    assert sorted(said) == sorted([HAS_SEAT, *(str(number) for number in range(1, PEOPLE))])
    assert {len(person.inbox) for person in people} == {1}
    print(f"\n{at_once} of {PEOPLE} answered at once, pressed within {max(moments) - min(moments):.2f} s")
    record_property("answered at once", at_once)


def _receipts(session: Session) -> list[DeliveryState]:
    found = list(session.scalars(select(Delivery.state).where(Delivery.kind == Kind.RECEIPT)))
    session.rollback()
    return found


def _at_once(people: list[Person]) -> list[float]:
    """Everyone has the form open; then all send it. When each did."""
    for person in people:
        person.types("/dialog anmäl")
    ready = threading.Barrier(PEOPLE)

    def press(person: Person) -> float:
        ready.wait(PATIENCE)
        began = time.monotonic()
        person.submits()
        return began

    with ThreadPoolExecutor(PEOPLE) as pool:
        return list(pool.map(press, people))


def _until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end, "somebody has not heard"
        time.sleep(0.05)
