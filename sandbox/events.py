"""Events API payloads: what has happened in the workspace, told to the bot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sandbox.state import APP, BOT_USER, JSON, TEAM

if TYPE_CHECKING:
    from sandbox.doors import Answer
    from sandbox.workspace import Workspace

MESSAGE_KINDS = {"im": "message.im", "groups": "message.groups", "channels": "message.channels"}


def send(workspace: Workspace, type: str, fields: JSON) -> Answer:
    """An event the app does not subscribe to would never arrive: that is a mistake in the test or the manifest."""
    if not workspace.manifest.subscribes(type) and workspace.manifest.content is not None:
        raise AssertionError(f"the manifest does not subscribe to {type}")
    payload = event_payload(workspace, type, fields)

    def deliver(attempt: int = 0) -> Answer:
        return workspace.deliver("events_api", payload, attempt)

    workspace.again = deliver
    return deliver()


def send_if_subscribed(workspace: Workspace, type: str, **fields: Any) -> None:
    if workspace.manifest.subscribes(type):
        send(workspace, type, fields)


def tell_message(workspace: Workspace, user: str, channel: str, text: str, ts: str) -> None:
    """People's own words reach the bot only where it has asked for them."""
    place = workspace.channels[channel]
    if workspace.manifest.subscribes(MESSAGE_KINDS[place.kind]) and place.has_bot:
        kind = {"im": "im", "groups": "group", "channels": "channel"}[place.kind]
        fields = {"user": user, "channel": channel, "channel_type": kind, "text": text, "ts": ts, "team": TEAM}
        payload = event_payload(workspace, "message", fields)
        workspace.again = lambda attempt=0: workspace.deliver("events_api", payload, attempt)
        workspace.again(0)


def event_payload(workspace: Workspace, type: str, fields: JSON) -> JSON:
    moment = workspace.now().timestamp()
    return {
        "token": "sandbox",
        "team_id": TEAM,
        "context_team_id": TEAM,
        "context_enterprise_id": None,
        "api_app_id": APP,
        "event": {"type": type, "event_ts": f"{moment:.6f}", **fields},
        "type": "event_callback",
        "event_id": f"Ev{next(workspace.ids):08d}",
        "event_time": int(moment),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": TEAM,
                "user_id": BOT_USER,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": f"4-{next(workspace.ids)}",
    }


def described(payload: JSON) -> str:
    """A payload in a few words, for the list of failures."""
    if "command" in payload:
        return f"{payload['command']} {payload['text']}".strip()
    if "event" in payload:
        return f"event {payload['event']['type']}"
    if "actions" in payload:
        return f"block_actions {payload['actions'][0]['action_id']}"
    if "view" in payload and "action_id" not in payload:
        return f"{payload['type']} {payload['view']['callback_id']}"
    return f"{payload['type']} {payload.get('action_id', payload.get('callback_id', ''))}".strip()
