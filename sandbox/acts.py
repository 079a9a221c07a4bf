"""What a person can do in Slack, what the bot is told, and what its answer changes on her screen."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from sandbox import events, payloads, responses, views
from sandbox.blockkit import faults_in_options
from sandbox.complaints import complaint
from sandbox.controls import Control, NotThereError, controls
from sandbox.doors import Answer
from sandbox.elements import offered
from sandbox.errors import SlackError
from sandbox.expiring import ResponseUrl
from sandbox.payloads import Spot
from sandbox.slackwords import slack_says
from sandbox.state import JSON, Channel, Message, View

if TYPE_CHECKING:
    from sandbox.workspace import Workspace

T = TypeVar("T")


def type_command(workspace: Workspace, user: str, channel: Channel, line: str) -> None:
    name, _, text = line.strip().partition(" ")
    known = workspace.manifest.command(name)
    if known is None or workspace.members[user].is_external:
        return workspace.notice(user, _words(workspace, user, "not_a_command", what=name))
    raw = _escaped(workspace, text.strip()) if known.should_escape else text.strip()
    payload = payloads.command(workspace, user, channel, name, raw)
    _send(workspace, "slash_commands", payload, lambda answer: _show_answer(workspace, payload, answer))


def say(workspace: Workspace, user: str, channel: Channel, text: str) -> None:
    if channel.dm_with and workspace.manifest.is_read_only:
        raise NotThereError(_words(workspace, user, "read_only", what=workspace.manifest.bot_name))
    message = workspace.post(channel, user, text)
    events.tell_message(workspace, user, channel.id, text, message.ts)


def act(workspace: Workspace, spot: Spot, control: Control, state: JSON) -> None:
    """Press or choose: kept on the screen, and told to the bot when the control is of that kind."""
    if control.has_state:
        with workspace.lock:
            spot.values(workspace)[control.block_id][control.action_id] = state
            if spot.view:
                spot.view.errors.pop(control.block_id, None)
            workspace.changed()
    if control.dispatches:
        payload = payloads.block_actions(workspace, spot, control, state)
        _send(workspace, "interactive", payload, lambda answer: _trouble(workspace, spot.user, answer))


def suggest(workspace: Workspace, spot: Spot, control: Control, query: str) -> list[JSON]:
    """What the bot offers for what has been typed; too little typed asks nothing."""
    if len(query) < control.element.get("min_query_length", 3):
        return []
    payload = payloads.block_suggestion(workspace, spot, control, query)
    return _send(workspace, "interactive", payload, lambda answer: _offered(workspace, answer))


def submit(workspace: Workspace, view: View) -> dict[str, str]:
    """Slack's own checks, then the bot's. What is wrong, by block_id; nothing when it was accepted."""
    complaints = _complaints(workspace, view)
    if complaints:
        return _show_errors(workspace, view, complaints)
    payload = payloads.view_submission(workspace, view)
    return _send(workspace, "interactive", payload, lambda answer: _follow(workspace, view, answer))


def close(workspace: Workspace, view: View, *, everything: bool = False) -> None:
    """Cancel closes this view; the cross closes all, and reports the one at the bottom."""
    stack = workspace.stacks.get(view.user, [])
    told = stack[0] if everything and stack else view
    payload = payloads.view_closed(workspace, told, is_cleared=everything)
    if everything:
        views.clear(workspace, view.user)
    else:
        views.close(workspace, view)
    if told.body.get("notify_on_close"):
        _send(workspace, "interactive", payload, lambda answer: None)


def open_home(workspace: Workspace, user: str) -> None:
    """Told every time the tab is opened; the view is there only once something has been published."""
    home = workspace.homes.get(user)
    shown = {"view": home.as_slack()} if home else {}
    dm = workspace.dm(user)
    events.send_if_subscribed(workspace, "app_home_opened", user=user, channel=dm.id, tab="home", **shown)


def use_shortcut(workspace: Workspace, user: str, callback_id: str) -> None:
    payload = payloads.shortcut(workspace, user, callback_id)
    _send(workspace, "interactive", payload, lambda answer: _trouble(workspace, user, answer))


def use_message_shortcut(workspace: Workspace, user: str, callback_id: str, channel: Channel, message: Message) -> None:
    """From the menu of a message; only what the manifest puts there."""
    if workspace.manifest.content is not None and callback_id not in workspace.manifest.message_shortcuts:
        raise NotThereError(f"no message shortcut {callback_id!r} in the manifest")
    payload = payloads.message_action(workspace, user, callback_id, channel, message)
    _send(workspace, "interactive", payload, lambda answer: _trouble(workspace, user, answer))


def _send(workspace: Workspace, kind: str, payload: JSON, then: Callable[[Answer], T]) -> T:
    def deliver(attempt: int = 0) -> T:
        return then(workspace.deliver(kind, payload, attempt))

    workspace.again = deliver
    return deliver()


def _show_answer(workspace: Workspace, payload: JSON, answer: Answer) -> None:
    """The answer to a command: nothing, words for one person, or words for the room."""
    user, channel = payload["user_id"], payload["channel_id"]
    if not answer.is_ok:
        return workspace.notice(user, _words(workspace, user, answer.error, what=payload["command"]))
    if not answer.body:
        return None
    if answer.body.get("response_type") == "in_channel":
        workspace.post(workspace.channels[channel], user, f"{payload['command']} {payload['text']}".strip())
        if set(answer.body) == {"response_type"}:
            return None
    try:
        responses.show(workspace, ResponseUrl(user, channel, workspace.now()), answer.body)
    except SlackError as error:
        workspace.failed(f"{events.described(payload)}: {error.name} {error.details}")
        workspace.notice(user, _words(workspace, user, "invalid_command_response", what=payload["command"]))


def _offered(workspace: Workspace, answer: Answer) -> list[JSON]:
    if not answer.is_ok:
        return []
    findings = faults_in_options(answer.body)
    if findings:
        workspace.failed(f"options: {findings}")
        return []
    return offered(answer.body)


def _follow(workspace: Workspace, view: View, answer: Answer) -> dict[str, str]:
    """Do what `response_action` says."""
    if not answer.is_ok:
        _trouble(workspace, view.user, answer)
        return {"": _words(workspace, view.user, "trouble")}
    action = answer.body.get("response_action")
    try:
        if action == "errors":
            return _show_errors(workspace, view, _checked_errors(view, answer.body.get("errors")))
        if action == "update":
            views.update(workspace, view, answer.body.get("view"))
        elif action == "push":
            views.push(workspace, view.user, answer.body.get("view"))
        elif action == "clear":
            views.clear(workspace, view.user)
        elif not answer.body:
            views.close(workspace, view)
        else:
            raise SlackError("unknown_response_action", answer=answer.body)
    except SlackError as error:
        workspace.failed(f"view_submission {view.body.get('callback_id', '')}: {error.name} {error.details}")
        trouble = _words(workspace, view.user, "trouble")
        workspace.notice(view.user, trouble)
        return {"": trouble}
    return {}


def _checked_errors(view: View, errors: Any) -> dict[str, str]:
    inputs = {control.block_id for control in controls(view.blocks) if control.is_input}
    if not isinstance(errors, dict) or not errors:
        raise SlackError("invalid_errors", errors=errors)
    strangers = [name for name, text in errors.items() if name not in inputs or not isinstance(text, str) or not text]
    if strangers:
        raise SlackError("errors_not_on_input_blocks", block_ids=strangers)
    return dict(errors)


def _complaints(workspace: Workspace, view: View) -> dict[str, str]:
    found = {}
    for control in controls(view.blocks):
        if control.is_input:
            key = complaint(control, view.values[control.block_id][control.action_id])
            if key:
                found[control.block_id] = _words(workspace, view.user, key)
    return found


def _show_errors(workspace: Workspace, view: View, errors: dict[str, str]) -> dict[str, str]:
    with workspace.lock:
        view.errors = errors
        workspace.changed()
    return dict(errors)


def _trouble(workspace: Workspace, user: str, answer: Answer) -> None:
    if not answer.is_ok:
        workspace.notice(user, _words(workspace, user, "trouble"))


def _escaped(workspace: Workspace, text: str) -> str:
    """@name and #channel become ids, the longest names first."""
    if "@" not in text and "#" not in text:
        return text
    members = sorted(workspace.members.values(), key=lambda each: -len(each.name))
    for member in members:
        text = re.sub(rf"(?<!\S)@{re.escape(member.name)}(?!\w)", f"<@{member.id}>", text)
    for channel in sorted(workspace.channels.values(), key=lambda each: -len(each.name)):
        if not channel.dm_with:
            label = "" if channel.is_private else channel.name
            text = re.sub(rf"(?<!\S)#{re.escape(channel.name)}(?![\w-])", f"<#{channel.id}|{label}>", text)
    return text


def _words(workspace: Workspace, user: str, key: str, **facts: str) -> str:
    return slack_says(key, workspace.members[user].locale, **facts)
