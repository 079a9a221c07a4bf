"""Being told to stop with messages in flight, and starting with a hundred thousand planned."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Engine, insert, select
from sqlalchemy.orm import Session

from models import Delivery, DeliveryState, Kind
from models.deliveries import PRIORITY
from sandbox.faults import Fault
from sandbox.running import read_manifest
from sandbox.wire import on_the_wire
from sandbox.workspace import Workspace
from tests.factories import make_delivery, make_event, make_person, make_registration
from tests.processes import PATIENCE, ROOT, bot_process, socket_mode
from tests.serving import started

pytestmark = pytest.mark.soak
MESSAGES, IN_FLIGHT, STALLED, GONE_WITHIN, SETTLED = 24, 8, 8.0, 12.0, 120.0
PLANNED, STARTS, READY_WITHIN, MORE_MEMORY = 100_000, 3, 0.5, 5.0


@pytest.fixture
def workspace() -> Workspace:
    """On the wire, in real time."""
    return Workspace(manifest=read_manifest(ROOT / "manifest.json"))


def test_what_is_in_flight_lands_and_the_rest_waits_for_the_next_start(
    engine: Engine, session: Session, workspace: Workspace, tmp_path: Path, record_property: Callable[..., None]
) -> None:
    people = owe_receipts(session, workspace)
    workspace.faults.next("chat.postMessage", *[Fault.STALL_AFTER(STALLED)] * IN_FLIGHT)
    with on_the_wire(workspace) as wire:
        settings = socket_mode(wire, engine.url.render_as_string(hide_password=False))
        with bot_process(tmp_path, settings) as bot:
            wait_until(lambda: posts(workspace) >= IN_FLIGHT)
            began = time.monotonic()
            assert bot.stop() == 0, bot.said()
            took = time.monotonic() - began
        states = session.scalars(select(Delivery.state).where(Delivery.kind == Kind.RECEIPT)).all()
        session.rollback()
        before = sum(len(person.inbox) for person in people)
        assert states.count(DeliveryState.SENT) == before >= IN_FLIGHT
        assert states.count(DeliveryState.PENDING) == MESSAGES - before, "claims are released"
        with bot_process(tmp_path, settings):
            wait_until(lambda: sum(len(person.inbox) for person in people) >= MESSAGES)
    print(f"\nstopped after {took:.1f} s with {IN_FLIGHT} in flight that took {STALLED:.0f} s")
    record_property("seconds to stop", took)
    assert took <= GONE_WITHIN
    assert {len(person.inbox) for person in people} == {1}


def test_a_start_does_not_notice_how_much_is_planned(
    engine: Engine, session: Session, workspace: Workspace, tmp_path: Path, record_property: Callable[..., None]
) -> None:
    with on_the_wire(workspace) as wire:
        settings = socket_mode(wire, engine.url.render_as_string(hide_password=False))
        start(settings)  # whatever a first start has to do
        empty = [start(settings) for _ in range(STARTS)]
        plan(session, make_event(session))
        full = [start(settings) for _ in range(STARTS)]
    seconds, more = min(full)[0], min(memory for _, memory in full) - min(memory for _, memory in empty)
    print(f"\nready after {seconds:.2f} s ({min(empty)[0]:.2f} with nothing planned), {more:+.1f} MiB")
    record_property("seconds to ready", seconds)
    record_property("more memory", more)
    assert seconds <= READY_WITHIN
    assert more <= MORE_MEMORY


def owe_receipts(session: Session, workspace: Workspace) -> list:
    event = make_event(session, starts_at=datetime.now(UTC) + timedelta(days=30))
    people = []
    for number in range(MESSAGES):
        row = make_person(session, f"Person {number}", slack_user_id=f"U{number:05}")
        people.append(workspace.person(f"U{number:05}"))
        registration = make_registration(session, event, row)
        make_delivery(session, event, row, kind=Kind.RECEIPT, registration_id=registration.id,
                      due_at=datetime.now(UTC))  # fmt: skip
    return people


def plan(session: Session, event) -> None:
    person, later = make_person(session), datetime.now(UTC) + timedelta(days=40)
    for first in range(0, PLANNED, 10_000):
        session.execute(
            insert(Delivery),
            [
                {
                    "workspace_id": event.workspace_id, "kind": Kind.REMINDER, "event_id": event.id,
                    "person_id": person.id, "facts": {}, "dedup_key": f"planned:{number}", "token": uuid4().hex,
                    "priority": PRIORITY[Kind.REMINDER], "due_at": later, "next_at": later + timedelta(seconds=number),
                    "created_at": later,
                }
                for number in range(first, first + 10_000)
            ],
        )  # fmt: skip
    session.commit()


def start(settings: dict[str, str]) -> tuple[float, float]:
    """Seconds from the imports until it listens, and its memory."""
    done = subprocess.run(
        [sys.executable, started.__file__], env={**os.environ, "PYTHONPATH": str(ROOT), **settings},
        capture_output=True, text=True, timeout=PATIENCE * 2, check=True,
    )  # fmt: skip
    seconds, memory = map(float, done.stdout.split())
    return seconds, memory


def posts(workspace: Workspace) -> int:
    return sum(method == "chat.postMessage" for method, _ in workspace.calls)


def wait_until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + SETTLED
    while not is_so():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.05)
