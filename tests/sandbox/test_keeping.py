"""The demo's workspace comes from files, and is kept in one."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sandbox.client import FakeSlack
from sandbox.clock import DemoClock
from sandbox.running import load_or_seed
from sandbox.saving import Saver, dump
from sandbox.seed import channel_id, seed, user_id
from sandbox.workspace import Workspace
from tests.sandbox.conftest import says

SEASON = """
areas:
  - {id: skane, coordinator: {role: Samordnare Skåne (fiktiv), email: s@example.org, has_slack: true}}
  - {id: gotland, channel: gotlandsdialogen}
registrations:
  - {person: Rektor Malmö (fiktiv), role: principal, email: r@example.org, has_slack: true}
  - {person: Utan Slack (fiktiv), email: u@example.org, has_slack: false}
"""
FIRST = datetime(2026, 12, 1, 8, tzinfo=UTC)


def test_members_and_channels_come_from_the_season_file(tmp_path: Path) -> None:
    (tmp_path / "season.yaml").write_text(SEASON, encoding="utf-8")
    workspace = Workspace()

    seed(workspace, [tmp_path / "season.yaml"])
    seed(workspace, [tmp_path / "season.yaml"])

    assert [member.name for member in workspace.members.values()] == [
        "Rektor Ljungby",
        "Utvecklare Region Kronoberg",
        "Adult Education Officer",
        "Samordnare Skåne",
        "Rektor Malmö",
    ]
    assert [channel.name for channel in workspace.channels.values()] == ["allmänt", "dialog-skane", "gotlandsdialogen"]
    assert user_id("s@example.org") in workspace.channels[channel_id("dialog-skane")].members


def test_a_workspace_is_the_same_after_a_restart(tmp_path: Path) -> None:
    file = tmp_path / "workspace.json"
    workspace = Workspace()
    seed(workspace, [])
    someone = next(iter(workspace.members))
    slack = FakeSlack(workspace)
    slack.chat_postMessage(channel=someone, text="Hej", blocks=[says("Hej")])
    slack.views_publish(user_id=someone, view={"type": "home", "blocks": [says("Hem")]})
    saver = Saver(workspace, file)
    saver.start()
    saver.stop()

    again = Workspace()
    load_or_seed(again, file, [])

    kept, before = dump(again), json.loads(file.read_text(encoding="utf-8"))
    assert {name: kept[name] for name in ("members", "channels", "homes")} == {
        name: before[name] for name in ("members", "channels", "homes")
    }
    assert kept["last_ts"] > before["last_ts"]
    assert kept["next_id"] >= before["next_id"]


def test_the_demo_clock_stands_still_while_it_is_off(tmp_path: Path) -> None:
    clock = DemoClock.starting_at(tmp_path / "clock", FIRST)
    assert timedelta() <= clock.now() - FIRST < timedelta(seconds=5)
    clock.advance(86_400)
    clock.remember()

    again = DemoClock.starting_at(tmp_path / "clock", FIRST)

    assert timedelta() <= again.now() - FIRST - timedelta(days=1) < timedelta(seconds=5)
    assert again.advance(-1) is False
