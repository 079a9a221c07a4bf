"""A copy of the database holds the votes, and no way from a person to a ballot."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models import backups
from models.database import Sessions, is_sqlite
from models.polls import BALLOTS, KEYS, ROLL
from tests.clock import NOON
from tests.electing import elect
from tests.scheduler.test_restored import tools  # noqa: F401 (the client programs, for every test)


def test_the_key_is_left_out_of_a_copy_and_so_is_the_order_of_voting(
    session: Session, sessions: Sessions, engine: Engine, tmp_path: Path
) -> None:
    election = elect(session, sessions, roles=["principal"] * 6)
    for person in election.people[::-1]:
        election.votes(sessions, person, 0)
    with sessions.reading() as reading:
        secret = reading.scalars(select(KEYS.c.secret)).one()
        ids = sorted(reading.scalars(select(BALLOTS.c.id)))
        voters = sorted(reading.scalars(select(ROLL.c.voter)))
    file = tmp_path / "copy"
    backups.copy(engine, file, NOON)
    if is_sqlite(engine):
        assert secret not in file.read_bytes()
        with closing(sqlite3.connect(file)) as copied:
            assert copied.execute("SELECT count(*) FROM poll_keys").fetchone() == (0,)
            assert [one for (one,) in copied.execute("SELECT id FROM poll_ballots")] == ids
            assert [one for (one,) in copied.execute("SELECT voter FROM poll_roll")] == voters
        return
    dump = file.read_text(encoding="utf-8")
    assert secret.hex() not in dump
    assert sorted(ids, key=dump.index) == ids and sorted(voters, key=lambda one: dump.index(f"'{one}'")) == voters
