"""Memory once the demo's season is in and the bot has served, and how soon it is ready: in processes of their own."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from benchmarks import http, stage
from benchmarks.footprint import resident
from benchmarks.lines import Line, at_most
from sandbox.running import EXAMPLES, read_manifest
from sandbox.wire import Wire, on_the_wire
from sandbox.workspace import Workspace

STARTS, PEOPLE = 3, 20
SEASONS = sorted((http.ROOT / EXAMPLES).glob("*.yaml"), reverse=True)


def measure(folder: Path) -> list[Line]:
    workspace = Workspace(manifest=read_manifest(http.ROOT / "manifest.json"))
    with on_the_wire(workspace) as wire:
        environment = _environment(wire, folder)
        for season in SEASONS:
            subprocess.run([sys.executable, "-m", "bot", "import", str(season)], cwd=folder, env=environment,
                           check=True, capture_output=True)  # fmt: skip
        started = [_start(folder, environment, workspace, wire, number) for number in range(STARTS)]
    with _process(folder, environment, "libraries", str(folder / "modules")) as libraries:
        _wait_until(lambda: "loaded" in (folder / "log").read_text())
        alone = resident(libraries.pid)
    ready, serving = (median(values) for values in zip(*started, strict=True))
    return [
        at_most("memory above the same libraries", serving - alone, 35, "MiB", f"{serving:.0f} of {alone:.0f} MiB"),
        at_most("ready after the imports", ready, 0.5, "s"),
    ]


def _start(
    folder: Path, environment: dict[str, str], workspace: Workspace, wire: Wire, number: int
) -> tuple[float, float]:
    """Seconds until it was ready, and MiB after it has served a while."""
    report = folder / "modules"
    for file in (report, report.with_suffix(".ready")):
        file.unlink(missing_ok=True)
    with _process(folder, environment, str(report)) as bot:
        assert wire.sockets.wait_connected(http.PATIENCE)
        _wait_until(report.with_suffix(".ready").exists)
        for person in [workspace.person(stage.member(number * PEOPLE + one)) for one in range(PEOPLE)]:
            for words in ("hjälp", "lista", "mina", "frågor", "anmäl"):
                person.types(f"/dialog {words}")
            person.opens_home()
        memory = resident(bot.pid)
        bot.send_signal(signal.SIGUSR1)
        _wait_until(report.exists)
        return float(report.with_suffix(".ready").read_text()), memory


def _environment(wire: Wire, folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        "PYTHONPATH": str(http.ROOT),
        "SLACK_API_URL": f"{wire.url}/api/",
        "SLACK_BOT_TOKEN": "xoxb-sandbox",
        "SLACK_APP_TOKEN": "xapp-sandbox",
        "DATABASE_URL": stage.url_of(folder),
    }


@contextmanager
def _process(folder: Path, environment: dict[str, str], *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.footprint", *arguments],
            cwd=folder, env=environment, stdout=log, stderr=log,
        )  # fmt: skip
    try:
        yield process
    finally:
        process.terminate()
        process.wait(http.PATIENCE)


def _wait_until(is_so: Callable[[], bool]) -> None:
    until, again = time.monotonic() + http.PATIENCE, threading.Event()
    while not is_so():
        assert time.monotonic() < until
        again.wait(0.05)
