"""`python -m sandbox`: the workspace alone, for a bot that you start yourself."""

from __future__ import annotations

import argparse
from contextlib import ExitStack
from pathlib import Path

from sandbox.clock import DemoClock
from sandbox.retrying import Retrying
from sandbox.running import MANIFEST, example_seasons, load_or_seed, read_manifest, stop_signals
from sandbox.saving import Saver
from sandbox.signed import SignedDoor
from sandbox.wire import Wire
from sandbox.workspace import Workspace, system_now


def main() -> None:
    options = _options()
    clock = DemoClock.continuing(options.clock) if options.clock else None
    workspace = Workspace(now=clock.now if clock else system_now, manifest=read_manifest(options.manifest))
    workspace.bot_token, workspace.app_token = options.bot_token, options.app_token
    workspace.keeps_calls = False
    load_or_seed(workspace, options.state, options.season or example_seasons())
    with ExitStack() as running:
        if options.state:
            saver = Saver(workspace, options.state)
            saver.start()
            running.callback(saver.stop)
        wire = Wire(workspace, clock, options.port)
        door = Retrying(SignedDoor(options.bot_url, options.signing_secret) if options.bot_url else wire.sockets)
        workspace.connect(door)
        running.callback(door.close)
        wire.start()
        running.callback(wire.stop)
        print(f"Sandlådan: {wire.url}", flush=True)
        _until_asked_to_stop()


def _until_asked_to_stop() -> None:
    asked = stop_signals()
    while not asked.wait(0.3):
        pass


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=8080, help="0 takes any free port")
    parser.add_argument("--state", type=Path, help="keep the workspace in this file")
    parser.add_argument("--clock", type=Path, help="a file with an offset in seconds, followed by the bot")
    parser.add_argument("--manifest", type=Path, default=MANIFEST)
    parser.add_argument("--season", type=Path, action="append", default=[], help="a season file to take members from")
    parser.add_argument("--bot-token", default="xoxb-sandbox")
    parser.add_argument("--app-token", default="xapp-sandbox")
    parser.add_argument("--bot-url", help="deliver over signed HTTP to this address instead of over sockets")
    parser.add_argument("--signing-secret", default="", help="with --bot-url")
    return parser.parse_args()


if __name__ == "__main__":
    main()
