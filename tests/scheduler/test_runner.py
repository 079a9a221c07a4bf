"""The scheduler on its own feet: threads, the alarm clock, and those who watch them."""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.context import Bot
from bot.i18n import Texts
from bot.services import cards
from bot.services.messages import deliveries
from bot.services.plan import moments
from models import DeliveryState, Kind
from models.database import Ear, Sessions, connect
from sandbox.client import FakeSlack
from sandbox.workspace import Workspace
from scheduler.runner import EAR, STOPPING, Scheduler
from tests.clock import RunningClock
from tests.factories import make_card, make_delivery, make_event, make_person
from tests.scheduler.conftest import World, compose, draw

HOUR = timedelta(hours=1)
AT_ONCE = 10.0
"""Seconds: far below the half minute between two rings of the alarm, far above what a busy machine takes."""
on_postgresql = pytest.mark.parametrize("engine", ["postgresql"], indirect=True)


@pytest.fixture
def running(sessions) -> Iterator[World]:
    """Real clocks and real threads; nothing is due yet."""
    clock = RunningClock()
    room = Workspace(now=clock.now)
    slack = FakeSlack(room)
    bot = Bot(
        sessions=sessions,
        slack=slack,
        respond=lambda *_: None,
        clock=clock,
        ticks=time.monotonic,
        texts=Texts({"sv": {}, "en": {}}),
    )
    scheduler = Scheduler(bot, workers=4, compose=compose, draw=draw)
    world = World(sessions, clock, time.monotonic, room, slack, bot, scheduler)
    scheduler.start()
    yield world
    scheduler.stop()


def until(world: World, is_so, seconds=AT_ONCE) -> float:
    """Wait until it is so; the seconds it took."""
    began = time.monotonic()
    with world.room.happened:
        while not is_so():
            assert time.monotonic() - began < seconds, "it never happened"
            world.room.happened.wait(0.02)
    return time.monotonic() - began


def owe(world, person, event, due_at, cause="1", kind=Kind.RECEIPT):
    with world.sessions.begin() as session:
        deliveries.owe(
            session,
            kind,
            now=due_at,
            cause=cause,
            workspace_id=event.workspace_id,
            event_id=event.id,
            person_id=person.id,
        )


@pytest.fixture
def scene(running):
    with running.sessions.begin() as session:
        event = make_event(session)
        bob = make_person(session, slack_user_id="UBOB")
    running.room.person("UBOB")
    running.room.channel("C1")
    return event, bob


def test_what_a_commit_owes_leaves_at_once(running, scene):
    event, bob = scene
    owe(running, bob, event, running.clock.now())
    assert until(running, lambda: len(running.room.calls) > 0) < AT_ONCE


def test_a_moment_ahead_is_met_and_not_anticipated(running, scene):
    event, bob = scene
    due_at = running.clock.now() + timedelta(seconds=0.4)
    owe(running, bob, event, due_at)
    until(running, lambda: running.posted().total() == 1)
    late = (running.clock.now() - due_at).total_seconds()
    assert 0 <= late < AT_ONCE


def test_a_stale_card_is_redrawn_by_itself(running, scene):
    event, _ = scene
    answer = running.slack.chat_postMessage(channel="C1", text="new")
    with running.sessions.begin() as session:
        make_card(session, event, channel_id="C1", ts=answer["ts"])
    with running.sessions.begin() as session:
        cards.stale(session, event.id, running.clock.now())
    until(running, lambda: bool(running.calls("chat.update")))


def test_a_receipt_overtakes_a_hundred_reminders(running, scene):
    event, bob = scene
    now = running.clock.now()
    with running.sessions.begin() as session:
        for number in range(100):
            person = make_person(session, slack_user_id=f"U{number}X")
            running.room.person(f"U{number}X")
            make_delivery(session, event, person, due_at=now - HOUR)
    running.scheduler.nudge()
    until(running, lambda: running.posted().total() >= 3)
    owe(running, bob, event, now)
    mine = until(running, lambda: any(call["channel"] == "UBOB" for call in running.calls("chat.postMessage")))
    assert mine < 2
    assert running.posted().total() < 50


