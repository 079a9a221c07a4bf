"""The same crowd before real bot processes over Socket Mode, one of which dies in the middle without a word."""

import threading
from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models.database import is_sqlite
from sandbox.people import Person
from sandbox.running import read_manifest
from sandbox.wire import on_the_wire
from sandbox.workspace import Workspace
from tests.processes import PATIENCE, ROOT, BotProcess, bot_process, socket_mode
from tests.storms.crowd import (
    PEOPLE,
    check_seats,
    everyone,
    make_crowd,
    registers,
    was_told,
    what_was_said,
    written_down,
)

KILLED_AFTER = PEOPLE // 3
pytestmark = pytest.mark.soak


@pytest.fixture
def workspace() -> Workspace:
    """On the wire, in real time."""
    return Workspace(manifest=read_manifest(ROOT / "manifest.json"))


def test_a_kill_in_the_middle_loses_nothing(
    engine: Engine, session: Session, workspace: Workspace, tmp_path: Path
) -> None:
    """One process on SQLite, which is started again; two on PostgreSQL, of which one goes on."""
    event, people = make_crowd(session, workspace)
    with on_the_wire(workspace) as wire, ExitStack() as running:
        settings = socket_mode(wire, engine.url.render_as_string(hide_password=False))

        def started(connections: int) -> BotProcess:
            process = running.enter_context(bot_process(tmp_path, settings))
            assert wire.sockets.wait_connected(PATIENCE, connections=connections), process.said()
            return process

        doomed = started(1)
        if not is_sqlite(engine):
            started(2)
        _storm(people, doomed)
        told = {person.id: what_was_said(person) for person in people if was_told(person)}
        assert KILLED_AFTER <= len(told) < PEOPLE
        assert told == written_down(session, told)
        if is_sqlite(engine):
            started(1)
        everyone([one for one in people if not was_told(one)], registers)

    check_seats(session, event, people)


def _storm(people: list[Person], doomed: BotProcess) -> None:
    """Everyone presses; when a third has been answered, the process is killed."""
    answered = threading.Semaphore(0)

    def register(person: Person) -> None:
        registers(person)
        if was_told(person):
            answered.release()

    def kill() -> None:
        if all(answered.acquire(timeout=PATIENCE) for _ in range(KILLED_AFTER)):
            doomed.kill()

    killer = threading.Thread(target=kill)
    killer.start()
    everyone(people, register)
    killer.join(PATIENCE)
