"""The Web API. A method the sandbox does not know is refused, never invented."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.arguments import JSON, Arguments, refused
from sandbox.errors import SlackError
from sandbox.methods import apps, chat, conversations, files, usergroups, users, views
from sandbox.methods.method import Method, require

if TYPE_CHECKING:
    from sandbox.workspace import Workspace

METHODS: dict[str, Method] = {
    **apps.METHODS,
    **chat.METHODS,
    **conversations.METHODS,
    **files.METHODS,
    **usergroups.METHODS,
    **users.METHODS,
    **views.METHODS,
}


def call(workspace: Workspace, name: str, token: str, params: JSON) -> JSON:
    method = METHODS.get(name)
    if method is None:
        return SlackError("unknown_method", req_method=name).answer()
    try:
        _admit(workspace, method, token)
        _know(method, params)
        return {"ok": True, **method.run(workspace, Arguments(params))}
    except SlackError as error:
        return error.answer()


def _admit(workspace: Workspace, method: Method, token: str) -> None:
    if method.token == "none":
        return
    if not token:
        raise SlackError("not_authed")
    if token not in (workspace.bot_token, workspace.app_token):
        raise SlackError("invalid_auth")
    if (token == workspace.app_token) != (method.token == "app"):
        raise SlackError("not_allowed_token_type")
    for scope in method.scopes:
        require(workspace, scope)


def _know(method: Method, params: JSON) -> None:
    """An argument Slack does not have is a mistake somebody would want to hear about."""
    for name in params:
        if name not in method.accepts and name not in ("token", "team_id"):
            raise refused(f"unknown argument: {name}", f"/{name}")
