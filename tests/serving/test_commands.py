"""`python -m bot manifest` and `migrate`: no Slack, and no more settings than they need."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.commands.manifest import FILE
from models.database import connect
from models.migrations import versions


def test_the_manifest_is_printed_as_it_is() -> None:
    result = CliRunner().invoke(main, ["manifest"])

    assert (result.exit_code, result.output) == (0, FILE.read_text(encoding="utf-8"))


def test_for_http_it_has_addresses_and_no_sockets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIALOG_COMMAND", "/samtal")

    result = CliRunner().invoke(main, ["manifest", "--url", "https://dialog.example.org/"])

    app, address = json.loads(result.output), "https://dialog.example.org/slack/events"
    (command,), settings = app["features"]["slash_commands"], app["settings"]
    assert (command["command"], command["url"]) == ("/samtal", address)
    assert settings["event_subscriptions"]["request_url"] == address
    assert settings["interactivity"]["request_url"] == address
    assert settings["interactivity"]["message_menu_options_url"] == address
    assert settings["socket_mode_enabled"] is False


def test_a_known_address_makes_it_http_unless_there_is_a_token_for_sockets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIALOG_PUBLIC_URL", "https://dialog.example.org/")
    assert '"https://dialog.example.org/slack/events"' in CliRunner().invoke(main, ["manifest"]).output
    monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-1")
    assert '"socket_mode_enabled": true' in CliRunner().invoke(main, ["manifest"]).output


@pytest.mark.parametrize("url", ["dialog.example.org", "http://dialog.example.org", "https://x.org/?a=1", "https://["])
def test_a_public_address_that_is_none_or_not_safe_is_refused(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("DIALOG_PUBLIC_URL", url)
    result = CliRunner().invoke(main, ["manifest"])
    assert result.exit_code == 2
    assert result.stderr == (
        "DIALOG_PUBLIC_URL must be the address the bot is reached at, like https://dialog.example.org.\n"
    )


@pytest.mark.parametrize("url", ["dialog.example.org", "ftp://dialog.example.org", "https://"])
def test_an_address_slack_cannot_reach_is_refused(url: str) -> None:
    result = CliRunner().invoke(main, ["manifest", "--url", url])

    assert result.exit_code == 2
    assert result.stderr == "--url must be the address Slack reaches the bot at, like https://dialog.example.org.\n"


def test_migrating_twice_changes_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'dialog.db'}"
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("DIALOG_LOCALE", "en")

    first, second = (CliRunner().invoke(main, ["migrate"]) for _ in range(2))

    engine = connect(url)
    current, newest = versions(engine)
    engine.dispose()
    assert current == newest
    assert (first.exit_code, first.output) == (0, f"The database is up to date: version {newest}.\n")
    assert (second.exit_code, second.output) == (0, "The database was up to date already.\n")


def test_a_database_that_cannot_be_used_is_said_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:////nowhere/at/all.db")

    result = CliRunner().invoke(main, ["migrate"])

    assert result.exit_code == 1
    assert "Traceback" not in result.output and result.stderr.count("\n") == 1
