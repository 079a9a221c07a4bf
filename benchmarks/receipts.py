"""How soon a receipt leaves while a thousand reminders are due: `python -m bot` over HTTP."""

import threading
import time
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import http, stage
from benchmarks.lines import Line, at_most

REMINDERS, ROUNDS, AT_ONCE = 1000, 4, 5
PATIENCE = 20.0
PLENTY = 1000
"""Posts a second: Slack does not ask to wait here."""


def measure(folder: Path) -> list[Line]:
    newcomers = ROUNDS * AT_ONCE
    meetings, organisation_id = stage.prepare(folder, people=REMINDERS + newcomers, meetings=2)
    with stage.database(folder) as connection:
        people = stage.register(connection, meetings[0], REMINDERS)
        stage.owe_reminders(connection, meetings[0], [(one, datetime.now(UTC)) for one in people])
    posts = Posts()
    with stage.yes_man(posts.note, posts_a_second=PLENTY) as api:
        settings = {
            **stage.TOKENS,
            "SLACK_API_URL": api,
            "DATABASE_URL": stage.url_of(folder),
            "SLACK_APP_TOKEN": "",
            "DIALOG_DEMO_CLOCK": str(_noon(folder)),
        }
        with http.served(["-m", "bot"], folder, settings) as port:
            posts.wait_for(20)
            waits = [
                wait for number in range(ROUNDS) for wait in _round(port, posts, meetings[1], organisation_id, number)
            ]
            reminders = posts.count - len(waits)
    assert reminders < REMINDERS, "the reminders were gone before the last receipt"
    note = f"{len(waits)} receipts, {AT_ONCE} at once, {REMINDERS:,} reminders due"
    return [at_most("a receipt leaves within", max(waits), 2, "s", note)]


class Posts:
    """Who was written to, and when."""

    def __init__(self) -> None:
        self.count = 0
        self._at: dict[str, float] = {}
        self._happened = threading.Condition()

    def note(self, channel: str) -> None:
        with self._happened:
            self.count += 1
            self._at[channel] = time.monotonic()
            self._happened.notify_all()

    def wait_for(self, count: int) -> None:
        with self._happened:
            assert self._happened.wait_for(lambda: self.count >= count, PATIENCE)

    def at(self, member: str) -> float:
        with self._happened:
            assert self._happened.wait_for(lambda: member in self._at, PATIENCE), "no receipt"
            return self._at[member]


def _round(port: int, posts: Posts, meeting: int, organisation_id: int, number: int) -> list[float]:
    people = [REMINDERS + number * AT_ONCE + one for one in range(AT_ONCE)]
    http.send(port, [http.slash_command(stage.command("help", one)) for one in people], 1)
    began = time.monotonic()
    http.send(port, [http.interaction(stage.submission(meeting, organisation_id, one)) for one in people], AT_ONCE)
    return [posts.at(stage.member(one)) - began for one in people]


def _noon(folder: Path) -> Path:
    """A clock on which it is the next noon: reminders wait until the morning at night."""
    now = datetime.now(UTC)
    clock = folder / "clock"
    clock.write_text(str((now.replace(hour=12) - now).total_seconds() % 86400), encoding="utf-8")
    return clock
