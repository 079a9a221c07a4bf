"""Waiting for a turn to write, when another process holds SQLite's lock."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine

from models.database import Busy, Sessions, connect

WAIT = 1.0


@pytest.fixture
def held(engine: Engine) -> Iterator[None]:
    """Somebody else writes, and takes long."""
    other = connect(str(engine.url))
    with Sessions(other).begin():
        yield
    other.dispose()


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_nobody_waits_longer_than_the_patience_however_many_stand_in_line(sessions: Sessions, held: None) -> None:
    def waited(number: int) -> float:
        time.sleep(number * WAIT / 2)
        began = time.monotonic()
        with pytest.raises(Busy), sessions.begin(wait=WAIT):
            pass
        return time.monotonic() - began

    with ThreadPoolExecutor(4) as pool:
        assert max(pool.map(waited, range(4))) < WAIT * 1.9, "who waited in line has not waited twice"
