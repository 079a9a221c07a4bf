"""Files: ask for a URL, send the bytes there, share the file in a conversation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sandbox.arguments import JSON, Arguments, refused
from sandbox.errors import SlackError
from sandbox.methods.method import method
from sandbox.state import BOT_USER

if TYPE_CHECKING:
    from sandbox.workspace import Workspace


def upload_url(workspace: Workspace, args: Arguments) -> JSON:
    length = args.whole("length", 0)
    if length <= 0:
        raise refused("must be more than 0: length", "/length")
    if len(args.text("alt_txt")) > 1000:
        raise refused("must be less than 1001 characters", "/alt_txt")
    url, upload = workspace.uploads.expect(args.needed("filename"), length, args.text("alt_txt"))
    return {"upload_url": url, "file_id": upload.id}


def complete(workspace: Workspace, args: Arguments) -> JSON:
    """Into a conversation by its own id; a user's id is refused, as in Slack."""
    wanted = args.structure("files")
    if not isinstance(wanted, list) or not wanted:
        raise refused("missing required field: files", "/files")
    uploads = [workspace.uploads.files.get(str(each.get("id"))) for each in wanted]
    if any(upload is None or upload.content is None or upload.is_complete for upload in uploads):
        raise SlackError("file_not_found")
    shared = [
        {"id": upload.id, "title": each.get("title") or upload.filename, "name": upload.filename, "size": upload.length}
        for upload, each in zip(uploads, wanted, strict=True)
        if upload is not None
    ]
    channel_id = args.text("channel_id")
    if channel_id:
        _share(workspace, channel_id, args.text("initial_comment"), shared)
    for upload in uploads:
        if upload is not None:
            upload.is_complete = True
    return {"files": shared}


def _share(workspace: Workspace, channel_id: str, comment: str, shared: list[JSON]) -> None:
    if not re.match(r"[CGDZ]", channel_id):
        raise refused("must match a conversation id", "/channel_id")
    channel = workspace.channels.get(channel_id)
    if channel is None:
        raise SlackError("channel_not_found")
    if not channel.has_bot:
        raise SlackError("not_in_channel")
    workspace.post(channel, BOT_USER, comment, files=shared)


METHODS = {
    "files.getUploadURLExternal": method(upload_url, "filename length alt_txt snippet_type", "files:write"),
    "files.completeUploadExternal": method(complete, "files channel_id initial_comment thread_ts", "files:write"),
}
