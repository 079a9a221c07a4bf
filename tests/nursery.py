"""Processes that a test kills, freezes and thaws by the hundred.

What they need is imported once, by a process that forks one after the other: a start takes milliseconds.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent


@dataclass
class Child:
    """Ended by its own number alone."""

    pid: int
    _nursery: "Nursery"

    def kill(self) -> None:
        """As when the power goes."""
        os.kill(self.pid, signal.SIGKILL)
        self._nursery.ask(str(self.pid))
        self._nursery.living.remove(self)

    def freeze(self) -> None:
        os.kill(self.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        os.kill(self.pid, signal.SIGCONT)


class Nursery:
    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self.living: list[Child] = []

    def start(self) -> Child:
        self.living.append(Child(int(self.ask("start")), self))
        return self.living[-1]

    def ask(self, line: str) -> str:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        return self._process.stdout.readline()


@contextmanager
def nursery(program: str, **settings: Any) -> Iterator[Nursery]:
    """`program` is a file that calls `nurse`; the settings are what its children work with."""
    process = subprocess.Popen(
        [sys.executable, program, json.dumps(settings)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    nursery = Nursery(process)
    try:
        yield nursery
    finally:
        for child in list(nursery.living):
            child.kill()
        process.communicate()


def nurse(work: Callable[..., None], warm_up: Callable[..., None] | None = None) -> None:
    """What a nursery's own process does: `start` forks a child that works, `PID` waits for one that was killed."""
    settings = json.loads(sys.argv[1])
    if warm_up:
        warm_up(**settings)
    for line in sys.stdin:
        if line.strip() != "start":
            os.waitpid(int(line), 0)
            print("gone", flush=True)
        elif (child := os.fork()) == 0:
            sys.stdin.close()
            work(**settings)
        else:
            print(child, flush=True)
