"""`python -m bot backup` and `restored`: whole, private, and never over something else."""

import sqlite3
import stat
import threading
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from bot.cli import main
from models import Copy, Workspace
from models.database import Sessions, connect


@pytest.fixture
def database(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    file = tmp_path / "dialog.db"
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{file}")
    monkeypatch.setenv("DIALOG_LOCALE", "en")
    run("migrate")
    return file


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def test_a_copy_is_whole_private_and_knows_that_it_is_one(database: Path, tmp_path: Path) -> None:
    file = tmp_path / "copy.db"

    result = run("backup", file)

    assert (result.exit_code, result.output) == (0, f"The database is copied to {file}.\n")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert {one.name for one in tmp_path.iterdir()} <= {"copy.db", "dialog.db", "dialog.db-wal", "dialog.db-shm"}
    with closing(sqlite3.connect(file)) as copy, closing(sqlite3.connect(database)) as original:
        assert copy.execute("SELECT taken_up_at FROM copies").fetchall() == [(None,)]
        assert original.execute("SELECT count(*) FROM copies").fetchone() == (0,)


def test_nothing_is_written_over_unless_it_is_meant(database: Path, tmp_path: Path) -> None:
    file = tmp_path / "copy.db"
    file.write_text("something dear")

    refused = run("backup", file)

    assert (refused.exit_code, refused.stderr) == (1, f"{file} is there already. With --force it is written over.\n")
    assert file.read_text() == "something dear"
    assert run("backup", file, "--force").exit_code == 0
    assert file.read_bytes().startswith(b"SQLite format 3")
    itself = run("backup", tmp_path / "." / "dialog.db", "--force")
    assert (itself.exit_code, itself.stderr) == (1, f"{database} is the database itself.\n")


def test_a_folder_that_is_not_there_is_named(database: Path, tmp_path: Path) -> None:
    result = run("backup", tmp_path / "nowhere" / "copy.db")
    assert (result.exit_code, result.stderr) == (1, f"There is no folder {tmp_path / 'nowhere'}.\n")


def test_without_a_database_there_is_no_copy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'dialog.db'}")
    monkeypatch.setenv("DIALOG_LOCALE", "en")

    result = run("backup", tmp_path / "copy.db")

    assert (result.exit_code, result.stderr) == (1, "There is no database yet. Run `python -m bot migrate` first.\n")
    assert list(tmp_path.iterdir()) == []


def test_a_copy_made_while_others_write_holds_whole_transactions(database: Path, tmp_path: Path) -> None:
    """Two rows a transaction: a copy with an odd number of them would be torn."""
    engine = connect(f"sqlite:///{database}")
    sessions, is_enough, has_begun = Sessions(engine), threading.Event(), threading.Event()

    def write() -> None:
        number = 0
        while not is_enough.is_set():
            number += 1
            with sessions.begin() as session:
                session.add_all(Workspace(team_id=f"T{number}{half}") for half in "ab")
            has_begun.set()

    writer = threading.Thread(target=write)
    writer.start()
    has_begun.wait(10)
    results = [run("backup", tmp_path / f"copy-{number}.db").exit_code for number in range(3)]
    is_enough.set()
    writer.join()
    engine.dispose()
    assert results == [0, 0, 0]
    for number in range(3):
        with closing(sqlite3.connect(tmp_path / f"copy-{number}.db")) as copy:
            assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            (found,) = copy.execute("SELECT count(*) FROM workspaces").fetchone()
            assert found > 0 and found % 2 == 0


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_where_pg_dump_is_missing_one_is_told_what_to_run(engine, monkeypatch, tmp_path: Path) -> None:
    url = engine.url.set(password="hemligt").render_as_string(hide_password=False)
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("DIALOG_LOCALE", "en")
    monkeypatch.setenv("PATH", str(tmp_path))

    result = run("backup", tmp_path / "copy.sql")

    assert result.exit_code == 1
    assert "pg_dump is not installed here. Where it is, run: pg_dump --format=plain" in result.stderr
    assert str(tmp_path / "copy.sql") in result.stderr
    assert "hemligt" not in result.stderr and "python -m bot restored" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_copy_made_in_another_way_is_told_since_when_it_is_one(database: Path) -> None:
    result = run("restored", "2027-01-19T13:00")

    assert (result.exit_code, result.output) == (0, "What has been due since is looked for before it is sent.\n")
    engine = connect(f"sqlite:///{database}")
    with Sessions(engine).reading() as session:
        (copy,) = session.scalars(select(Copy))
        assert copy.copied_at.isoformat() == "2027-01-19T12:00:00+00:00"
    engine.dispose()
