"""Nobody can tell who voted what: exchange two people's votes and play everything again, and the same is left."""

import logging
import tempfile
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot.blocks import poll_desk
from bot.i18n import read_texts
from bot.services.polls import closing, facts, forgetting
from bot.services.polls.opening import Wish
from models import Base, Method, Poll
from models.database import Sessions, connect, is_sqlite
from models.migrations import upgrade
from models.polls import BALLOTS
from tests import factories
from tests.clock import NOON
from tests.conftest import empty
from tests.electing import CLOSES, Election, elect

IDS = {"poll_ballots": {"id"}, "events": {"uid"}}
"""What is drawn by lot, whoever votes."""
PAIRS = st.sampled_from([(0, 1), (0, 5), (2, 3), (7, 8)])
LISTS = {"overarching": 4, "operational": 3}
T = read_texts().language("sv")


@dataclass
class Left:
    """All that is left after the close: every row of every table, and what a coordinator can take home."""

    rows: dict[str, list[Any]]
    file: str
    log: list[str]


def marks_of(method: Method, n: int) -> Any:
    option = st.integers(0, n - 1)
    if method is Method.RANKING:
        return st.lists(option, unique=True).map(lambda order: {one: place for place, one in enumerate(order, start=1)})
    if method is Method.SCORES:
        return st.dictionaries(option, st.integers(1, 5))
    most = {Method.DOTS: 3, Method.SINGLE: 1, Method.MULTIPLE: n}[method]
    return st.sets(option, max_size=min(n, most)).map(lambda chosen: dict.fromkeys(chosen, 1))


@st.composite
def rounds(draw: Any) -> tuple[Method, list[dict[str, dict[int, int]]]]:
    """A method, and nine people's votes on both lists: seven principals and two directors."""
    method = draw(st.sampled_from(list(Method)))
    return method, [{name: draw(marks_of(method, n)) for name, n in LISTS.items()} for _ in range(9)]


@given(rounds(), PAIRS)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_when_two_of_a_role_exchange_their_votes_the_same_is_left(
    tmp_path_factory: pytest.TempPathFactory, caplog: pytest.LogCaptureFixture,
    played: tuple[Method, list[dict[str, dict[int, int]]]], pair: tuple[int, int],
) -> None:  # fmt: skip
    method, votes = played
    one, other = pair
    exchanged = list(votes)
    exchanged[one], exchanged[other] = votes[other], votes[one]
    # Whether somebody voted at all is on the roll: only what they voted is exchanged.
    for name in LISTS:
        if bool(votes[one][name]) != bool(votes[other][name]):
            exchanged[one] = exchanged[one] | {name: votes[one][name]}
            exchanged[other] = exchanged[other] | {name: votes[other][name]}
    folder = tmp_path_factory.mktemp("votes")
    first = _play(folder / "a.db", caplog, method, votes)
    second = _play(folder / "b.db", caplog, method, exchanged)
    assert first.rows == second.rows
    assert first.file == second.file
    assert first.log == second.log


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
@pytest.mark.parametrize("method", [Method.DOTS, Method.RANKING, Method.SCORES])
def test_the_same_is_left_on_postgresql(method: Method, engine: Engine, caplog: pytest.LogCaptureFixture) -> None:
    """Two plays in the same database, emptied in between: its order of rows is nobody's promise, so all are sorted."""
    given = [{place % 4: 1, (place + 1) % 4: 2} if method is not Method.DOTS else {place % 4: 1} for place in range(9)]
    votes = [{"overarching": one, "operational": {place % 3: 1}} for place, one in enumerate(given)]
    left = []
    for cast in (votes, [votes[5], *votes[1:5], votes[0], *votes[6:]]):
        with caplog.at_level(logging.INFO), Session(engine, expire_on_commit=False) as session:
            caplog.clear()
            left.append(_played(engine, session, Sessions(engine), caplog, method, cast))
        empty(engine)
    assert votes[0] != votes[5] and left[0].rows["poll_totals"] and left[0] == left[1]


def test_before_the_close_the_exchange_can_be_seen_in_the_ballots(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """So that the comparison above is known to see anything."""
    votes = [{"overarching": {0: 1}, "operational": {}}, {"overarching": {1: 1}, "operational": {}}]
    first = _play(tmp_path / "a.db", caplog, Method.DOTS, votes + [votes[0]] * 7)
    second = _play(tmp_path / "b.db", caplog, Method.DOTS, [votes[1], votes[1], *[votes[0]] * 7])
    assert first.rows != second.rows and first.file != second.file


def _play(file: Path, caplog: pytest.LogCaptureFixture, method: Method, votes: list[dict[str, dict[int, int]]]) -> Left:
    """From the opening to the end of the month, everybody in the order of the list."""
    file.write_bytes(_template())
    engine = connect(f"sqlite:///{file}")
    try:
        caplog.clear()
        with caplog.at_level(logging.INFO), Session(engine, expire_on_commit=False) as session:
            return _played(engine, session, Sessions(engine), caplog, method, votes)
    finally:
        engine.dispose()


@cache
def _template() -> bytes:
    """A migrated database without rows."""
    with tempfile.TemporaryDirectory() as folder:
        engine = connect(f"sqlite:///{folder}/empty.db")
        upgrade(engine)
        with engine.connect() as connection:
            connection.exec_driver_sql("ROLLBACK")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        engine.dispose()
        return Path(folder, "empty.db").read_bytes()


def _played(
    engine: Engine, session: Session, sessions: Sessions, caplog: pytest.LogCaptureFixture, method: Method,
    votes: list[dict[str, dict[int, int]]],
) -> Left:  # fmt: skip
    _number_anew()
    election = elect(
        session,
        sessions,
        roles=["principal"] * 7 + ["director"] * 2,
        questions=4,
        operational=3,
        wish=Wish(method=method),
    )
    for place, cast in enumerate(votes):
        election.casts(sessions, election.people[place], _on_paper(election, cast), NOON + timedelta(minutes=place))
    with sessions.begin() as writing:
        assert closing.close_due(writing, CLOSES) == 1
    forgetting.wipe_out_due(sessions, CLOSES)
    with sessions.reading() as reading:
        result = facts.result(reading, reading.get_one(Poll, election.poll_id), CLOSES)
    sheet = poll_desk.sheet(result, T)
    lines = [record.getMessage() for record in caplog.records if not record.name.startswith("alembic")]
    return Left(_all_rows(engine), str(sheet), lines)


def _on_paper(election: Election, cast: dict[str, dict[int, int]]) -> dict[str, dict[int, int]]:
    return {
        name: {election.options[name][place]: mark for place, mark in given.items()} for name, given in cast.items()
    }


def _all_rows(engine: Engine) -> dict[str, list[Any]]:
    """Of a table that says nothing about order, sorted; what was drawn by lot left out."""
    found = {}
    for table in Base.metadata.sorted_tables:
        shown = [column for column in table.columns if column.name not in IDS.get(table.name, set())]
        with engine.connect() as connection:
            rows = [tuple(map(str, row)) for row in connection.execute(table.select().with_only_columns(*shown))]
            connection.rollback()
        found[table.name] = rows if is_sqlite(engine) and table is not BALLOTS else sorted(rows)
    return found


def _number_anew() -> None:
    """The factories' keys begin at one again: both plays are to have the same."""
    factories._numbers = count(1)
