"""One sender: on PostgreSQL whoever holds an advisory lock, on SQLite the only process there is."""

import logging
from contextlib import suppress
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Ticks

log = logging.getLogger(__name__)

SENDER = 4_711_002
"""The advisory lock's number."""
FRESH = 6.0
"""Seconds a heartbeat counts."""
IDLE = "7s"
"""After so long without a beat the server ends the connection, and with it the lock of a frozen process: longer than a
beat is fresh, and with the next beat of another process no more than ten seconds."""


class Election:
    """`beat` every two seconds; `is_elected` is true while the last beat is fresh.

    A process that was frozen finds its last beat old when it wakes, and is not elected until it has beaten again.
    """

    def __init__(self, engine: Engine, ticks: Ticks) -> None:
        self._engine, self._ticks = engine, ticks
        self._is_alone = engine.dialect.name == "sqlite"
        self._connection: Any = None
        self._beaten_at = float("-inf")

    @property
    def is_alone(self) -> bool:
        """No other process can be sending from this database."""
        return self._is_alone

    @property
    def is_elected(self) -> bool:
        return self._is_alone or self._ticks() - self._beaten_at < FRESH

    def beat(self) -> None:
        """Take the lock, or keep it. A lost connection has lost the lock too: it is asked for anew."""
        if self._is_alone:
            return
        try:
            began = self._ticks()
            if self._holds() or self._takes():
                self._beaten_at = began
        except (SQLAlchemyError, self._engine.dialect.loaded_dbapi.Error) as error:
            log.warning("the sender's lock was lost: %s", type(error).__name__)
            self.resign()

    def resign(self) -> None:
        """Let another process send, from now on: the server hears of a mere close only when its turn comes."""
        self._beaten_at = float("-inf")
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(self._engine.dialect.loaded_dbapi.Error):
                connection.execute(f"SELECT pg_advisory_unlock({SENDER})")
            connection.close()

    def _holds(self) -> bool:
        if self._connection is None:
            return False
        self._connection.execute("SELECT 1")
        return True

    def _takes(self) -> bool:
        pooled = self._engine.raw_connection()
        connection: Any = pooled.driver_connection
        pooled.detach()
        connection.autocommit = True
        connection.execute(f"SET idle_session_timeout = '{IDLE}'")
        is_ours = bool(connection.execute(f"SELECT pg_try_advisory_lock({SENDER})").fetchone()[0])
        if not is_ours:
            connection.close()
            return False
        self._connection = connection
        log.info("elected to send")
        return True
