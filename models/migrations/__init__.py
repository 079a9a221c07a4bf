"""Bringing a database up to date: Alembic, run by the bot itself at start and by `python -m bot migrate`."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

ONE_AT_A_TIME = 4_711_001
"""Advisory lock: two processes that start together migrate one after the other."""
PATIENCE = 300.0
"""Seconds a step may take, or wait for the other process: people's few seconds do not count here."""


def upgrade(engine: Engine) -> None:
    """Bring the database to the newest version. Doing it twice changes nothing."""
    patient = engine.execution_options(dialog_wait=PATIENCE)
    with patient.connect() as connection, _alone(connection):
        command.upgrade(config(connection), "head")
        _check_references(connection)
        connection.commit()


def versions(engine: Engine) -> tuple[str | None, str | None]:
    """The database's version and the newest one; equal when there is nothing to do."""
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
        return current, ScriptDirectory.from_config(config(connection)).get_current_head()


def config(connection: Connection) -> Config:
    settings = Config()
    settings.set_main_option("script_location", str(Path(__file__).parent))
    settings.attributes["connection"] = connection
    return settings


@contextmanager
def _alone(connection: Connection) -> Iterator[None]:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ONE_AT_A_TIME})
        yield
        return
    # SQLite alters a table by making it anew: to drop one that others point to, they must look away for a moment.
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def _check_references(connection: Connection) -> None:
    """What would have been refused, had we not looked away."""
    if connection.dialect.name == "sqlite" and (lost := connection.exec_driver_sql("PRAGMA foreign_key_check").first()):
        raise RuntimeError(f"after the migration a row of {lost[0]} points to nothing in {lost[2]}")
