"""Opening, changing and publishing views."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sandbox import views
from sandbox.arguments import JSON, Arguments, refused
from sandbox.errors import SlackError
from sandbox.methods.method import method
from sandbox.state import View

if TYPE_CHECKING:
    from sandbox.workspace import Workspace


def open_view(workspace: Workspace, args: Arguments) -> JSON:
    """The trigger is spent also when the view is refused."""
    trigger = workspace.expiring.spend(_trigger_id(args))
    return {"view": views.open_view(workspace, trigger.user, _view(args)).as_slack()}


def push(workspace: Workspace, args: Arguments) -> JSON:
    trigger = workspace.expiring.spend(_trigger_id(args))
    return {"view": views.push(workspace, trigger.user, _view(args)).as_slack()}


def update(workspace: Workspace, args: Arguments) -> JSON:
    if args.has("view_id") == args.has("external_id"):
        raise refused("exactly one of view_id and external_id is needed", "/view_id")
    with workspace.lock:
        found = views.find(workspace, view_id=args.text("view_id"), external_id=args.text("external_id"))
        if found is None:
            raise SlackError("not_found")
        _same_hash(args, found)
        return {"view": views.update(workspace, found, _view(args)).as_slack()}


def publish(workspace: Workspace, args: Arguments) -> JSON:
    user = args.needed("user_id")
    if not workspace.manifest.has_home:
        raise SlackError("not_enabled")
    if user not in workspace.members:
        raise refused("user not found", "/user_id")
    with workspace.lock:
        home = workspace.homes.get(user)
        if home is not None:
            _same_hash(args, home)
        return {"view": views.publish(workspace, user, _view(args)).as_slack()}


def _same_hash(args: Arguments, view: View) -> None:
    """Somebody who saw an older view must look again."""
    if args.text("hash") and args.text("hash") != view.hash:
        raise SlackError("hash_conflict")


def _trigger_id(args: Arguments) -> str:
    return args.text("trigger_id") or args.needed("interactivity_pointer")


def _view(args: Arguments) -> Any:
    view = args.structure("view")
    if view is None:
        raise refused("missing required field: view", "/view")
    return view


METHODS = {
    "views.open": method(open_view, "trigger_id interactivity_pointer view"),
    "views.push": method(push, "trigger_id interactivity_pointer view"),
    "views.update": method(update, "view_id external_id hash view"),
    "views.publish": method(publish, "user_id hash view"),
}