def test_a_stumble_is_logged_and_walked_off(running, scene, monkeypatch, caplog):
    event, bob = scene
    real = moments.due
    falls = iter([True])

    def trip(*args):
        if next(falls, False):
            raise ZeroDivisionError
        return real(*args)

    monkeypatch.setattr(moments, "due", trip)
    owe(running, bob, event, running.clock.now())
    until(running, lambda: running.posted().total() == 1)
    assert "the ticker stumbled" in caplog.text


def test_a_dead_alarm_clock_is_replaced(running, scene):
    event, bob = scene
    dead = running.scheduler._alarm
    dead.shutdown()
    dead._thread = threading.Thread()
    running.scheduler._revive()
    assert running.scheduler._alarm is not dead
    owe(running, bob, event, running.clock.now() + timedelta(seconds=0.2))
    until(running, lambda: running.posted().total() == 1)
    assert running.scheduler.is_alive


def test_stopping_finishes_what_is_being_sent_and_leaves_the_rest(running, scene):
    event, _ = scene
    now = running.clock.now()
    with running.sessions.begin() as session:
        people = [make_person(session, slack_user_id=f"U{number}Y") for number in range(40)]
        due = [make_delivery(session, event, person, due_at=now - HOUR) for person in people]
    for person in people:
        running.room.person(person.slack_user_id)
    running.scheduler.nudge()
    until(running, lambda: running.posted().total() >= 2)
    began = time.monotonic()
    running.scheduler.stop()
    assert time.monotonic() - began < STOPPING
    assert not running.scheduler.is_alive
    states = [running.state(row) for row in due]
    assert set(states) <= {DeliveryState.SENT, DeliveryState.PENDING}
    assert states.count(DeliveryState.SENT) == running.posted().total() < 40


def test_at_a_start_what_was_being_sent_is_looked_for_first(running, scene):
    event, bob = scene
    running.scheduler.stop()
    now = running.clock.now()
    with running.sessions.begin() as session:
        row = make_delivery(
            session,
            event,
            bob,
            due_at=now,
            state=DeliveryState.SENDING,
            maybe_posted_at=now,
            lease_until=now + HOUR,
            lease_token="dead",
        )
    again = Scheduler(running.bot, workers=2, compose=compose, draw=draw)
    again.start()
    if again.election.is_alone:
        until(running, lambda: bool(running.calls("conversations.history")))
        assert not running.posted()
    again.stop()
    assert running.state(row) is (DeliveryState.DOUBT if again.election.is_alone else DeliveryState.SENDING)


@on_postgresql
def test_what_another_process_owes_leaves_at_once(running, scene, elsewhere):
    event, bob = scene
    idle(running)
    owe(elsewhere, bob, event, running.clock.now())
    assert until(running, lambda: bool(running.calls("chat.postMessage"))) < AT_ONCE


@on_postgresql
def test_without_an_ear_it_waits_for_the_alarm(running, scene, elsewhere, monkeypatch):
    """The control."""
    event, bob = scene
    monkeypatch.setattr(Ear, "has_heard", lambda ear, patience: threading.Event().wait(patience))
    idle(running)
    owe(elsewhere, bob, event, running.clock.now())
    with pytest.raises(AssertionError, match="never happened"):
        until(running, lambda: bool(running.calls("chat.postMessage")), seconds=1.5)


@on_postgresql
def test_an_ear_whose_connection_was_cut_hears_again(running, scene, elsewhere, session):
    event, bob = scene
    idle(running)
    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = :name"
    session.execute(text(cut), {"name": session.get_bind().url.database})
    session.commit()
    owe(elsewhere, bob, event, running.clock.now())
    assert until(running, lambda: bool(running.calls("chat.postMessage"))) < AT_ONCE


@dataclass
class Elsewhere:
    """Another process: a pool of its own, and nobody who nudges."""

    sessions: Sessions


@pytest.fixture
def elsewhere(engine) -> Iterator[Elsewhere]:
    other = connect(engine.url.render_as_string(hide_password=False))
    yield Elsewhere(Sessions(other))
    other.dispose()


def idle(world: World) -> None:
    """Until the alarm is set for half a minute from now, and whoever listens has begun to."""
    until(world, lambda: not world.scheduler._bells["ticker"].is_set())
    threading.Event().wait(EAR + 0.1)
