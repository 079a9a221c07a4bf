"""Groups of people: a handle that means several members."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.arguments import JSON, Arguments
from sandbox.errors import SlackError
from sandbox.methods.method import method
from sandbox.state import TEAM

if TYPE_CHECKING:
    from sandbox.workspace import Workspace


def list_all(workspace: Workspace, args: Arguments) -> JSON:
    with workspace.lock:
        found = [
            {
                "id": group.id,
                "team_id": TEAM,
                "is_usergroup": True,
                "name": group.name,
                "handle": group.handle,
                "user_count": len(group.members),
            }
            for group in workspace.groups.values()
        ]
    return {"usergroups": found}


def users(workspace: Workspace, args: Arguments) -> JSON:
    group = workspace.groups.get(args.needed("usergroup"))
    if group is None:
        raise SlackError("no_such_subteam")
    return {"users": list(group.members)}


METHODS = {
    "usergroups.list": method(list_all, "include_count include_disabled include_users", "usergroups:read"),
    "usergroups.users.list": method(users, "usergroup include_disabled", "usergroups:read"),
}
