"""Brings a database up to date so slowly that it can be killed on the way: see `tests/nursery.py`."""

import os
import time
from typing import Any

from sqlalchemy import event

from models.database import connect
from models.migrations import upgrade
from tests.nursery import nurse

BREATH = 0.01
"""Seconds before each statement."""


def work(*, database: str) -> None:
    engine = connect(database)

    @event.listens_for(engine, "before_cursor_execute")
    def _slowly(*_: Any) -> None:
        time.sleep(BREATH)

    upgrade(engine)
    os._exit(0)


if __name__ == "__main__":
    nurse(work)
