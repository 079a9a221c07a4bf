"""The word that something is owed, from one process to another."""

from typing import Any

from sqlalchemy import Engine

CHANNEL = "dialog_owed"
"""Where PostgreSQL carries that word to the other processes, with the commit."""


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
