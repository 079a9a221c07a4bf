"""`python -m bot manifest`: the Slack app, to paste where Slack asks for its manifest."""

import json
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

from bot.settings import Settings, WrongSettings, from_environment

FILE = Path(__file__).parents[2] / "manifest.json"
PATH = "/slack/events"


@click.command()
@click.option("--url", help="The bot's public address, for HTTP instead of Socket Mode; else DIALOG_PUBLIC_URL.")
def manifest(url: str | None) -> None:
    """Print the Slack app's manifest, with the slash command called what DIALOG_COMMAND says."""
    try:
        settings = from_environment()
        known = "" if settings.is_socket_mode else settings.public_url
        address = _address(url or known) if url or known else None
    except WrongSettings as wrong:
        click.echo("\n".join(wrong.problems), err=True)
        sys.exit(2)
    text = FILE.read_text(encoding="utf-8")
    if address or settings.command != Settings.command:
        text = json.dumps(_app(json.loads(text), settings.command, address), ensure_ascii=False, indent=2)
    click.echo(text.rstrip())


def _app(app: dict[str, Any], command: str, address: str | None) -> dict[str, Any]:
    (slash,) = app["features"]["slash_commands"]
    slash["command"] = command
    if address:
        slash["url"] = address
        settings = app["settings"]
        settings["event_subscriptions"]["request_url"] = address
        # Type-ahead has an address of its own; over Socket Mode it comes on the socket.
        settings["interactivity"] |= {"request_url": address, "message_menu_options_url": address}
        settings["socket_mode_enabled"] = False
    return app


def _address(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("https", "http") or not parts.netloc:
        raise WrongSettings(["--url must be the address Slack reaches the bot at, like https://dialog.example.org."])
    base = url.split("?")[0].rstrip("/")
    return base if base.endswith(PATH) else base + PATH
