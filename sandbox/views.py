"""Modals and home tabs: the stack each person has open, and the rules for changing it."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from sandbox.blockkit import faults_in_view, is_too_large
from sandbox.controls import with_ids
from sandbox.errors import SlackError
from sandbox.inputs import kept_values, starting_values
from sandbox.state import JSON, View

if TYPE_CHECKING:
    from sandbox.workspace import Workspace

DEEPEST = 3


def checked(workspace: Workspace, body: Any, *, kind: str, replaces: View | None = None) -> JSON:
    """A view Slack accepts, with a name on every block; it is ours to keep."""
    if is_too_large(body):
        raise SlackError("view_too_large")
    findings = faults_in_view(body, kind=kind)
    if findings:
        raise SlackError.about("invalid_arguments", findings)
    external_id = body.get("external_id")
    if external_id:
        twin = find(workspace, external_id=external_id)
        if twin is not None and twin is not replaces:
            raise SlackError("duplicate_external_id")
    ours: JSON = copy.deepcopy(body)
    with_ids(ours["blocks"], workspace.ids)
    return ours


def open_view(workspace: Workspace, user: str, body: Any) -> View:
    """A new stack; whatever the person had open is gone."""
    with workspace.lock:
        view = _new(workspace, user, checked(workspace, body, kind="modal"))
        workspace.stacks[user] = [view]
        workspace.changed()
        return view


def push(workspace: Workspace, user: str, body: Any) -> View:
    with workspace.lock:
        stack = workspace.stacks.get(user) or []
        if not stack:
            raise SlackError("not_found")
        if len(stack) >= DEEPEST:
            raise SlackError("push_limit_reached")
        view = _new(workspace, user, checked(workspace, body, kind="modal"), below=stack[-1])
        stack.append(view)
        workspace.changed()
        return view


def update(workspace: Workspace, view: View, body: Any) -> View:
    """What the person has typed survives where block and element keep their names."""
    with workspace.lock:
        view.body = checked(workspace, body, kind=view.body["type"], replaces=view)
        view.values = kept_values(view.values, view.blocks)
        view.hash = new_hash(workspace)
        view.errors = {}
        workspace.changed()
        return view


def publish(workspace: Workspace, user: str, body: Any) -> View:
    with workspace.lock:
        home = workspace.homes.get(user)
        if home is None:
            home = workspace.homes[user] = _new(workspace, user, checked(workspace, body, kind="home"))
            workspace.changed()
            return home
        return update(workspace, home, body)


def find(workspace: Workspace, *, view_id: str = "", external_id: str = "") -> View | None:
    """Among everything that is open, homes too."""
    opened = [view for stack in workspace.stacks.values() for view in stack]
    for view in [*opened, *workspace.homes.values()]:
        if (view_id and view.id == view_id) or (external_id and view.body.get("external_id") == external_id):
            return view
    return None


def close(workspace: Workspace, view: View) -> None:
    """This view goes, and all that lay on top of it."""
    with workspace.lock:
        stack = workspace.stacks.get(view.user, [])
        if view in stack:
            del stack[stack.index(view) :]
        workspace.changed()


def clear(workspace: Workspace, user: str) -> None:
    with workspace.lock:
        workspace.stacks.pop(user, None)
        workspace.changed()


def new_hash(workspace: Workspace) -> str:
    return f"{int(workspace.now().timestamp())}.{next(workspace.ids):08x}"


def _new(workspace: Workspace, user: str, body: JSON, below: View | None = None) -> View:
    view_id = f"V0{next(workspace.ids):08d}"
    return View(
        view_id,
        user,
        body,
        new_hash(workspace),
        root_id=below.root_id if below else view_id,
        previous_id=below.id if below else None,
        values=starting_values(body["blocks"]),
    )
