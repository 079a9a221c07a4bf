"""Opening the database: the one place where SQLite and PostgreSQL differ."""

import fcntl
import os
import sqlite3
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import cache
from pathlib import Path
from time import monotonic
from typing import Any

from sqlalchemy import Connection, Engine, ExceptionContext, Insert, create_engine, event, make_url, text
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, sessionmaker

from models.base import Base, table_of
from models.errors import Busy

HANDLER_WAIT = 2.0
"""Seconds a person's press waits for the database: Slack gives us three in all."""
OTHER_WAIT = 5.0
A_MOMENT = 0.1
LOCK_NOT_AVAILABLE = {"55P03", "57014", "40P01"}
"""PostgreSQL: no lock in time, statement cancelled by its time limit, deadlock."""
FROZEN = 7000
"""Milliseconds after which PostgreSQL takes from a process that stands still in a transaction the rows it holds."""
SPOILT = ("SQLITE_READONLY", "SQLITE_IOERR", "SQLITE_CANTOPEN")
"""A connection that was opened while the file could not be written stays so: after these it is thrown away."""
ADVISORY_LOCK = text(
    "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database "
    "WHERE locktype = 'advisory' AND objid = :number AND granted AND datname = current_database()"
)
KEPT = "kept"
"""The key in `Session.info` for the rows a session holds on to: by itself it lets go of what nobody looks at."""
OWED = "owed"
"""The key in `Session.info` under which a service says that something may have become due."""
CHANNEL = "dialog_owed"
"""Where PostgreSQL carries that word to the other processes, with the commit."""
UNANSWERED = {"connect_timeout": 2, "tcp_user_timeout": 6000,
              "keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3}  # fmt: skip
"""A PostgreSQL that has gone without a word is given up in seconds, instead of the system's quarter of an hour."""


class AlreadyServing(Exception):  # noqa: N818
    """Another process serves the same SQLite file."""


def connect(url: str) -> Engine:
    """An engine with the settings both databases need for what we promise (reliability.md 5.2)."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(url)
    return _postgresql(url)


def insert_unless_there(session: Session, model: type[Base]) -> Insert:
    """An INSERT that leaves out the rows whose unique key is there already. It returns the ids of the others."""
    return _insert_unless_there(session.get_bind().dialect.name == "sqlite", model)


@cache
def _insert_unless_there(is_sqlite: bool, model: type[Base]) -> Insert:
    table, make = table_of(model), sqlite_insert if is_sqlite else postgresql_insert
    return make(table).on_conflict_do_nothing().returning(table.c.id)


def is_sqlite(engine: Engine) -> bool:
    return engine.dialect.name == "sqlite"


def sqlite_file(engine: Engine) -> Path | None:
    """The file, or None for PostgreSQL and for a database in memory."""
    name = engine.url.database if is_sqlite(engine) else None
    return Path(name) if name and name != ":memory:" else None


class Whole(Session):
    """A session that keeps whatever it has read until it ends: within a transaction no row is read by id twice."""


@event.listens_for(Whole, "loaded_as_persistent")
@event.listens_for(Whole, "pending_to_persistent")
def _keep(session: Session, row: object) -> None:
    session.info.setdefault(KEPT, []).append(row)


def _nothing() -> None:
    """Nobody listens yet."""


class Sessions:
    """Transactions. `begin()` writes: first come, first served; `reading()` sees one moment and changes nothing.

    Whatever a service owed during a transaction wakes the scheduler after the commit, never before.
    """

    def __init__(self, engine: Engine, *, wait: float = OTHER_WAIT) -> None:
        self.engine = engine
        self.wait = wait
        self.on_owed: Callable[[], None] = _nothing
        self._turns = Turns() if is_sqlite(engine) else None
        self._make = sessionmaker(engine, class_=Whole, expire_on_commit=False)
        self._make_reading = sessionmaker(
            engine.execution_options(dialog_reading=True), class_=Whole, expire_on_commit=False
        )

    @contextmanager
    def begin(self, wait: float | None = None) -> Iterator[Session]:
        """A writing transaction: committed at the end, rolled back by any exception.

        Raises Busy when no turn came within `wait` seconds.
        """
        patience = self.wait if wait is None else wait
        with self._turn(patience) as left, self._make() as session:
            with _no_turn_is_busy():
                session.connection(execution_options={"dialog_wait": left})
                yield session
                if self._turns is None and OWED in session.info:
                    session.connection().exec_driver_sql(f"NOTIFY {CHANNEL}")
                session.commit()
            owed = session.info.pop(OWED, False)
        if owed:
            self.on_owed()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """One consistent view of the rows. What is changed in it is never written."""
        with self._make_reading() as session:
            try:
                yield session
            finally:
                session.rollback()

    def ear(self) -> "Ear":
        """Hears what other processes owe. Used by one thread."""
        return Ear(self.engine)

    def _turn(self, patience: float) -> AbstractContextManager[float]:
        return self._turns.turn(patience) if self._turns else nullcontext(patience)


class Ear:
    """Hears of commits of other processes that owe something, on a PostgreSQL connection of its own."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Any = None

    def has_heard(self, patience: float) -> bool:
        """Wait for word. True also after connecting (anew): what was said before that, nobody heard.

        Raises what the driver raises when the connection is lost; the next call makes another.
        """
        if self._connection is None:
            self._connection = _own_connection(self._engine)
            self._connection.execute(f"LISTEN {CHANNEL}")
            return True
        try:
            return any(True for _ in self._connection.notifies(timeout=patience, stop_after=1))
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()


def _own_connection(engine: Engine) -> Any:
    """The driver's connection, outside the pool and without transactions."""
    pooled = engine.raw_connection()
    connection: Any = pooled.driver_connection
    pooled.detach()
    connection.autocommit = True
    return connection


@contextmanager
def _no_turn_is_busy() -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        if isinstance(error.orig, sqlite3.OperationalError):
            is_wait = error.orig.sqlite_errorname.startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))
        else:
            is_wait = getattr(error.orig, "sqlstate", None) in LOCK_NOT_AVAILABLE
        if is_wait:
            raise Busy from error
        raise


