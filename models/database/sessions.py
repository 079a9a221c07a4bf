"""Transactions: writing ones that wait their turn, reading ones that see one moment."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, sessionmaker

from models.database.ears import CHANNEL, Ear
from models.database.engines import OTHER_WAIT, is_sqlite
from models.database.turns import Turns
from models.errors import Busy

HANDLER_WAIT = 2.0
"""Seconds a person's press waits for the database: Slack gives us three in all."""
LOCK_NOT_AVAILABLE = {"55P03", "57014", "40P01"}
"""PostgreSQL: no lock in time, statement cancelled by its time limit, deadlock."""
KEPT = "kept"
"""The key in `Session.info` for the rows a session holds on to: by itself it lets go of what nobody looks at."""
OWED = "owed"
"""The key in `Session.info` under which a service says that something may have become due."""


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

    `trying()` writes and takes everything back.

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
    def trying(self, wait: float | None = None) -> Iterator[Session]:
        """A writing transaction that is never committed: to see what something would cause, by doing it."""
        patience = self.wait if wait is None else wait
        with self._turn(patience) as left, self._make() as session, _no_turn_is_busy():
            session.connection(execution_options={"dialog_wait": left})
            try:
                yield session
            finally:
                session.rollback()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """One consistent view of the rows. What is changed in it is never written."""
        with self._make_reading() as session:
            try:
                yield session
            finally:
                session.rollback()

    def ear(self) -> Ear:
        """Hears what other processes owe. Used by one thread."""
        return Ear(self.engine)

    def _turn(self, patience: float) -> AbstractContextManager[float]:
        return self._turns.turn(patience) if self._turns else nullcontext(patience)


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
