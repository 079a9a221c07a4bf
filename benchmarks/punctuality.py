"""How punctual single reminders are, and what a wake-up with nothing due costs, with a hundred thousand planned."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from uuid import uuid4

from sqlalchemy import Connection, insert, select

from benchmarks import http, stage
from benchmarks.lines import MILLI, Line, at_most, percentile
from bot import slack
from bot.clock import SystemClock, ticks
from bot.context import Bot
from bot.i18n import read_texts
from models import Attendance, Delivery, Kind, Person, Registration, RegistrationState
from models.base import table_of
from models.database import Sessions, connect
from models.deliveries import PRIORITY
from scheduler.runner import Scheduler

PLANNED, SINGLES, WAKE_UPS = 100_000, 40, 200
APART = timedelta(seconds=0.4)
"""Slower than the pace a bot begins with: what is measured is the waking, not the queue."""
AHEAD = timedelta(days=60)
READY = timedelta(seconds=6)
AT_ONCE = 5_000


def measure(folder: Path) -> list[Line]:
    meetings, _ = stage.prepare(folder, people=SINGLES + 1, meetings=1)
    people = _registered(folder, meetings[0])
    _owe(folder, meetings[0], [(people[-1], datetime.now(UTC) + AHEAD)] * PLANNED)
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
        _owe(folder, event_id, list(zip(people, due, strict=False)))
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


def _registered(folder: Path, event_id: int) -> list[tuple[int, int]]:
    """(person, seat) of everyone the stage has brought."""
    now = datetime.now(UTC)
    with _connection(folder) as connection:
        people = connection.scalars(select(Person.id).where(Person.locale.is_not(None)).order_by(Person.id)).all()
        connection.execute(
            insert(table_of(Registration)),
            [
                {"event_id": event_id, "number": number, "person_id": person, "attendance": Attendance.ON_SITE,
                 "state": RegistrationState.REGISTERED, "created_at": now, "changed_at": now}
                for number, person in enumerate(people, 1)
            ],
        )  # fmt: skip
        return [(row.person_id, row.id) for row in connection.execute(select(Registration.person_id, Registration.id))]


def _owe(folder: Path, event_id: int, owed: list[tuple[tuple[int, int], datetime]]) -> None:
    rows = [
        {"workspace_id": 1, "kind": Kind.REMINDER, "event_id": event_id, "person_id": person, "registration_id": seat,
         "dedup_key": uuid4().hex, "token": uuid4().hex, "priority": PRIORITY[Kind.REMINDER], "due_at": due,
         "next_at": due, "created_at": datetime.now(UTC)}
        for (person, seat), due in owed
    ]  # fmt: skip
    with _connection(folder) as connection:
        for first in range(0, len(rows), AT_ONCE):
            connection.execute(insert(table_of(Delivery)), rows[first : first + AT_ONCE])


@contextmanager
def _connection(folder: Path) -> Iterator[Connection]:
    engine = connect(stage.url_of(folder))
    with engine.begin() as connection:
        yield connection
    engine.dispose()
