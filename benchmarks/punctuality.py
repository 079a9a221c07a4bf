"""How punctual single reminders are, and what a wake-up with nothing due costs, with a hundred thousand planned."""

import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from benchmarks import http, stage
from benchmarks.lines import MILLI, Line, at_most, percentile
from bot import slack
from bot.clock import SystemClock, ticks
from bot.context import Bot
from bot.i18n import read_texts
from models.database import Sessions, connect
from scheduler.runner import Scheduler

PLANNED, SINGLES, WAKE_UPS = 100_000, 40, 200
APART = timedelta(seconds=0.4)
"""Slower than the pace a bot begins with: what is measured is the waking, not the queue."""
AHEAD = timedelta(days=60)
READY = timedelta(seconds=6)


def measure(folder: Path) -> list[Line]:
    meetings, _ = stage.prepare(folder, people=SINGLES + 1, meetings=1)
    with stage.database(folder) as connection:
        people = stage.register(connection, meetings[0], SINGLES + 1)
        stage.owe_reminders(connection, meetings[0], [(people[-1], datetime.now(UTC) + AHEAD)] * PLANNED)
    idle = _wake_ups(folder)
    late = [seconds * MILLI for seconds in _singles(folder, meetings[0], people)]
    note = f"{SINGLES} singles, {PLANNED:,} planned"
    return [
        Line("a single reminder leaves within, p50", f"{median(late):.1f} ms"),
        at_most("a single reminder leaves within, p99", percentile(late, 99), 100, "ms", note),
        Line("the earliest one", f"{min(late):.1f} ms", "", "", "> 0", min(late) > 0),
        at_most("a wake-up with nothing due", idle * MILLI, 2, "ms", f"{PLANNED:,} planned"),
    ]


def _wake_ups(folder: Path) -> float:
    with stage.yes_man() as api:
        bot = Bot(
            sessions=Sessions(connect(stage.url_of(folder))),
            slack=slack.client("xoxb-sandbox", api),
            respond=slack.responder(),
            clock=SystemClock(),
            ticks=ticks,
            texts=read_texts(),
        )
        scheduler = Scheduler(bot)
        took = []
        for _ in range(WAKE_UPS):
            began = time.perf_counter()
            scheduler.tick()
            took.append(time.perf_counter() - began)
        bot.sessions.engine.dispose()
    return median(took)


def _singles(folder: Path, event_id: int, people: list[tuple[int, int]]) -> list[float]:
    """Seconds from the due moment until Slack has been called."""
    arrivals = Arrivals()
    with stage.yes_man(arrivals.note, posts_a_second=1_000) as api:
        settings = {**stage.TOKENS, "SLACK_API_URL": api, "DATABASE_URL": stage.url_of(folder), "SLACK_APP_TOKEN": ""}
        began = datetime.now(UTC) + READY
        due = [began + APART * number for number in range(SINGLES)]
        with stage.database(folder) as connection:
            stage.owe_reminders(connection, event_id, zip(people, due, strict=False))
        with http.served(["-m", "bot"], folder, settings):
            arrivals.wait_for(SINGLES, READY + APART * SINGLES + timedelta(seconds=20))
    return [arrivals.at[stage.member(number)] - moment.timestamp() for number, moment in enumerate(due)]


class Arrivals:
    """Who was written to, and when by the wall clock."""

    def __init__(self) -> None:
        self.at: dict[str, float] = {}
        self._happened = threading.Condition()

    def note(self, channel: str) -> None:
        with self._happened:
            self.at.setdefault(channel, time.time())
            self._happened.notify_all()

    def wait_for(self, count: int, patience: timedelta) -> None:
        with self._happened:
            assert self._happened.wait_for(lambda: len(self.at) >= count, patience.total_seconds()), "not all arrived"
