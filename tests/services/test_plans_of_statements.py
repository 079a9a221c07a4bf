"""What runs at every wake-up reads only what is due, however much is stored."""

from contextlib import contextmanager
from datetime import timedelta
from time import perf_counter

import pytest
from sqlalchemy import event as sqlalchemy_event
from sqlalchemy import update

from bot.services import cards
from bot.services.messages import claims, counts, deliveries, nights, outcomes
from bot.services.plan import moments, steps
from models import CardKind, Delivery, DeliveryState, Kind
from models.database import Sessions
from tests.clock import NOON
from tests.factories import make_card, make_coordinator, make_delivery, make_event, make_person, make_registration

LATER = NOON + timedelta(days=30)
NIGHT = NOON.replace(hour=23)
SMALL = ("assignments", "series", "areas", "quotas", "copies")
"""Tables with a handful of rows, and the workspace's only."""

NO_TABLE = ("SCAN CONSTANT ROW", "SCAN (subquery-1)")
"""How SQLite reads an empty list of exceptions."""


@contextmanager
def listening(sessions: Sessions):
    heard = []

    def hear(connection, cursor, statement, parameters, context, executemany):
        if statement.lstrip().upper().startswith(("SELECT", "UPDATE")):
            heard.append((statement, parameters))

    sqlalchemy_event.listen(sessions.engine, "before_cursor_execute", hear)
    yield heard
    sqlalchemy_event.remove(sessions.engine, "before_cursor_execute", hear)


def scans(sessions: Sessions, statement: str, parameters) -> list[str]:
    with sessions.engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
    lines = [row.detail for row in plan]
    # The index of stale cards holds those alone: reading all of it is reading what is due.
    return [line for line in lines if line.startswith("SCAN") and "ix_cards_stale" not in line and not _is_small(line)]


def _is_small(line: str) -> bool:
    return line.split()[1] in SMALL or line in NO_TABLE


@pytest.fixture
def much(sessions):
    with sessions.begin() as session:
        event = make_event(session)
        make_coordinator(session, event)
        make_registration(session, event)
        steps.plan(session, event, NOON)
        card = make_card(session, event)
        for number in range(3):
            make_card(session, make_event(session))
            make_delivery(session, event, due_at=LATER + timedelta(minutes=number))
        due = make_delivery(session, event, make_person(session), useful_until=LATER)
        make_delivery(session, event, useful_until=NOON - timedelta(hours=1))
    return event, due, card


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_no_hot_statement_scans_a_table(sessions, much):
    event, due, card = much
    with listening(sessions) as heard:
        with sessions.reading() as session:
            assert moments.due(session, NOON).deliveries
            assert moments.due(session, NOON).next_at
            assert moments.next_message(session, NOON) is None
        with sessions.begin() as session:
            steps.carry_out_due(session, event.starts_at)
            claims.expire_overdue(session, NOON)
            (claim, *_) = claims.claim_due(session, NOON, "worker", limit=9).claims
            assert outcomes.hold(session, claim, NOON, is_posting=True)
            outcomes.sent(session, claim, channel="C1", ts="1.2", now=NOON)
            outcomes.put_in_doubt(session, claim, at=NOON, reason="lost")
            outcomes.was_not_posted(session, claim)
            outcomes.retry_later(session, claim, at=NOON, reason="busy")
            outcomes.set_aside(session, claim, at=NOON, reason="went wrong", is_counted=True)
            outcomes.fail(session, claim, reason="never", now=NOON)
            outcomes.expire(session, claim, NOON)
            claims.return_lost(session, NOON)
            claims.sending_to_doubt_at_start(session, NOON)
            nights.put_off(session, [claim.id], NIGHT)
            cards.wear_out(session, NOON)
            deliveries.cancel_for(session, event_id=event.id, person_id=due.person_id, now=NOON)
            cards.stale(session, event.id, NOON)
            cards.claim_stale(session, CardKind.ANNOUNCEMENT, limit=1)
            cards.drawn(session, card.id, seen_stale_since=NOON, now=NOON)
    found = {statement: lines for statement, values in heard if (lines := scans(sessions, statement, values))}
    assert not found
    assert len(heard) > 20


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_counting_what_is_owed_reads_an_index_and_no_rows(sessions, much):
    with listening(sessions) as heard, sessions.reading() as session:
        assert counts.read(session, NOON).states["pending"] == 5
    found = [line for statement, values in heard for line in scans(sessions, statement, values)]
    assert found == ["SCAN deliveries USING COVERING INDEX ix_deliveries_event"]


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_leaving_out_the_words_of_the_partial_index_scans(sessions, much):
    """The control: the same question in other words."""
    question = "SELECT id FROM deliveries WHERE state = 'pending' AND next_at <= :now ORDER BY next_at LIMIT 1"
    assert scans(sessions, question, {"now": "2027-01-11"})
    assert not scans(sessions, question.replace("WHERE", "WHERE state IN ('pending', 'doubt') AND"), {"now": "2027"})


def test_with_a_hundred_times_the_rows_the_statements_are_as_few(sessions, much):
    event, _, _ = much
    with listening(sessions) as few, sessions.begin() as session:
        claims.claim_due(session, NOON, "worker", limit=9)
    with sessions.begin() as session:
        session.execute(update(Delivery).values(state=DeliveryState.PENDING, lease_token=None, lease_until=None))
        owed = [
            deliveries.row(
                Kind.REMINDER,
                now=NOON,
                cause=f"much-{number}",
                due_at=LATER,
                workspace_id=event.workspace_id,
                event_id=event.id,
                channel_id="C1",
            )
            for number in range(300)
        ]
        deliveries.owe_all(session, owed)
    with listening(sessions) as many, sessions.begin() as session:
        claims.claim_due(session, NOON, "worker", limit=9)
    assert len(many) == len(few)


@pytest.mark.soak
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_look_at_a_hundred_thousand_rows_costs_what_a_look_at_a_few_does(sessions, much):
    """And the control: without the words of the partial index it costs a hundred times as much."""
    event, _, _ = much
    with sessions.begin() as session:
        claims.expire_overdue(session, NOON)
        session.execute(update(Delivery).values(state=DeliveryState.SENT))
    few = seconds_of_a_look(sessions)
    for start in range(0, 100_000, 10_000):
        owed = [
            deliveries.row(
                Kind.REMINDER,
                now=NOON,
                cause=f"much-{number}",
                due_at=LATER,
                workspace_id=event.workspace_id,
                event_id=event.id,
                channel_id="C1",
            )
            for number in range(start, start + 10_000)
        ]
        with sessions.begin() as session:
            deliveries.owe_all(session, owed)
    many = seconds_of_a_look(sessions)
    assert many < 3 * few
    unhelped = "SELECT count(*) FROM deliveries WHERE state = 'pending' AND next_at <= '2027-01-11'"
    with sessions.engine.connect() as connection:
        assert seconds(lambda: connection.exec_driver_sql(unhelped).all()) > 3 * many


def seconds_of_a_look(sessions: Sessions) -> float:
    def look() -> None:
        with sessions.reading() as session:
            moments.due(session, NOON)

    return seconds(look)


def seconds(work) -> float:
    """The quickest of many."""
    taken = []
    for _ in range(30):
        began = perf_counter()
        work()
        taken.append(perf_counter() - began)
    return min(taken)
