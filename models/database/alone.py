"""One process serves a database: who it is, and whether there is one."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, text

from models.database.engines import sqlite_file

ADVISORY_LOCK = text(
    "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database "
    "WHERE locktype = 'advisory' AND objid = :number AND granted AND datname = current_database()"
)


class AlreadyServing(Exception):  # noqa: N818
    """Another process serves the same SQLite file."""


@contextmanager
def serving_alone(engine: Engine) -> Iterator[None]:
    """Hold the lock file beside a SQLite database. Raises AlreadyServing when another process holds it."""
    file = sqlite_file(engine)
    if file is None:
        yield
        return
    handle = os.open(file.with_name(file.name + ".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyServing(str(file)) from None
        yield
    finally:
        os.close(handle)


def is_served(engine: Engine, sender: int) -> bool:
    """Whether some process holds the lock file, or on PostgreSQL the advisory lock of who sends."""
    file = sqlite_file(engine)
    if file is None:
        with engine.connect() as connection:
            return bool(connection.execute(ADVISORY_LOCK, {"number": sender}).scalar())
    try:
        with serving_alone(engine):
            return False
    except AlreadyServing:
        return True
