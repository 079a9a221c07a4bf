"""What the page asks to have done for a member, turned into acts."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from sandbox import acts
from sandbox.controls import Control, NotThereError, controls
from sandbox.inputs import pressed, state_of
from sandbox.payloads import Spot
from sandbox.state import JSON, Channel, View

if TYPE_CHECKING:
    from sandbox.workspace import Workspace

GONE = "Det du tryckte på finns inte längre."


def type_command(workspace: Workspace, asked: JSON) -> None:
    acts.type_command(workspace, _user(workspace, asked), _place(workspace, asked), str(asked["text"]))


def say(workspace: Workspace, asked: JSON) -> None:
    if not str(asked["text"]).strip():
        raise NotThereError("Skriv något först.")
    acts.say(workspace, _user(workspace, asked), _place(workspace, asked), str(asked["text"]))


def press(workspace: Workspace, asked: JSON) -> None:
    spot, control = _control(workspace, asked)
    if control.type == "button":
        acts.act(workspace, spot, control, pressed(control))
    else:
        acts.act(workspace, spot, control, spot.values(workspace)[control.block_id][control.action_id])


def pick(workspace: Workspace, asked: JSON) -> None:
    spot, control = _control(workspace, asked)
    acts.act(workspace, spot, control, state_of(control, asked.get("selected")))


def submit(workspace: Workspace, asked: JSON) -> None:
    view = _form(workspace, asked)
    _take_over(workspace, Spot(view.user, view=view), asked.get("values"))
    acts.submit(workspace, view)


def close(workspace: Workspace, asked: JSON) -> None:
    """`all` is the cross, that closes the forms below too."""
    acts.close(workspace, _form(workspace, asked), everything=bool(asked.get("all")))


def open_home(workspace: Workspace, asked: JSON) -> None:
    acts.open_home(workspace, _user(workspace, asked))


def use_shortcut(workspace: Workspace, asked: JSON) -> None:
    """A choice in the menu of somebody's message."""
    user, place = _user(workspace, asked), _place(workspace, asked)
    message = place.messages.get(str(asked.get("ts")))
    if message is None:
        raise NotThereError(GONE)
    acts.use_message_shortcut(workspace, user, str(asked.get("callback_id")), place, message)


def options(workspace: Workspace, asked: JSON) -> JSON:
    where = "form" if asked.get("form") else "message" if asked.get("ts") else "home"
    spot, control = _control(workspace, {"where": where, **asked})
    found = acts.suggest(workspace, spot, control, str(asked.get("query", "")))
    return {"options": [{"value": each["value"], "text": each["text"]["text"]} for each in found]}


def _user(workspace: Workspace, asked: JSON) -> str:
    user = str(asked.get("as"))
    if user not in workspace.members:
        raise NotThereError("Den personen finns inte här.")
    workspace.acted[user] = workspace.next_ts()
    return user


def _place(workspace: Workspace, asked: JSON) -> Channel:
    user, name = str(asked["as"]), str(asked.get("place") or "")
    channel = workspace.channels.get(name) if name else workspace.dm(user)
    if channel is None or user not in channel.members:
        raise NotThereError("Du är inte med i den kanalen.")
    return channel


def _control(workspace: Workspace, asked: JSON) -> tuple[Spot, Control]:
    spot = _spot(workspace, asked)
    _take_over(workspace, spot, asked.get("values"))
    control = spot.control(str(asked["block_id"]), str(asked["action_id"]))
    if control is None:
        raise NotThereError(GONE)
    return spot, control


def _spot(workspace: Workspace, asked: JSON) -> Spot:
    where = asked.get("where")
    if where == "form":
        view = _form(workspace, asked)
        return Spot(view.user, view=view)
    user = _user(workspace, asked)
    if where == "home":
        home = workspace.homes.get(user)
        if home is None:
            raise NotThereError(GONE)
        return Spot(user, view=home)
    channel = _place(workspace, asked)
    message = channel.messages.get(str(asked.get("ts")))
    if message is None or message.only_for not in (None, user):
        raise NotThereError(GONE)
    return Spot(user, channel=channel, message=message)


def _form(workspace: Workspace, asked: JSON) -> View:
    """The form on top; a page that still shows another one is told so."""
    stack = workspace.stacks.get(_user(workspace, asked))
    if not stack or (asked.get("form") and asked["form"] != stack[-1].id):
        raise NotThereError("Formuläret är redan stängt.")
    return stack[-1]


def _take_over(workspace: Workspace, spot: Spot, entered: Any) -> None:
    """What the page has in its fields. What it does not mention, or can no longer be chosen, stays as it was."""
    with workspace.lock:
        values = spot.values(workspace)
        for control in controls(spot.blocks):
            raw = (entered or {}).get(control.block_id, {})
            if control.has_state and control.action_id in raw:
                with contextlib.suppress(NotThereError):
                    values[control.block_id][control.action_id] = state_of(control, raw[control.action_id])
