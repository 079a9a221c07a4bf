"""The machine's clock jumps an hour forward and back while messages are in flight."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models import Kind
from sandbox.faults import Fault
from sandbox.people import Person
from sandbox.running import read_manifest
from sandbox.wire import on_the_wire
from sandbox.workspace import Workspace
from tests.factories import make_delivery, make_event, make_person, make_registration
from tests.processes import PATIENCE, ROOT, bot_process, socket_mode

pytestmark = pytest.mark.soak
HOUR = timedelta(hours=1)
LATE, STALLED, SETTLED = 31.0, 3.0, 120.0
Due = dict[str, tuple[Person, datetime]]


@pytest.fixture
def offset(tmp_path: Path) -> Path:
    """Seconds that the machine's clock is wrong by."""
    file = tmp_path / "offset"
    file.write_text("0")
    return file


@pytest.fixture
def workspace(offset: Path) -> Workspace:
    """Its messages carry the time the machine believes in."""
    return Workspace(now=lambda: clock(offset), manifest=read_manifest(ROOT / "manifest.json"))


def test_nothing_is_early_late_or_doubled(
    engine: Engine, session: Session, workspace: Workspace, offset: Path, tmp_path: Path,
    record_property: Callable[..., None],
) -> None:  # fmt: skip
    event = make_event(session, starts_at=datetime.now(UTC) + timedelta(days=30))
    now = clock(offset)
    at_once = owe(session, workspace, event, [now] * 6)
    within_the_hour = owe(session, workspace, event, [now + HOUR * share / 10 for share in range(1, 10)])
    later = owe(session, workspace, event, [now + HOUR * 2] * 3)
    workspace.faults.next("chat.postMessage", *[Fault.STALL_AFTER(STALLED)] * 6)
    with on_the_wire(workspace) as wire:
        settings = socket_mode(wire, engine.url.render_as_string(hide_password=False))
        with bot_process(tmp_path, settings | {"DIALOG_DEMO_CLOCK": str(offset)}) as bot:
            until(lambda: any(person.inbox for person, _ in at_once), PATIENCE)
            offset.write_text("3600")
            forward = until(lambda: all(person.inbox for person, _ in within_the_hour), LATE)
            workspace.faults.next("chat.postMessage", *[Fault.STALL_AFTER(STALLED)] * 3)
            soon = owe(session, workspace, event, [clock(offset)] * 3)
            until(lambda: any(person.inbox for person, _ in soon), LATE)
            offset.write_text("0")
            after = owe(session, workspace, event, [clock(offset) + timedelta(seconds=4)] * 3)
            back = until(lambda: all(person.inbox for person, _ in after), LATE + 4) - 4
            everyone = [*at_once, *within_the_hour, *soon, *after]
            until(lambda: all(person.inbox for person, _ in everyone), SETTLED)
            time.sleep(STALLED)
            assert "Traceback" not in bot.said(), bot.said()
    print(f"\nafter the jump forward all was sent in {forward:.1f} s, after the jump back {max(back, 0.0):.1f} s late")
    record_property("seconds after the jump forward", forward)
    record_property("seconds after the jump back", back)
    assert {len(person.inbox) for person, _ in everyone} == {1}
    assert not any(person.inbox for person, _ in later)
    early = [due for person, due in everyone if posted_at(person) < due - timedelta(milliseconds=1)]
    assert early == []


def owe(session: Session, workspace: Workspace, event, moments: list[datetime]) -> list[tuple[Person, datetime]]:
    """A receipt each, to somebody new."""
    owed = []
    for moment in moments:
        row = make_person(session)
        registration = make_registration(session, event, row)
        owed.append((workspace.person(row.slack_user_id), moment))
        make_delivery(session, event, row, kind=Kind.RECEIPT, registration_id=registration.id, due_at=moment)
    return owed


def clock(offset: Path) -> datetime:
    return datetime.now(UTC) + timedelta(seconds=float(offset.read_text() or 0))


def posted_at(person: Person) -> datetime:
    (message,) = person.messages
    return datetime.fromtimestamp(float(message["ts"]), UTC)


def until(is_so: Callable[[], bool], seconds: float) -> float:
    """Seconds until it is so."""
    began = time.monotonic()
    while not is_so():
        assert time.monotonic() - began < seconds, "it never happened"
        time.sleep(0.05)
    return time.monotonic() - began
