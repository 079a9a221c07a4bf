"""`python -m sandbox.demo` with a small bot in place of ours."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

ROOT = Path(__file__).parents[2]
WAIT = 30
BOT = """
import os, signal, sys, threading
from pathlib import Path
if sys.argv[1:2] == ["import"]:
    print("imported", sys.argv[2])
    raise SystemExit
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
app = App(client=WebClient(os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["SLACK_API_URL"]))
@app.command("/dialog")
def answer(ack, command):
    if command["text"] == "die":
        os._exit(7)
    ack(text=Path(os.environ["DIALOG_DEMO_CLOCK"]).read_text())
handler = SocketModeHandler(app, os.environ["SLACK_APP_TOKEN"])
handler.connect()
signal.signal(signal.SIGTERM, lambda *_: (print("bye", flush=True), os._exit(0)))
threading.Event().wait()
"""


class Demo:
    def __init__(self, folder: Path) -> None:
        path = os.pathsep.join([str(folder), str(ROOT)])
        self.process = subprocess.Popen(
            [sys.executable, "-m", "sandbox.demo", "--port", "0"],
            cwd=folder,
            env=os.environ | {"PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._too_long = threading.Timer(WAIT, self.process.kill)
        self._too_long.start()

    def url(self) -> str:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line.startswith("Demon är igång: http://127.0.0.1:"), line or self.process.communicate()
        return line.split()[3]

    def ended(self) -> tuple[int, str]:
        _, errors = self.process.communicate()
        self._too_long.cancel()
        return self.process.returncode, errors


def say(url: str, text: str) -> None:
    with urlopen(f"{url}/screen", timeout=WAIT) as response:
        me = json.load(response)["me"]["id"]
    body = json.dumps({"as": me, "text": text}).encode()
    urlopen(Request(f"{url}/do/command", data=body, headers={"Content-Type": "application/json"}), timeout=WAIT).close()


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    (tmp_path / "bot").mkdir()
    (tmp_path / "bot" / "__init__.py").touch()
    (tmp_path / "bot" / "__main__.py").write_text(BOT, encoding="utf-8")
    (tmp_path / "examples").mkdir()
    (tmp_path / "examples" / "season.yaml").write_text("areas: [{id: skane}]", encoding="utf-8")
    yield tmp_path


def test_the_demo_starts_answers_and_stops_when_asked(folder: Path) -> None:
    demo = Demo(folder)
    url = demo.url()
    say(url, "/dialog")
    with urlopen(f"{url}/screen", timeout=WAIT) as response:
        shown = json.load(response)
    assert float(shown["messages"][-1]["text"]) == float((folder / ".demo" / "clock").read_text())
    assert shown["clock"]["text"].startswith("tisdag 1 december 2026 kl. 09.0")

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGINT):  # an impatient person, and a terminal that closes
        demo.process.send_signal(number)

    assert demo.ended() == (0, "")
    log = (folder / ".demo" / "bot.log").read_text()
    assert log.startswith("imported examples/season.yaml\n")
    assert log.endswith("bye\n")
    assert json.loads((folder / ".demo" / "workspace.json").read_text())["members"]


def test_a_bot_that_dies_ends_the_demo_with_its_last_words(folder: Path) -> None:
    demo = Demo(folder)

    say(demo.url(), "/dialog die")

    code, errors = demo.ended()
    assert code == 1
    assert errors.startswith("Boten stannade (kod 7).")
    assert "imported examples/season.yaml" in errors


def test_a_failed_import_ends_the_demo(folder: Path) -> None:
    (folder / "bot" / "__main__.py").write_text("raise SystemExit('season.yaml:3: fel')", encoding="utf-8")

    code, errors = Demo(folder).ended()

    assert code == 1
    assert "python -m bot import examples/season.yaml misslyckades (kod 1)." in errors
    assert "season.yaml:3: fel" in errors
