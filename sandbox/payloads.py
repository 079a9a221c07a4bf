"""The shapes in which Slack tells the bot what a person did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sandbox.controls import Control, controls
from sandbox.inputs import kept_values
from sandbox.state import APP, JSON, TEAM, Channel, Message, Values, View

if TYPE_CHECKING:
    from sandbox.workspace import Workspace

ECHOED = ("placeholder", "initial_option", "initial_options", "initial_date", "initial_time", "confirm", "style")


@dataclass(frozen=True)
class Spot:
    """Where a control stands: in a view, or in a message in a conversation."""

    user: str
    view: View | None = None
    channel: Channel | None = None
    message: Message | None = None

    @property
    def blocks(self) -> list[JSON]:
        return self.view.blocks if self.view else self.message.blocks if self.message else []

    @property
    def is_home(self) -> bool:
        return self.view is not None and self.view.body["type"] == "home"

    def values(self, workspace: Workspace) -> Values:
        """What this person has chosen here and not sent yet."""
        if self.view:
            return self.view.values
        key = (self.user, self.channel.id if self.channel else "", self.message.ts if self.message else "")
        with workspace.lock:
            values = kept_values(workspace.touched.get(key, {}), self.blocks)
            if values:
                workspace.touched[key] = values
            return values

    def control(self, block_id: str, action_id: str) -> Control | None:
        for control in controls(self.blocks):
            if (control.block_id, control.action_id) == (block_id, action_id):
                return control
        return None


def command(workspace: Workspace, user: str, channel: Channel, name: str, text: str) -> JSON:
    return {
        "token": "sandbox",
        "team_id": TEAM,
        "team_domain": "dialog-sandbox",
        "channel_id": channel.id,
        "channel_name": "directmessage" if channel.dm_with else channel.name,
        "user_id": user,
        "user_name": user.lower(),
        "command": name,
        "text": text,
        "api_app_id": APP,
        "is_enterprise_install": "false",
        "response_url": _response_url(workspace, user, channel),
        "trigger_id": workspace.expiring.trigger(user),
    }


def block_actions(workspace: Workspace, spot: Spot, control: Control, state: JSON) -> JSON:
    action = {
        "type": control.type,
        "block_id": control.block_id,
        "action_id": control.action_id,
        **{name: control.element[name] for name in ECHOED if name in control.element},
        **state,
        "action_ts": workspace.next_ts(),
    }
    payload = {
        **_common(workspace, "block_actions", spot.user),
        **_place(workspace, spot),
        "trigger_id": workspace.expiring.trigger(spot.user, from_view=spot.view.id if spot.view else None),
        "actions": [action],
    }
    if spot.message and spot.channel:
        payload["response_url"] = _response_url(workspace, spot.user, spot.channel, spot.message.ts)
        payload["state"] = {"values": spot.values(workspace)}
    return payload


def block_suggestion(workspace: Workspace, spot: Spot, control: Control, query: str) -> JSON:
    return {
        **_common(workspace, "block_suggestion", spot.user),
        **_place(workspace, spot),
        "action_id": control.action_id,
        "block_id": control.block_id,
        "value": query,
    }


def view_submission(workspace: Workspace, view: View) -> JSON:
    return {
        **_common(workspace, "view_submission", view.user),
        "trigger_id": workspace.expiring.trigger(view.user, from_view=view.id),
        "view": view.as_slack(),
        "response_urls": [],
    }


def view_closed(workspace: Workspace, view: View, *, is_cleared: bool) -> JSON:
    return {
        **_common(workspace, "view_closed", view.user),
        "view": view.as_slack(),
        "is_cleared": is_cleared,
    }


def shortcut(workspace: Workspace, user: str, callback_id: str) -> JSON:
    return {
        **_common(workspace, "shortcut", user),
        "callback_id": callback_id,
        "trigger_id": workspace.expiring.trigger(user),
        "action_ts": workspace.next_ts(),
    }


def message_action(workspace: Workspace, user: str, callback_id: str, channel: Channel, message: Message) -> JSON:
    return {
        **shortcut(workspace, user, callback_id),
        "type": "message_action",
        "response_url": _response_url(workspace, user, channel, message.ts),
        "message_ts": message.ts,
        "message": message.as_slack(),
        "channel": _channel(channel),
    }


def _common(workspace: Workspace, type: str, user: str) -> JSON:
    team = workspace.members[user].team_id
    return {
        "type": type,
        "team": {"id": TEAM, "domain": "dialog-sandbox"},
        "user": {"id": user, "username": user.lower(), "name": user.lower(), "team_id": team},
        "api_app_id": APP,
        "token": "sandbox",
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _place(workspace: Workspace, spot: Spot) -> JSON:
    if spot.view:
        return {"container": {"type": "view", "view_id": spot.view.id}, "view": spot.view.as_slack()}
    assert spot.message and spot.channel
    container = {
        "type": "message",
        "message_ts": spot.message.ts,
        "channel_id": spot.channel.id,
        "is_ephemeral": spot.message.only_for is not None,
    }
    return {"container": container, "channel": _channel(spot.channel), "message": spot.message.as_slack()}


def _channel(channel: Channel) -> JSON:
    return {"id": channel.id, "name": "directmessage" if channel.dm_with else channel.name}


def _response_url(workspace: Workspace, user: str, channel: Channel, ts: str | None = None) -> str:
    return f"{workspace.base_url}/response/{workspace.expiring.response(user, channel.id, ts)}"
