"""Small things that both commands need to get going."""

from __future__ import annotations

import json
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING

from sandbox.saving import load
from sandbox.seed import seed
from sandbox.state import JSON

if TYPE_CHECKING:
    from sandbox.workspace import Workspace

EXAMPLES, MANIFEST = Path("examples"), Path("manifest.json")


def read_manifest(path: Path) -> JSON | None:
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def example_seasons() -> list[Path]:
    """The season before the lab series."""
    return sorted(EXAMPLES.glob("*.yaml"), reverse=True)


def load_or_seed(workspace: Workspace, state: Path | None, seasons: list[Path]) -> None:
    """What was left last time, and whoever the season files have added since."""
    if state is not None and state.exists():
        load(workspace, json.loads(state.read_text(encoding="utf-8")))
    seed(workspace, seasons)


class Asked:
    """Somebody asked the program to end. A plain flag: the lock of an Event may be held by the very wait that a
    signal interrupts, and then nobody would ever get on."""

    def __init__(self) -> None:
        self._is_set = False

    def set(self) -> None:
        self._is_set = True

    def is_set(self) -> bool:
        return self._is_set

    def wait(self, seconds: float) -> bool:
        if not self._is_set:
            time.sleep(seconds)
        return self._is_set


def stop_signals() -> Asked:
    asked = Asked()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda _number, _frame: asked.set())
    return asked
