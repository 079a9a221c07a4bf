"""The database: the one place where SQLite and PostgreSQL differ."""

from models.database.alone import AlreadyServing, is_served, serving_alone
from models.database.ears import Ear
from models.database.engines import OTHER_WAIT, connect, insert_or_change, insert_unless_there, is_sqlite, sqlite_file
from models.database.sessions import HANDLER_WAIT, OWED, Sessions
from models.database.traces import wipe_out
from models.errors import Busy

__all__ = [
    "HANDLER_WAIT",
    "OTHER_WAIT",
    "OWED",
    "AlreadyServing",
    "Busy",
    "Ear",
    "Sessions",
    "connect",
    "insert_or_change",
    "insert_unless_there",
    "is_served",
    "is_sqlite",
    "serving_alone",
    "sqlite_file",
    "wipe_out",
]
