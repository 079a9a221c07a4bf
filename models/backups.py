"""Copying a whole database while it is in use: SQLite by its own online copy, PostgreSQL by pg_dump."""

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

from sqlalchemy import URL, Engine, insert
from sqlalchemy.orm import Session

from models.base import table_of
from models.copies import Copy
from models.database import connect, is_sqlite

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
            session.commit()
            found = session.connection().exec_driver_sql("PRAGMA integrity_check").scalar()
    finally:
        copied.dispose()
    if found != "ok":
        raise NotWhole(str(found))


def _dump_postgresql(engine: Engine, draft: Path, copied_at: datetime, file: Path) -> None:
    url = engine.url.set(drivername="postgresql")
    command = dump_command(url, draft)
    if shutil.which("pg_dump") is None:
        raise NoTool(" ".join(dump_command(url, file)))
    secret = {"PGPASSWORD": str(url.password)} if url.password else {}
    done = subprocess.run(command, env=os.environ | secret, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotWhole((done.stderr.strip().splitlines() or ["pg_dump"])[0])
    if WHOLE not in _end_of(draft):
        raise NotWhole("pg_dump")
    marked = insert(table_of(Copy)).values(copied_at=copied_at).compile(engine, compile_kwargs={"literal_binds": True})
    with draft.open("a", encoding="utf-8") as dump:
        dump.write(f"\nRESET search_path;\n{marked};\n")


def dump_command(url: URL, file: Path) -> list[str]:
    """Without the password: others on the machine see what is run."""
    address = url.set(password=None).render_as_string()
    return ["pg_dump", "--format=plain", "--no-owner", "--no-privileges", f"--file={file}", f"--dbname={address}"]


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
