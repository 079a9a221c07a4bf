"""From a click to its answer over a socket: the bot as a process, the sandbox's server here, fifty clicks a second."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from benchmarks import http, stage
from benchmarks.lines import MILLI, Line, at_most, percentile
from bot.blocks.ids import Press
from sandbox.running import read_manifest
from sandbox.wire import on_the_wire
from sandbox.workspace import Workspace

A_SECOND, SECONDS, PEOPLE = 50, 10, 40
MANIFEST = http.ROOT / "manifest.json"


def measure(folder: Path) -> list[Line]:
    meetings, _ = stage.prepare(folder, people=PEOPLE, meetings=1)
    workspace = Workspace(manifest=read_manifest(MANIFEST))
    for number in range(PEOPLE):
        workspace.person(stage.member(number))
    workspace.channel("C0GENERAL", members=list(workspace.members))
    with on_the_wire(workspace) as wire:
        health = http.free_port()
        settings = {
            "SLACK_BOT_TOKEN": "xoxb-sandbox",
            "SLACK_APP_TOKEN": "xapp-sandbox",
            "SLACK_API_URL": f"{wire.url}/api/",
            "DATABASE_URL": stage.url_of(folder),
            "HEALTH_PORT": str(health),
        }
        with http.served(["-m", "bot"], folder, settings, health=health):
            assert wire.sockets.wait_connected(http.PATIENCE)
            _clicks(workspace, meetings[0], A_SECOND)  # everyone is known, and everything has been done once
            waits = _clicks(workspace, meetings[0], A_SECOND * SECONDS)
    assert not workspace.failures, workspace.failures[:3]
    p50, p99 = (percentile(waits, of_hundred) * MILLI for of_hundred in (50, 99))
    note = f"p50 {p50:.1f} ms, {A_SECOND}/s, a form opened each time"
    return [at_most("click to answer over a socket, p99", p99, 50, "ms", note)]


def _clicks(workspace: Workspace, meeting: int, how_many: int) -> list[float]:
    """Each at its own moment, whether or not those before it have been answered; seconds from that moment on."""
    began, pause = time.monotonic() + 0.1, threading.Event()

    def click(number: int) -> float:
        moment = began + number / A_SECOND
        pause.wait(max(0.0, moment - time.monotonic()))
        workspace.deliver("interactive", _click(workspace, stage.member(number % PEOPLE), meeting))
        return time.monotonic() - moment

    with ThreadPoolExecutor(A_SECOND) as pool:
        return list(pool.map(click, range(how_many)))


def _click(workspace: Workspace, user: str, meeting: int) -> dict[str, Any]:
    workspace.stacks.pop(user, None)  # the form of the last click is put away
    return {
        "type": "block_actions",
        "team": {"id": stage.TEAM, "domain": "bench"},
        "user": {"id": user, "username": "one", "name": "one", "team_id": stage.TEAM},
        "api_app_id": "A0DIALOG",
        "token": "bench",
        "container": {"type": "message", "message_ts": "1.1", "channel_id": "C0GENERAL", "is_ephemeral": False},
        "channel": {"id": "C0GENERAL", "name": "general"},
        "message": {"type": "message", "ts": "1.1", "text": "", "blocks": []},
        "trigger_id": workspace.expiring.trigger(user),
        "actions": [{"type": "button", "action_id": Press.REGISTER, "block_id": "b", "value": str(meeting),
                     "text": {"type": "plain_text", "text": "Anmäl dig"}, "action_ts": "1.1"}],
    }  # fmt: skip
