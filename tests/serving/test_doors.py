"""`python -m bot` itself: both doors, what it says when it cannot start, and how it stops."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.settings import WrongSettings, for_serving
from bot.sockets import serve_sockets
from sandbox.people import Person
from sandbox.running import read_manifest
from sandbox.signed import SignedDoor
from sandbox.wire import Wire, on_the_wire
from sandbox.workspace import Workspace
from tests.processes import PATIENCE, ROOT, BotProcess, bot_process, free_port, http_mode, socket_mode, status

SECRET = "a-secret-of-the-tests"
SOON = 25.0
"""Seconds in which a bot that is asked to stop has stopped: whoever asks usually kills it after half a minute."""


@pytest.fixture
def workspace() -> Workspace:
    """On the wire, in real time."""
    workspace = Workspace(manifest=read_manifest(ROOT / "manifest.json"))
    workspace.channel("C0GENERAL", members=[workspace.person("U0BOB", email="bob@example.org")])
    return workspace


@pytest.fixture
def wire(workspace: Workspace) -> Iterator[Wire]:
    with on_the_wire(workspace) as wire:
        yield wire


@pytest.fixture
def bob(workspace: Workspace) -> Person:
    return workspace.person("U0BOB")


@pytest.fixture
def database(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'dialog.db'}"


def test_socket_mode_answers_is_well_and_stops_soon(wire: Wire, bob: Person, database: str, tmp_path: Path) -> None:
    port = free_port()
    settings = socket_mode(wire, database) | {"HEALTH_PORT": str(port), "SLACK_SIGNING_SECRET": SECRET}
    with bot_process(tmp_path, settings) as bot:
        assert wire.sockets.wait_connected(PATIENCE), bot.said()
        bob.types("/dialog hjälp")
        assert bob.last.startswith("Det här kan du göra här.")
        assert [status(port, path) for path in ("/healthz", "/readyz", "/metrics", "/other")] == [200, 200, 200, 404]

        with pytest.raises(WrongSettings, match="Another process already serves"):
            serve_sockets(for_serving(socket_mode(wire, database)))
        refused = ended_by_itself(tmp_path, socket_mode(wire, other(database)) | {"HEALTH_PORT": str(port)})
        assert refused == (2, f"HEALTH_PORT {port} cannot be used: Address already in use.\n")

        assert stops_soon(bot)
        assert "Settings for both Socket Mode and HTTP: Socket Mode is used." in bot.said()
        assert "Traceback" not in bot.said()


def test_http_answers_is_well_and_stops_soon(
    wire: Wire, workspace: Workspace, bob: Person, database: str, tmp_path: Path
) -> None:
    port = free_port()
    here = f"http://127.0.0.1:{port}"
    settings = http_mode(wire, database, port=port, secret=SECRET) | {"DIALOG_PUBLIC_URL": here}
    with bot_process(tmp_path, settings) as bot:
        wait_until(lambda: status(port, "/readyz") == 200, bot)
        workspace.connect(SignedDoor(f"http://127.0.0.1:{port}/slack/events", SECRET))
        bob.types("/dialog hjälp")
        assert bob.last.startswith("Det här kan du göra här.")
        calendar = calendar_of(bob, here)
        assert [status(port, path) for path in (calendar, "/calendar/another.ics")] == [200, 404]
        workspace.connect(SignedDoor(f"http://127.0.0.1:{port}/slack/events", "another"))
        bob.types("/dialog hjälp")
        assert workspace.failures == ["/dialog hjälp: dispatch_failed (status 401)"]
        assert [status(port, path) for path in ("/healthz", "/readyz", "/metrics", "/other")] == [200, 200, 200, 404]

        assert ended_by_itself(tmp_path, settings) == (2, f"PORT {port} cannot be used: Address already in use.\n")
        refused = ended_by_itself(tmp_path, settings | {"PORT": str(free_port())})
        assert refused == (2, f"Another process already serves {tmp_path / 'dialog.db'}. "
                              "Stop it first, or use PostgreSQL.\n")  # fmt: skip

        assert stops_soon(bot)
        assert "Traceback" not in bot.said() and "/calendar/" not in bot.said()


@pytest.mark.parametrize(
    ("changed", "sentences"),
    [
        (
            {"SLACK_BOT_TOKEN": "", "SLACK_APP_TOKEN": "", "DIALOG_LOCALE": "tlh", "PORT": "many"},
            [
                "DIALOG_LOCALE must be sv or en.",
                "PORT must be a port number between 1 and 65535.",
                "SLACK_BOT_TOKEN is missing or is not a bot token (xoxb-…).",
                "Set SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP): nothing can reach the bot.",
            ],
        ),
        ({"SLACK_APP_TOKEN": "xapp-other"}, ["Slack refuses SLACK_APP_TOKEN: invalid_auth."]),
    ],
    ids=["several", "app token"],
)
def test_what_is_wrong_is_said_in_plain_sentences(
    wire: Wire, database: str, tmp_path: Path, changed: dict[str, str], sentences: list[str]
) -> None:
    code, said = ended_by_itself(tmp_path, socket_mode(wire, database) | changed)

    assert (code, said.splitlines()) == (2, sentences)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-other"}, "Slack refuses SLACK_BOT_TOKEN: invalid_auth."),
        ({"DATABASE_URL": "mysql://here"}, "DATABASE_URL is not the address of a database this bot can use."),
        ({"DATABASE_URL": "sqlite:////nowhere/at/all.db"}, "The database cannot be used: No such file or directory."),
        ({"SLACK_API_URL": "http://127.0.0.1:9/api/"}, "Slack cannot be reached at http://127.0.0.1:9/api/: URLError."),
    ],
    ids=["token", "no database", "no folder", "no Slack"],
)
def test_what_stands_in_the_way_is_one_sentence(
    wire: Wire, database: str, changed: dict[str, str], sentence: str
) -> None:
    """As a process would say it; most of a process' time goes to starting."""
    with pytest.raises(WrongSettings) as wrong:
        serve_sockets(for_serving(socket_mode(wire, database) | changed))

    assert wrong.value.problems == [sentence]


def ended_by_itself(folder: Path, settings: dict[str, str]) -> tuple[int, str]:
    """The exit code of a bot that cannot start, and what it said."""
    own = folder / "refused"
    own.mkdir(exist_ok=True)
    (own / "bot.log").unlink(missing_ok=True)
    with bot_process(own, settings) as bot:
        return bot.ended(), bot.said()


def other(database: str) -> str:
    return database.replace("dialog.db", "other.db")


def stops_soon(bot: BotProcess) -> bool:
    began = time.monotonic()
    code = bot.stop()
    assert code == 0, bot.said()
    return time.monotonic() - began < SOON


def wait_until(is_so: Callable[[], bool], bot: BotProcess) -> None:
    until, again = time.monotonic() + PATIENCE, threading.Event()
    while not is_so():
        assert bot.is_running and time.monotonic() < until, bot.said()
        again.wait(0.05)


def calendar_of(person: Person, here: str) -> str:
    """The path a calendar reads from."""
    person.types("/dialog inställningar")
    person.presses("Prenumerera i kalendern")
    person.presses("Skapa adress", in_="form")
    assert person.form
    address = next(word for word in person.form.text.split() if word.startswith(f"{here}/calendar/"))
    person.closes()
    return address.removeprefix(here)
