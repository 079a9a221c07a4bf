"""auth.test, team.info and the like: who is calling, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.arguments import JSON, Arguments
from sandbox.errors import SlackError
from sandbox.methods.method import method
from sandbox.state import BOT, BOT_USER, TEAM

if TYPE_CHECKING:
    from sandbox.workspace import Workspace


def api_test(workspace: Workspace, args: Arguments) -> JSON:
    if args.has("error"):
        raise SlackError(args.text("error"))
    return {"args": args.params}


def auth_test(workspace: Workspace, args: Arguments) -> JSON:
    return {
        "url": f"{workspace.base_url}/",
        "team": workspace.name,
        "team_id": TEAM,
        "user": workspace.manifest.bot_name.lower(),
        "user_id": BOT_USER,
        "bot_id": BOT,
        "is_enterprise_install": False,
    }


def team_info(workspace: Workspace, args: Arguments) -> JSON:
    return {"team": {"id": TEAM, "name": workspace.name, "domain": "dialog-sandbox"}}


def open_connection(workspace: Workspace, args: Arguments) -> JSON:
    """Only a workspace that is on the wire has a socket to offer."""
    if workspace.socket_url is None:
        raise SlackError("internal_error")
    return {"url": workspace.socket_url()}


METHODS = {
    "api.test": method(api_test, "error foo", token="none"),
    "auth.test": method(auth_test),
    "team.info": method(team_info, "team", "team:read"),
    "apps.connections.open": method(open_connection, token="app"),
}
