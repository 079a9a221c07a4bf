"""`python -m sandbox.demo`: the workspace, the bot beside it, and a page to try it on."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sandbox.clock import DemoClock
from sandbox.retrying import Retrying
from sandbox.running import MANIFEST, Asked, example_seasons, load_or_seed, read_manifest, stop_signals
from sandbox.saving import Saver
from sandbox.seed import user_id
from sandbox.wire import Wire
from sandbox.workspace import Workspace

BEGINS = datetime(2026, 12, 1, 9, tzinfo=ZoneInfo("Europe/Stockholm"))
ADMIN = user_id("samordnare.kronoberg@example.org")
OURS = ("workspace.json", "dialog.db", "clock", "bot.log", "imported")
NOT_FOR_THE_BOT = ("SLACK_", "DIALOG_", "DATABASE_URL", "PORT", "HEALTH_PORT", "HTTP_PROXY", "HTTPS_PROXY")
PATIENCE, LAST_LINES = 60.0, 15


class StoppedError(Exception):
    """The demo cannot go on; says why, for the person at the terminal."""


def main() -> int:
    options = _options()
    asked = stop_signals()
    folder: Path = options.dir.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    if options.fresh:
        _forget(folder)
    try:
        with _workspace(folder, options.port) as wire, (folder / "bot.log").open("ab") as log:
            bot = BotProcess(_environment(folder, wire.url), log.fileno(), asked)
            _import_once(bot, folder)
            with bot.serving():
                bot.wait_until(lambda: wire.sockets.wait_connected(0.2))
                if not asked.is_set():
                    print(f"Demon är igång: {wire.url} (avsluta med Ctrl-C)", flush=True)
                bot.wait_until(lambda: asked.wait(0.3), patience=None)
    except StoppedError as stopped:
        print(f"{stopped}\nSist i {folder / 'bot.log'}:\n{_tail(folder / 'bot.log')}", file=sys.stderr)
        return 1
    return 0


class BotProcess:
    """`python -m bot`, as processes of its own; Ctrl-C reaches us alone, and we end them one by one."""

    def __init__(self, environment: dict[str, str], log: int, asked: Asked) -> None:
        self._environment, self._log, self._asked = environment, log, asked
        self._serving: subprocess.Popen[bytes] | None = None

    def run(self, *arguments: str) -> None:
        """A command of the bot's, to its end."""
        with self._started(*arguments) as process:
            while process.poll() is None and not self._asked.wait(0.05):
                pass
            if process.poll():
                raise StoppedError(f"python -m bot {' '.join(arguments)} misslyckades (kod {process.returncode}).")

    @contextmanager
    def serving(self) -> Iterator[None]:
        with self._started() as self._serving:
            yield

    def wait_until(self, is_so: Callable[[], bool], patience: float | None = PATIENCE) -> None:
        """`is_so` waits a little itself. A bot that dies meanwhile ends it all."""
        gives_up = None if patience is None else time.monotonic() + patience
        while not self._asked.is_set() and not is_so():
            if self._serving is not None and self._serving.poll() is not None:
                raise StoppedError(f"Boten stannade (kod {self._serving.returncode}).")
            if gives_up is not None and time.monotonic() > gives_up:
                raise StoppedError("Boten anslöt sig inte i tid.")

    @contextmanager
    def _started(self, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", *arguments],
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            yield process
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@contextmanager
def _workspace(folder: Path, port: int) -> Iterator[Wire]:
    """The workspace on the wire, kept in the folder; the demo's time stands still while it is off."""
    clock = DemoClock.starting_at(folder / "clock", BEGINS)
    workspace = Workspace(now=clock.now, manifest=read_manifest(MANIFEST))
    workspace.keeps_calls = False
    load_or_seed(workspace, folder / "workspace.json", example_seasons())
    with ExitStack() as running:
        saver = Saver(workspace, folder / "workspace.json", also=clock.remember)
        wire = _on_a_free_port(workspace, clock, port)
        door = Retrying(wire.sockets)
        workspace.connect(door)
        saver.start()
        running.callback(saver.stop)
        running.callback(door.close)
        wire.start()
        running.callback(wire.stop)
        yield wire


def _on_a_free_port(workspace: Workspace, clock: DemoClock, port: int) -> Wire:
    for candidate in range(port, port + 50):
        try:
            return Wire(workspace, clock, candidate)
        except OSError:
            continue
    return Wire(workspace, clock, 0)


def _import_once(bot: BotProcess, folder: Path) -> None:
    if not (folder / "imported").exists():
        for file in example_seasons():
            bot.run("import", str(file))
        (folder / "imported").touch()


def _environment(folder: Path, url: str) -> dict[str, str]:
    """Nothing of the surroundings' settings, and no proxy between two programs on one machine."""
    kept = {name: value for name, value in os.environ.items() if not name.upper().startswith(NOT_FOR_THE_BOT)}
    return kept | {
        "SLACK_API_URL": f"{url}/api/",
        "SLACK_BOT_TOKEN": "xoxb-sandbox",
        "SLACK_APP_TOKEN": "xapp-sandbox",
        "DATABASE_URL": f"sqlite:///{folder / 'dialog.db'}",
        "DIALOG_DEMO_CLOCK": str(folder / "clock"),
        "DIALOG_ADMINS": ADMIN,
        "PYTHONUNBUFFERED": "1",
    }


def _forget(folder: Path) -> None:
    """Only what the demo itself has made, and what SQLite and the clock keep beside it."""
    for name in OURS:
        for file in [folder / name, *folder.glob(f"{name}-*"), *folder.glob(f"{name}.*")]:
            file.unlink(missing_ok=True)


def _tail(log: Path) -> str:
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-LAST_LINES:])


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sandbox.demo", description=__doc__)
    parser.add_argument("--fresh", action="store_true", help="begin anew, with nothing remembered")
    parser.add_argument("--port", type=int, default=8080, help="the next free one is taken when it is busy")
    parser.add_argument("--dir", type=Path, default=Path(".demo"), help="where the demo is kept")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
