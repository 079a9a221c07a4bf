"""Copying a whole database while it is in use: SQLite by its own online copy, PostgreSQL by pg_dump.

The keys of votes are left out, and so is the order in which people voted: in a copy nobody finds whose a ballot is.
"""

import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, delete, insert
from sqlalchemy.orm import Session

from models.base import table_of
from models.copies import Copy
from models.database import connect, is_sqlite
from models.polls import BALLOTS, KEYS, ROLL

APART = (ROLL, BALLOTS)
WHOLE = b"-- PostgreSQL database dump complete"
"""What pg_dump writes last."""


class NoTool(Exception):  # noqa: N818
    """pg_dump is not installed here; the command that would have been run."""


class NotWhole(Exception):  # noqa: N818
    """The copy is not what it should be; why."""


def copy(engine: Engine, file: Path, copied_at: datetime) -> None:
    """Everything as it is at one moment, in a file that knows it is a copy. It is there whole, or not at all."""
    with _draft(file) as draft:
        if is_sqlite(engine):
            _copy_sqlite(engine, draft, copied_at)
        else:
            _dump_postgresql(engine, draft, copied_at, file)


@contextmanager
def _draft(file: Path) -> Iterator[Path]:
    """A file beside it that nobody else may read, put in its place at the end."""
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    os.close(handle)
    draft = Path(name)
    try:
        yield draft
        _to_disk(draft)
        draft.replace(file)
        _to_disk(file.parent)
    finally:
        for ending in ("", "-wal", "-shm", "-journal"):
            draft.with_name(draft.name + ending).unlink(missing_ok=True)


def _copy_sqlite(engine: Engine, draft: Path, copied_at: datetime) -> None:
    pooled = engine.raw_connection()
    try:
        source: Any = pooled.driver_connection
        with closing(sqlite3.connect(draft)) as target:
            source.backup(target)
    finally:
        pooled.close()
    copied = connect(f"sqlite:///{draft}")
    try:
        with Session(copied) as session:
            session.add(Copy(copied_at=copied_at))
            session.execute(delete(KEYS))
            session.commit()
            found = session.connection().exec_driver_sql("PRAGMA integrity_check").scalar()
    finally:
        copied.dispose()
    if found != "ok":
        raise NotWhole(str(found))


def _dump_postgresql(engine: Engine, draft: Path, copied_at: datetime, file: Path) -> None:
    url = engine.url.set(drivername="postgresql")
    if shutil.which("pg_dump") is None:
        raise NoTool(" ".join(dump_command(url, file)))
    secret = {"PGPASSWORD": str(url.password)} if url.password else {}
    with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        moment = connection.exec_driver_sql("SELECT pg_export_snapshot()").scalar_one()
        command = [*dump_command(url, draft), f"--snapshot={moment}"]
        done = subprocess.run(command, env=os.environ | secret, capture_output=True, text=True, check=False)
        votes = _votes(connection)
    if done.returncode:
        raise NotWhole((done.stderr.strip().splitlines() or ["pg_dump"])[0])
    if WHOLE not in _end_of(draft):
        raise NotWhole("pg_dump")
    marked = insert(table_of(Copy)).values(copied_at=copied_at).compile(engine, compile_kwargs={"literal_binds": True})
    with draft.open("a", encoding="utf-8") as dump:
        dump.write("".join(f"{line};\n" for line in ("\nRESET search_path", marked, *votes)))


def _votes(connection: Connection) -> list[str]:
    """Who has voted, and the ballots: each in an order of its own, not the one in which they were written."""
    found: list[str] = []
    for table in APART:
        columns, order = (", ".join(column.name for column in each) for each in (table.columns, table.primary_key))
        places = ", ".join("%%L" for _ in table.columns)
        written = f"INSERT INTO {table.name} ({columns}) VALUES ({places})"
        rows = connection.exec_driver_sql(f"SELECT format('{written}', {columns}) FROM {table.name} ORDER BY {order}")
        found += [line for (line,) in rows]
    return found


def dump_command(url: URL, file: Path) -> list[str]:
    """Without the password: others on the machine see what is run."""
    address = url.set(password=None).render_as_string()
    without = [f"--exclude-table-data={table.name}" for table in (KEYS, *APART)]
    what = ["--format=plain", "--no-owner", "--no-privileges", *without]
    return ["pg_dump", *what, f"--file={file}", f"--dbname={address}"]


def _end_of(file: Path) -> bytes:
    with file.open("rb") as dump:
        dump.seek(max(0, file.stat().st_size - 1000))
        return dump.read()


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
