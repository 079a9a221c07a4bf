"""`python -m bot` as a process of its own, beside a workspace on the wire."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import ProxyHandler, build_opener

from sandbox.wire import Wire

ROOT = Path(__file__).parent.parent
PATIENCE = 30.0


class BotProcess:
    """One process. What it says goes to a file; it is ended by its own number alone."""

    def __init__(self, folder: Path, settings: dict[str, str], *arguments: str) -> None:
        self.log = folder / "bot.log"
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "bot", *arguments],
                cwd=folder,
                env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"} | settings,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def is_running(self) -> bool:
        return self._process.poll() is None

    def kill(self) -> None:
        """As when the power goes."""
        self._process.kill()
        self._process.wait(PATIENCE)

    def stop(self) -> int:
        """Ask it to stop, and wait: its exit code."""
        if self.is_running:
            self._process.send_signal(signal.SIGTERM)
        return self.ended()

    def ended(self) -> int:
        return self._process.wait(PATIENCE)

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")


@contextmanager
def bot_process(folder: Path, settings: dict[str, str], *arguments: str) -> Iterator[BotProcess]:
    process = BotProcess(folder, settings, *arguments)
    try:
        yield process
    finally:
        if process.is_running:
            process.kill()


def socket_mode(wire: Wire, database_url: str) -> dict[str, str]:
    return {**_slack(wire, database_url), "SLACK_APP_TOKEN": "xapp-sandbox"}


def http_mode(wire: Wire, database_url: str, *, port: int, secret: str) -> dict[str, str]:
    return {**_slack(wire, database_url), "SLACK_SIGNING_SECRET": secret, "PORT": str(port)}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def status(port: int, path: str) -> int | None:
    """The HTTP status of an address on this machine; None while nobody listens."""
    try:
        with build_opener(ProxyHandler({})).open(f"http://127.0.0.1:{port}{path}", timeout=PATIENCE) as response:
            return int(response.status)
    except HTTPError as error:
        return error.code
    except URLError:
        return None


def _slack(wire: Wire, database_url: str) -> dict[str, str]:
    return {"SLACK_API_URL": f"{wire.url}/api/", "SLACK_BOT_TOKEN": "xoxb-sandbox", "DATABASE_URL": database_url}
