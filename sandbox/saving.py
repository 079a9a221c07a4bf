"""The workspace in a file, so that a demo can be stopped and taken up again."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import asdict
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from sandbox.clock import write_whole
from sandbox.state import JSON, Channel, Member, Message, View

if TYPE_CHECKING:
    from sandbox.workspace import Workspace

PAUSE = 0.5


def dump(workspace: Workspace) -> JSON:
    """Everything but what belongs to the moment: open forms, triggers, response URLs."""
    with workspace.lock:
        return {
            "next_id": next(workspace.ids),
            "last_ts": workspace.next_ts(),
            "members": [asdict(member) for member in workspace.members.values()],
            "channels": [asdict(channel) for channel in workspace.channels.values()],
            "homes": [asdict(home) for home in workspace.homes.values()],
        }


def load(workspace: Workspace, saved: JSON) -> None:
    with workspace.lock:
        workspace.ids = count(saved["next_id"])
        workspace.continue_after(saved["last_ts"])
        workspace.members = {each["id"]: Member(**each) for each in saved["members"]}
        workspace.channels = {each["id"]: _channel(each) for each in saved["channels"]}
        workspace.homes = {each["user"]: View(**each) for each in saved["homes"]}
        workspace.changed()


class Saver:
    """Writes the file within a second of a change, and when it stops; `also` is what is to be kept beside it."""

    def __init__(self, workspace: Workspace, path: Path, also: Callable[[], None] = lambda: None) -> None:
        self.workspace, self.path, self.also = workspace, path, also
        self._stopping = threading.Event()
        self._saved = -1
        self._thread = threading.Thread(target=self._run, name="saver", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join(10)
        self.save()
        self.also()

    def save(self) -> None:
        version = self.workspace.version
        if version != self._saved:
            write_whole(self.path, json.dumps(dump(self.workspace), ensure_ascii=False))
            self._saved = version
            self.also()

    def _run(self) -> None:
        while not self._stopping.wait(PAUSE):
            self.save()


def _channel(saved: JSON) -> Channel:
    messages = {ts: Message(**message) for ts, message in saved["messages"].items()}
    return Channel(**{**saved, "messages": messages})
