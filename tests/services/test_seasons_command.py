"""`import FILE`: what the operator reads, and how it ends."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.commands import export as exports
from bot.commands import import_
from models import Event, Series
from models.database import connect
from models.migrations import upgrade

EXAMPLES = Path(__file__).parents[2] / "examples"
SEASON = EXAMPLES / "regional-dialogues-2027.yaml"
LAB = EXAMPLES / "forlabb-skolnarvaro-2027.yaml"


@pytest.fixture
def database(tmp_path, monkeypatch):
    file = tmp_path / "dialog.db"
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{file}")
    monkeypatch.setenv("DIALOG_LOCALE", "en")
    return file


def run(*words: object):
    return CliRunner().invoke(import_.import_file, [*map(str, words)])


def count(file: Path, table: type) -> int:
    engine = connect(f"sqlite:///{file}")
    with Session(engine) as session:
        found = session.scalar(select(func.count()).select_from(table))
    engine.dispose()
    return found


@pytest.mark.parametrize("file", [SEASON, LAB], ids=["season", "lab"])
def test_a_sample_is_imported_into_a_new_database(database, file):
    result = run(file)
    assert result.exit_code == 0, result.output
    assert "meetings" in result.stdout and "registrations" in result.stdout
    assert "Kept, not used yet:" in result.stdout
    assert count(database, Series) == 1


def test_a_second_time_there_is_nothing_to_do(database):
    run(LAB)
    result = run(LAB)
    assert result.exit_code == 0 and "There was nothing to change." in result.stdout


def test_a_bad_file_names_every_problem_and_changes_nothing(database, tmp_path):
    bad = tmp_path / "bad.yaml"
    bad.write_text(
        LAB.read_text("utf-8").replace("weekday: onsdag", "weekday: torsdag").replace("capacity: 40", "capacity: x")
    )
    result = run(bad)
    assert result.exit_code == 1 and not database.exists()
    first, *_, last = result.stderr.splitlines()
    assert first.startswith("bad.yaml:81: sessions[forlabb-1].weekday: 2027-06-16 is not “torsdag”, but onsdag")
    assert len(result.stderr.splitlines()) == 5 and last == "Nothing has been changed."


def test_a_dry_run_needs_no_database_and_makes_none(database):
    result = run(SEASON, "--dry-run")
    assert result.exit_code == 0 and "9 meetings" in result.stdout and "dry run" in result.stdout
    assert not database.exists()


def test_a_dry_run_says_what_a_change_will_cause(database, tmp_path):
    run(LAB)
    moved = tmp_path / "moved.yaml"
    text = LAB.read_text("utf-8").replace(
        "date: 2027-06-16\n    weekday: onsdag", "date: 2027-06-17\n    weekday: torsdag"
    )
    moved.write_text(text, "utf-8")
    before = database.read_bytes()
    result = run(moved, "--dry-run")
    assert "meeting forlabb-1: date: 2027-06-16 13:00 16:30 → 2027-06-17 13:00 16:30" in result.stdout
    assert "Första förlabbet is moved" in result.stdout
    assert "11 people without Slack: the coordinator gets a text to send" in result.stdout
    assert "planned messages move" in result.stdout
    assert database.read_bytes() == before


def test_a_dry_run_leaves_an_older_database_alone(database):
    engine = connect(f"sqlite:///{database}")
    upgrade(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")
    engine.dispose()
    result = run(LAB, "--dry-run")
    assert result.exit_code == 1 and "older version" in result.stderr


def test_an_unknown_field_is_worth_a_look(database, tmp_path):
    odd = tmp_path / "odd.yaml"
    odd.write_text(LAB.read_text("utf-8").replace("note_taker_role", "notetaker_role"), "utf-8")
    result = run(odd)
    assert result.exit_code == 0
    assert "odd.yaml:27: series.notetaker_role: unknown field; did you mean “note_taker_role”?" in result.stdout


def test_what_people_answered_is_never_shown(database):
    shown = run(SEASON).output
    for secret in ("Hörslinga", "Glutenfritt", "rektor.vaxjo", "Rektor Malmö"):
        assert secret not in shown


@pytest.mark.parametrize("url", ["nonsense", "mysql://a@b/c", "sqlite:////no/such/folder/dialog.db"])
def test_a_database_that_cannot_be_used_is_one_plain_sentence(monkeypatch, url):
    monkeypatch.setenv("DATABASE_URL", url)
    result = run(LAB)
    assert result.exit_code == 1 and len(result.stderr.splitlines()) == 1
    assert result.exception is None or isinstance(result.exception, SystemExit)


def test_wrong_settings_are_said_and_end_with_two(monkeypatch):
    monkeypatch.setenv("DIALOG_TIMEZONE", "Europe/Växjö")
    assert run(LAB).exit_code == 2


def test_a_long_import_shows_a_bar(database, monkeypatch):
    monkeypatch.setattr(import_, "PATIENCE", 0.0)
    result = run(LAB)
    assert result.exit_code == 0 and count(database, Event) == 2


def write(*words: object):
    return CliRunner().invoke(exports.export, [*map(str, words)])


def test_a_series_is_written_to_a_file_that_imports_without_change(database, tmp_path):
    run(LAB)
    file = tmp_path / "out.yaml"
    result = write("forlabb-skolnarvaro-2027", "--out", file)
    assert result.exit_code == 0 and "is written to" in result.stderr, result.output
    assert "kind: lab_series" in file.read_text("utf-8")
    dry, again = run(file, "--dry-run"), run(file)
    assert "There was nothing to change." in again.stdout and dry.exit_code == 0
    assert "New:" not in dry.stdout and "Changed in the file:" not in dry.stdout
    refused = write("--out", file)
    assert refused.exit_code == 1 and "--force" in refused.stderr
    assert write().stdout == file.read_text("utf-8"), "the only series there is needs no name"


def test_which_series_is_asked_when_there_are_several(database):
    assert "There is no series yet." in write().stderr
    run(LAB)
    result = write("vux-2027")
    assert result.exit_code == 1 and "Say which series: forlabb-skolnarvaro-2027." in result.stderr
