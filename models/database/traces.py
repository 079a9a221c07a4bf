"""What has been removed leaves no trace: the files hold what the rows hold, and nothing older."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Engine, Table
from sqlalchemy.exc import OperationalError

from models.database.engines import is_sqlite

PATIENCE = 500
"""Milliseconds: people may be reading or writing, and it can be tried again."""


def wipe_out(engine: Engine, tables: Sequence[Table]) -> bool:
    """Whether it could be done now; if not, somebody else was reading or writing.

    SQLite overwrites what is deleted (`secure_delete`), and its write-ahead log is emptied into the file. PostgreSQL
    writes the tables anew without their dead rows.
    """
    return _empty_log(engine) if is_sqlite(engine) else _write_anew(engine, tables)


def _empty_log(engine: Engine) -> bool:
    pooled = engine.raw_connection()
    try:
        driver: Any = pooled.driver_connection
        pooled.info.pop("busy_timeout", None)  # set anew by the next transaction
        driver.execute(f"PRAGMA busy_timeout={PATIENCE}")
        is_busy, _, _ = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        pooled.close()
    return not is_busy


def _write_anew(engine: Engine, tables: Sequence[Table]) -> bool:
    try:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql(f"SET lock_timeout = {PATIENCE}")
            try:
                for table in tables:
                    connection.exec_driver_sql(f'VACUUM FULL "{table.name}"')
            finally:
                connection.exec_driver_sql("RESET lock_timeout")
    except OperationalError:
        return False
    return True
