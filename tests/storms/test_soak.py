"""Minutes of everyday life with a kill now and then: memory, the log and the write-ahead file stay as they are."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import cycle
from pathlib import Path
from statistics import median

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models.database import sqlite_file
from sandbox.people import Person
from sandbox.running import read_manifest
from sandbox.wire import on_the_wire
from sandbox.workspace import Workspace
from tests.processes import PATIENCE, ROOT, BotProcess, bot_process, socket_mode
from tests.storms.crowd import make_crowd, registers, was_told

pytestmark = [pytest.mark.soak, pytest.mark.parametrize("engine", ["sqlite"], indirect=True)]
SECONDS = float(os.environ.get("SOAK_SECONDS", "300"))
PER_SECOND, KILLS, LAST = 20, 3, 0.6
"""Requests a second, of which one registers; the last life is the longest share, and its memory is looked at."""
MORE_MEMORY, MOST_WAL, CATCH_UP = 4.0, 16.0, 90.0
WORDS = ("hjälp", "mina", "lista", "frågor")


@pytest.fixture
def workspace() -> Workspace:
    """On the wire, in real time."""
    return Workspace(manifest=read_manifest(ROOT / "manifest.json"))


def test_nothing_grows_and_nothing_fails(
    engine: Engine, session: Session, workspace: Workspace, tmp_path: Path, record_property: Callable[..., None]
) -> None:
    _, people = make_crowd(session, workspace, int(SECONDS))
    life, memory, wal = Life(people), [], 0.0
    with on_the_wire(workspace) as wire, ExitStack() as running:
        settings = socket_mode(wire, engine.url.render_as_string(hide_password=False))
        for number in range(KILLS + 1):
            bot = running.enter_context(bot_process(tmp_path, settings))
            assert wire.sockets.wait_connected(PATIENCE), bot.said()
            memory, share = [], LAST if number == KILLS else (1 - LAST) / KILLS
            with life.goes_on():
                end = time.monotonic() + SECONDS * share
                while time.monotonic() < end:
                    time.sleep(1)
                    memory.append(resident(bot))
                    wal = max(wal, write_ahead(engine))
                if number < KILLS:
                    life.number += 1
                    bot.kill()
        registered = [person for person in people if was_told(person)]
        wait_until(lambda: all(person.inbox for person in registered))
        errors = [line for line in bot.said().splitlines() if " ERROR " in line]
    third = len(memory) // 3
    growth = median(memory[-third:]) - median(memory[third : 2 * third])
    print(f"\n{SECONDS:.0f} s, {life.presses} presses, {life.unanswered} unanswered beside {KILLS} kills, "
          f"{len(registered)} receipts; {growth:+.2f} MiB of {memory[-1]:.0f}, {wal:.1f} MiB ahead")  # fmt: skip
    record_property("more memory", growth)
    record_property("largest write-ahead file", wal)
    assert life.unanswered == 0
    assert {len(person.inbox) for person in registered} == {1}
    assert growth <= MORE_MEMORY
    assert wal <= MOST_WAL
    assert errors == []


class Life:
    """People ask for this and that, twenty times a second, and once a second somebody registers."""

    def __init__(self, people: list[Person]) -> None:
        self.presses = self.unanswered = self.number = 0
        self._people, self._newcomers, self._words = cycle(people), iter(people), cycle(WORDS)

    @contextmanager
    def goes_on(self) -> Iterator[None]:
        is_over = threading.Event()
        threads = [
            threading.Thread(target=self._press, args=(is_over, self.number, number)) for number in range(PER_SECOND)
        ]
        for thread in threads:
            thread.start()
        yield
        is_over.set()
        for thread in threads:
            thread.join(PATIENCE)

    def _press(self, is_over: threading.Event, life: int, number: int) -> None:
        is_over.wait(number / PER_SECOND)
        while not is_over.is_set():
            began, self.presses = time.monotonic(), self.presses + 1
            if number == 0 and (person := next(self._newcomers, None)):
                registers(person)
                is_answered = was_told(person)
            else:
                person, word = next(self._people), next(self._words)
                person.types(f"/dialog {word}")
                is_answered = bool(person.sees) and "operation_timeout" not in person.last
            self.unanswered += not is_answered and life == self.number
            is_over.wait(max(0.0, 1 - (time.monotonic() - began)))


def resident(bot: BotProcess) -> float:
    """Memory in MiB."""
    lines = Path(f"/proc/{bot.pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def write_ahead(engine: Engine) -> float:
    """The write-ahead file in MiB."""
    file = sqlite_file(engine)
    assert file
    wal = file.with_name(file.name + "-wal")
    return wal.stat().st_size / 2**20 if wal.exists() else 0.0


def wait_until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + CATCH_UP
    while not is_so():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.2)
