"""A sender that runs fast, to be killed and frozen: see `tests/nursery.py`."""

import os
import threading
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from slack_sdk import WebClient
from sqlalchemy.orm import Session

from bot.context import Bot
from bot.i18n import Texts
from bot.letters.case import Letter
from bot.services.messages.claims import Claim
from models.database import Sessions, connect
from scheduler import doubts, election, posting, runner
from scheduler.posting import Poster
from scheduler.runner import Scheduler
from tests.clock import NOON, FakeClock
from tests.nursery import nurse

SPEED = 20


class FastClock(FakeClock):
    """The same for every process that was told when it began."""

    def __init__(self, began: float, speed: float = SPEED) -> None:
        super().__init__()
        self._began, self._speed = began, speed

    def now(self) -> datetime:
        return NOON + timedelta(seconds=(time.time() - self._began) * self._speed)

    def longest_nap(self) -> float:
        return 2 / self._speed


def compose(session: Session, delivery_id: int, now: datetime, texts: Texts) -> Letter:
    return Letter(f"delivery {delivery_id}", [])


def run(*, database: str, slack: str, began: float, speed: float = SPEED, **manner: Any) -> None:
    _hurry(speed, **manner)
    bot = Bot(
        sessions=Sessions(connect(database)),
        slack=WebClient(token="xoxb-sandbox", base_url=slack),
        respond=lambda url, payload: None,
        clock=FastClock(began, speed),
        ticks=lambda: time.monotonic() * speed,
        texts=Texts({"sv": {}, "en": {}}),
        name=str(os.getpid()),
    )
    scheduler = Scheduler(bot, workers=8, compose=compose)
    scheduler.start()
    threading.Event().wait()


def _hurry(
    speed: float, *, is_careless: bool = False, look_after: tuple[float, ...] | None = None, trace: str | None = None
) -> None:
    """What lives by the system's own seconds runs as fast as the clock does."""
    runner.HEARTBEAT, runner.AFTER_TROUBLE, runner.EAR = 2 / speed, 1 / speed, 0.5 / speed
    election.IDLE = f"{7000 / speed:.0f}ms"
    if look_after:
        posting.LOOK_AFTER = tuple(timedelta(seconds=seconds) for seconds in look_after)
    if is_careless:
        doubts.look = lambda *_: doubts.Nowhere()
    if trace:
        Poster._say = _traced(Path(trace), Poster._say)


def _traced(file: Path, say: Any) -> Any:
    """When the last check before each post was over: nothing can hold back what is frozen after that."""

    def traced(poster: Poster, claim: Claim, letter: Letter) -> Any:
        with file.open("a") as lines:
            lines.write(f"{claim.id} {os.getpid()} {time.time()}\n")
        return say(poster, claim, letter)

    return traced


if __name__ == "__main__":
    nurse(run)
