"""`python -m bot doctor`: a line for each thing, what to do, and never a secret."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.clock import SystemClock
from models.database import Sessions, connect, serving_alone
from sandbox.running import read_manifest
from sandbox.wire import Wire, on_the_wire
from sandbox.workspace import Workspace
from scheduler.election import Election
from tests.factories import make_delivery, make_event, make_workspace
from tests.processes import ROOT

WELL = "✓ The settings can be read.\n✓ The database answers and is of the newest version.\n"
NOT_ASKED = "– Slack was not asked: that needs SLACK_BOT_TOKEN.\n"


@pytest.fixture
def database(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path / 'dialog.db'}"
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("DIALOG_LOCALE", "en")
    CliRunner().invoke(main, ["migrate"])
    return url


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> Iterator[Wire]:
    with on_the_wire(Workspace(manifest=read_manifest(ROOT / "manifest.json"))) as wire:
        monkeypatch.setenv("SLACK_API_URL", f"{wire.url}/api/")
        monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-sandbox")
        monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-sandbox")
        yield wire


def examined() -> tuple[int, str]:
    result = CliRunner().invoke(main, ["doctor"])
    assert not result.exception or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def test_the_database_alone_can_be_looked_at(database: str) -> None:
    assert examined() == (0, f"{WELL}– No process serves it now; nothing is overdue.\n{NOT_ASKED}")
    engine = connect(database)
    with serving_alone(engine):
        assert examined() == (0, f"{WELL}✓ A process serves it, and nothing is overdue.\n{NOT_ASKED}")
    engine.dispose()


def test_what_is_overdue_is_told_with_what_to_do(database: str) -> None:
    engine = connect(database)
    with Sessions(engine).begin() as session:
        make_delivery(session, make_event(session), due_at=SystemClock().now() - timedelta(minutes=30))
    code, said = examined()
    assert code == 1
    assert "✗ No process serves it, and what is due longest has waited 30 minutes. Start the bot." in said
    with serving_alone(engine):
        assert "✗ A process serves it, but what is due longest has waited 30 minutes. Look at its log" in examined()[1]
    engine.dispose()


def test_without_a_database_one_is_told_how_to_make_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'dialog.db'}")
    monkeypatch.setenv("DIALOG_LOCALE", "en")
    code, said = examined()
    assert (code, said.splitlines()[1]) == (1, "✗ There is no database yet. Run `python -m bot migrate` first.")
    assert list(tmp_path.iterdir()) == []


def test_wrong_settings_are_a_line_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIALOG_LOCALE", "tlh")
    monkeypatch.setenv("PORT", "many")
    assert examined() == (
        1, "✗ DIALOG_LOCALE must be sv or en.\n✗ PORT must be a port number between 1 and 65535.\n",
    )  # fmt: skip


def test_token_scopes_clock_and_socket_are_asked_of_slack(database: str, wire: Wire) -> None:
    code, said = examined()
    assert code == 0, said
    assert said.splitlines()[3:] == [
        "✓ Slack knows SLACK_BOT_TOKEN.",
        "✓ The token may do what manifest.json asks for.",
        "✓ This machine's clock and Slack's agree.",
        "✓ Slack knows SLACK_APP_TOKEN: Socket Mode can be used.",
    ]


def test_what_slack_refuses_is_told_and_no_token_is_shown(
    database: str, wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-hemligt")
    monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-hemligt")
    code, said = examined()
    assert code == 1
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"):
        assert f"✗ Slack refuses {name}: invalid_auth. Copy it anew from the app's settings." in said
    assert "hemligt" not in said
    monkeypatch.setenv("SLACK_API_URL", "http://127.0.0.1:9/api/")
    assert "✗ Slack cannot be reached (URLError). Check the network and SLACK_API_URL." in examined()[1]


def test_missing_scopes_another_workspace_and_a_wrong_clock_are_told(
    database: str, wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    wire.workspace.manifest.content["oauth_config"]["scopes"]["bot"].remove("im:history")
    engine = connect(database)
    with Sessions(engine).begin() as session:
        make_workspace(session, team_id="T0ANOTHER")
    engine.dispose()
    real = SystemClock.now
    monkeypatch.setattr(SystemClock, "now", lambda clock: real(clock) + timedelta(minutes=7))
    code, said = examined()
    assert code == 1
    assert "✗ The token lacks im:history. Put manifest.json into the app and install it again." in said
    assert "✗ The database belongs to another Slack workspace than SLACK_BOT_TOKEN." in said
    assert "✗ This machine's clock and Slack's differ by 4" in said and "(NTP)" in said


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_on_postgresql_whoever_sends_is_seen_by_its_lock(engine, ticks, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", engine.url.render_as_string(hide_password=False))
    monkeypatch.setenv("DIALOG_LOCALE", "en")
    assert examined() == (0, f"{WELL}– No process serves it now; nothing is overdue.\n{NOT_ASKED}")
    election = Election(engine, ticks)
    election.beat()
    assert examined() == (0, f"{WELL}✓ A process serves it, and nothing is overdue.\n{NOT_ASKED}")
    election.resign()