class Turns:
    """A fair queue in front of SQLite's single writer: its own waiting lets one wait a second while others pass."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._is_taken = False

    @contextmanager
    def turn(self, patience: float) -> Iterator[float]:
        """What is left of the patience goes to SQLite's own waiting, for those of other processes."""
        began = monotonic()
        self._take(patience)
        waited = monotonic() - began
        try:
            yield patience if waited < A_MOMENT else max(A_MOMENT, patience - waited)
        finally:
            self._pass_on()

    def _take(self, patience: float) -> None:
        with self._lock:
            if not self._is_taken:
                self._is_taken = True
                return
            mine = threading.Event()
            self._waiting.append(mine)
        if mine.wait(patience):
            return
        with self._lock:
            if not mine.is_set():
                self._waiting.remove(mine)
                raise Busy
        # The turn came in the very moment we stopped waiting: it is ours, so use it.

    def _pass_on(self) -> None:
        with self._lock:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._is_taken = False


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


def _sqlite(url: str) -> Engine:
    engine = create_engine(url, connect_args={"check_same_thread": False}, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _settings(connection: Any, _record: Any) -> None:
        # The driver's own transactions begin at the first write, after our reads: seats would be oversold.
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON",
                       "journal_size_limit=16777216", "busy_timeout=5000"):  # fmt: skip
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "handle_error")
    def _spoilt(context: ExceptionContext) -> None:
        if getattr(context.original_exception, "sqlite_errorname", "").startswith(SPOILT):
            context.is_disconnect = True

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        if options.get("dialog_reading"):
            connection.exec_driver_sql("BEGIN")
            return
        wait = int(options.get("dialog_wait", OTHER_WAIT) * 1000)
        if connection.info.get("busy_timeout") != wait:
            connection.exec_driver_sql(f"PRAGMA busy_timeout={wait}")
            connection.info["busy_timeout"] = wait
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _postgresql(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.drivername in ("postgresql", "postgres"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    engine = create_engine(
        parsed, pool_pre_ping=True, pool_size=10, max_overflow=20, hide_parameters=True, connect_args=UNANSWERED
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        if options.get("dialog_reading"):
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            return
        wait = int(options.get("dialog_wait", OTHER_WAIT) * 1000)
        connection.exec_driver_sql(
            f"SET LOCAL lock_timeout = {wait}; SET LOCAL statement_timeout = {wait + 500}; "
            f"SET LOCAL idle_in_transaction_session_timeout = {max(FROZEN, wait)}"
        )  # one journey for all three

    return engine
