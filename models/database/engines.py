"""Engines with the settings both databases need for what we promise (reliability.md 5.2)."""

from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, ExceptionContext, Insert, Table, create_engine, event, make_url
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from models.base import Base, table_of

OTHER_WAIT = 5.0
FROZEN = 7000
"""Milliseconds after which PostgreSQL takes from a process that stands still in a transaction the rows it holds."""
SPOILT = ("SQLITE_READONLY", "SQLITE_IOERR", "SQLITE_CANTOPEN")
"""A connection that was opened while the file could not be written stays so: after these it is thrown away."""
UNANSWERED = {"connect_timeout": 2, "tcp_user_timeout": 6000,
              "keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3}  # fmt: skip
"""A PostgreSQL that has gone without a word is given up in seconds, instead of the system's quarter of an hour."""


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


def insert_or_change(session: Session, table: Table) -> Insert:
    """An INSERT that gives the row with the same primary key the new values when it is there already."""
    return _insert_or_change(session.get_bind().dialect.name == "sqlite", table)


@cache
def _insert_or_change(is_sqlite: bool, table: Table) -> Insert:
    insert = sqlite_insert(table) if is_sqlite else postgresql_insert(table)
    changed = {column.name: insert.excluded[column.name] for column in table.columns if not column.primary_key}
    return insert.on_conflict_do_update(index_elements=list(table.primary_key), set_=changed)


def is_sqlite(engine: Engine) -> bool:
    return engine.dialect.name == "sqlite"


def sqlite_file(engine: Engine) -> Path | None:
    """The file, or None for PostgreSQL and for a database in memory."""
    name = engine.url.database if is_sqlite(engine) else None
    return Path(name) if name and name != ":memory:" else None


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
