"""Several processes on one PostgreSQL: one sends."""

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import text

from models import DeliveryState
from models.database import Sessions, connect
from scheduler import election as elections
from scheduler.election import Election
from scheduler.runner import Scheduler
from tests.factories import make_delivery
from tests.scheduler.conftest import compose, draw

on_postgresql = pytest.mark.parametrize("engine", ["postgresql"], indirect=True)


@pytest.fixture
def other(world) -> Iterator[Scheduler]:
    """Another process' scheduler, with a connection pool of its own."""
    engine = connect(world.sessions.engine.url.render_as_string(hide_password=False))
    bot = replace(world.bot, sessions=Sessions(engine), name="other")
    scheduler = Scheduler(bot, wait=world.ticks.advance, compose=compose, draw=draw)
    yield scheduler
    scheduler.stop()
    engine.dispose()


@on_postgresql
def test_one_of_two_is_elected_and_the_other_follows_when_it_stops(world, other):
    world.scheduler.tick()
    other.tick()
    assert (world.scheduler.election.is_elected, other.election.is_elected) == (True, False)
    world.scheduler.election.resign()
    other.tick()
    world.scheduler.tick()
    assert (world.scheduler.election.is_elected, other.election.is_elected) == (False, True)


@on_postgresql
def test_whoever_resigns_is_followed_at_once(world, other):
    for _ in range(200):
        world.scheduler.election.beat()
        assert world.scheduler.election.is_elected
        world.scheduler.election.resign()
        other.election.beat()
        assert other.election.is_elected
        other.election.resign()


@on_postgresql
def test_whoever_is_not_elected_sends_nothing(world, other, event):
    with world.sessions.begin() as session:
        row = make_delivery(session, event, world.person(session))
    world.scheduler.election.beat()
    other.tick()
    assert world.state(row) is DeliveryState.PENDING
    world.scheduler.tick()
    assert world.state(row) is DeliveryState.SENT


@on_postgresql
def test_a_process_that_wakes_from_a_freeze_is_not_elected_until_it_has_asked(world):
    election = world.scheduler.election
    election.beat()
    world.ticks.advance(6)
    assert not election.is_elected
    election.beat()
    assert election.is_elected


@on_postgresql
def test_a_cut_connection_loses_the_lock_and_asks_anew(world, session):
    election = world.scheduler.election
    election.beat()
    session.execute(
        text(
            "SELECT pg_terminate_backend(l.pid) FROM pg_locks l JOIN pg_database d ON d.oid = l.database "
            "WHERE l.locktype = 'advisory' AND l.objid = :n AND d.datname = current_database()"
        ),
        {"n": elections.SENDER},
    )
    session.commit()
    election.beat()
    assert not election.is_elected
    election.beat()
    assert election.is_elected


@on_postgresql
def test_the_server_takes_the_lock_from_a_frozen_holder(world, other, monkeypatch):
    monkeypatch.setattr(elections, "IDLE", "200ms")
    world.scheduler.election.beat()  # and never again
    pause = threading.Event()
    for _ in range(200):
        other.election.beat()
        if other.election.is_elected:
            break
        pause.wait(0.1)
    assert other.election.is_elected


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_the_only_process_on_sqlite_is_always_elected(world):
    assert world.scheduler.election.is_elected
    assert world.scheduler.election.is_alone


@on_postgresql
def test_even_two_senders_at_once_send_each_message_once(world, other, event, monkeypatch):
    """Rows are claimed under locks: the election only saves work."""
    monkeypatch.setattr(Election, "is_elected", True)
    with world.sessions.begin() as session:
        people = [world.person(session, f"P{number}") for number in range(60)]
        due = [make_delivery(session, event, person) for person in people]
    both = [threading.Thread(target=scheduler.tick) for scheduler in (world.scheduler, other)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join(30)
    assert {world.state(row) for row in due} == {DeliveryState.SENT}
    assert world.posted() == {f"delivery {row.id}": 1 for row in due}
    assert {world.row(row).claimed_by for row in due} == {"bot", "other"}
