"""Who the members are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.arguments import JSON, Arguments
from sandbox.errors import SlackError
from sandbox.methods.method import method, page
from sandbox.state import BOT, BOT_USER, TEAM, Member

if TYPE_CHECKING:
    from sandbox.workspace import Workspace


def info(workspace: Workspace, args: Arguments) -> JSON:
    user = args.needed("user")
    if user == BOT_USER:
        return {"user": _bot(workspace)}
    member = workspace.members.get(user)
    if member is None:
        raise SlackError("user_not_found")
    return {"user": _described(workspace, member, args)}


def list_all(workspace: Workspace, args: Arguments) -> JSON:
    """Members of other workspaces are not in the list."""
    with workspace.lock:
        own = [member for member in workspace.members.values() if not member.is_external]
    found = [_described(workspace, member, args) for member in own]
    members, metadata = page(args, [*found, _bot(workspace)], 1000)
    return {"members": members, "response_metadata": metadata}


def by_email(workspace: Workspace, args: Arguments) -> JSON:
    wanted = args.needed("email").casefold()
    with workspace.lock:
        for member in workspace.members.values():
            if member.email and member.email.casefold() == wanted and not (member.is_deleted or member.is_external):
                return {"user": _described(workspace, member, args)}
    raise SlackError("users_not_found")


def _described(workspace: Workspace, member: Member, args: Arguments) -> JSON:
    return member.as_user(
        workspace.now(),
        with_locale=args.flag("include_locale"),
        with_email="users:read.email" in workspace.manifest.scopes,
    )


def _bot(workspace: Workspace) -> JSON:
    name = workspace.manifest.bot_name
    profile = {"real_name": name, "display_name": name, "bot_id": BOT, "team": TEAM}
    return {
        "id": BOT_USER,
        "team_id": TEAM,
        "name": name.lower(),
        "real_name": name,
        "deleted": False,
        "is_bot": True,
        "profile": profile,
    }


METHODS = {
    "users.info": method(info, "user include_locale", "users:read"),
    "users.list": method(list_all, "include_locale limit cursor", "users:read"),
    "users.lookupByEmail": method(by_email, "email", "users:read.email"),
}
