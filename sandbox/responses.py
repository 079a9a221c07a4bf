"""What a response_url does: speak to the one who acted, or change the message that was acted on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sandbox.blockkit import faults_in_message
from sandbox.controls import with_ids
from sandbox.errors import SlackError
from sandbox.expiring import ResponseUrl
from sandbox.state import BOT_USER, JSON, Message

if TYPE_CHECKING:
    from sandbox.workspace import Workspace


@dataclass(frozen=True)
class Responded:
    status: int
    error: str = ""


def respond(workspace: Workspace, url: str, payload: JSON) -> Responded:
    """A refusal is also a failure of the bot: it should not have asked."""
    try:
        with workspace.lock:
            response = workspace.expiring.use(url.rsplit("/", 1)[-1])
            _act(workspace, response, payload)
    except SlackError as error:
        workspace.failed(f"response_url: {error.name} {error.details or ''}".strip())
        return Responded(404 if error.name.endswith("_url") else 400, error.name)
    return Responded(200)


def show(workspace: Workspace, response: ResponseUrl, payload: JSON) -> None:
    """A new message: to the person alone, or to the room when it says so."""
    check(payload)
    channel = workspace.channels[response.channel]
    only_for = None if payload.get("response_type") == "in_channel" else response.user
    workspace.post(
        channel, BOT_USER, payload.get("text") or "", payload.get("blocks"), only_for=only_for,
        thread_ts=payload.get("thread_ts"),
    )  # fmt: skip


def check(payload: JSON) -> None:
    if not isinstance(payload, dict):
        raise SlackError("invalid_payload")
    blocks = payload.get("blocks")
    findings = faults_in_message(blocks) if blocks is not None else []
    if findings:
        raise SlackError.about("invalid_blocks", findings)
    if not payload.get("text") and not blocks and not payload.get("attachments"):
        raise SlackError("no_text")


def _act(workspace: Workspace, response: ResponseUrl, payload: JSON) -> None:
    if payload.get("delete_original"):
        _original(workspace, response)
        del workspace.channels[response.channel].messages[str(response.message_ts)]
        workspace.changed()
    elif payload.get("replace_original"):
        check(payload)
        original = _original(workspace, response)
        original.text = payload.get("text") or ""
        original.blocks = with_ids(payload.get("blocks") or [], workspace.ids)
        original.is_edited = not original.only_for
        workspace.changed()
    else:
        show(workspace, response, payload)


def _original(workspace: Workspace, response: ResponseUrl) -> Message:
    message = workspace.channels[response.channel].messages.get(response.message_ts or "")
    if message is None:
        raise SlackError("message_not_found")
    return message
