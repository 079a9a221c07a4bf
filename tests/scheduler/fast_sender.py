"""A sending process to be killed: fast_sender.py DATABASE_URL SLACK_URL BEGAN [careless]. Its clock runs too fast."""

import sys
import threading
import time
from datetime import datetime, timedelta

from slack_sdk import WebClient
from sqlalchemy.orm import Session

from bot.context import Bot
from bot.i18n import Texts
from bot.services.letters import Letter
from models.database import Sessions, connect
from scheduler import doubts
from scheduler.runner import Scheduler
from tests.clock import NOON, FakeClock

SPEED = 20


class FastClock(FakeClock):
    """The same for every process that was told when it began."""

    def __init__(self, began: float) -> None:
        super().__init__()
        self._began = began

    def now(self) -> datetime:
        return NOON + timedelta(seconds=(time.time() - self._began) * SPEED)

    def longest_nap(self) -> float:
        return 0.1


def compose(session: Session, delivery_id: int, now: datetime, texts: Texts) -> Letter:
    return Letter(f"delivery {delivery_id}", [])


def run(database: str, slack: str, began: float) -> None:
    bot = Bot(
        sessions=Sessions(connect(database)),
        slack=WebClient(token="xoxb-sandbox", base_url=slack),
        respond=lambda url, payload: None,
        clock=FastClock(began),
        ticks=lambda: time.monotonic() * SPEED,
        texts=Texts({"sv": {}, "en": {}}),
    )
    scheduler = Scheduler(bot, workers=8, compose=compose)
    scheduler.start()
    threading.Event().wait()


def look_nowhere(*_: object) -> doubts.Look:
    """How a careless sender looks for what may have been posted."""
    return doubts.Nowhere()


if __name__ == "__main__":
    if "careless" in sys.argv:
        doubts.look = look_nowhere
    run(sys.argv[1], sys.argv[2], float(sys.argv[3]))
