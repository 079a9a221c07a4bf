"""After an outage: every reminder reaches the end that its lateness calls for, and nobody hears twice."""

from collections import Counter
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.services import steps
from models import Delivery, DeliveryState, Kind, Step
from sandbox.faults import Fault
from tests.factories import make_area, make_coordinator, make_delivery, make_event, make_registration

START = datetime.fromisoformat("2027-02-03T13:00:00+01:00")
SENT, SUPERSEDED, EXPIRED = DeliveryState.SENT, DeliveryState.SUPERSEDED, DeliveryState.EXPIRED
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def planned(world):
    """Bob is registered for a meeting three weeks ahead."""
    world.room.channel("C_KRO")
    with world.sessions.begin() as session:
        event = make_event(session, starts_at=START, area=make_area(session, channel_id="C_KRO"))
        alice = make_coordinator(session, event)
        world.room.person(alice.slack_user_id)
        bob = world.person(session)
        make_registration(session, event, bob)
        steps.plan(session, event, world.clock.now())
    return event, bob, alice


def ends(world, kind=Kind.REMINDER):
    with world.sessions.reading() as session:
        rows = session.execute(
            select(Step.kind, Delivery.state)
            .join(Step, Step.id == Delivery.step_id)
            .where(Delivery.kind == kind)
            .order_by(Delivery.due_at)
        ).all()
    return {row.kind: row.state for row in rows}


def back_at(world, moment):
    world.clock.move_to(moment)
    world.tick()


@pytest.mark.parametrize(
    ("back", "expected"),
    [
        (START - 7 * DAY, {"one_week": SENT}),
        (START - 2 * DAY, {"one_week": SENT}),
        (START - DAY + HOUR, {"one_week": SUPERSEDED, "one_day": SENT}),
        (START - 5 * MINUTE, {"one_week": SUPERSEDED, "one_day": SUPERSEDED, "one_hour": SENT}),
        (START + 9 * MINUTE, {"one_week": SUPERSEDED, "one_day": SUPERSEDED, "one_hour": SENT}),
        (START + 11 * MINUTE, {"one_week": SUPERSEDED, "one_day": SUPERSEDED, "one_hour": EXPIRED}),
        (START + 3 * DAY, {"one_week": SUPERSEDED, "one_day": SUPERSEDED, "one_hour": EXPIRED}),
    ],
)
def test_how_late_decides_the_end(world, planned, back, expected):
    _, bob, alice = planned
    back_at(world, back)
    assert ends(world) == expected
    told = Counter(call["channel"] for call in world.calls("chat.postMessage"))
    is_lost = EXPIRED in expected.values()
    assert told[bob.slack_user_id] == (0 if is_lost else 1)
    assert told[alice.slack_user_id] == (1 if is_lost else 0)


def test_on_time_each_is_sent(world, planned):
    for moment in (START - 7 * DAY, START - DAY, START - HOUR):
        back_at(world, moment)
    assert ends(world) == {"one_week": SENT, "one_day": SENT, "one_hour": SENT}


def test_back_in_the_night_a_reminder_waits_for_the_morning(world, planned):
    night = START.replace(hour=23) - DAY
    back_at(world, night)
    assert ends(world)["one_day"] is DeliveryState.PENDING
    assert world.clock.announced == START.replace(hour=8)
    back_at(world, START.replace(hour=8))
    assert ends(world)["one_day"] is SENT


def test_a_crowd_put_off_until_the_morning_hides_nobody_from_the_evening(world, planned):
    """More than one batch of them is due before the one that does not wait."""
    night = START.replace(hour=23) - DAY
    with world.sessions.begin() as session:
        event = make_event(session, starts_at=START + DAY)
        for _ in range(20):
            make_delivery(session, event, useful_until=START, due_at=night - DAY)
        soon = make_delivery(session, event, world.person(session), due_at=night)
    back_at(world, night)
    assert world.state(soon) is SENT


def test_who_registers_after_a_moment_is_not_reminded_of_it(world, planned):
    event, _, _ = planned
    back_at(world, START - 7 * DAY)
    with world.sessions.begin() as session:
        eve = world.person(session, "Eve")
        make_registration(session, event, eve, number=2, created_at=START - 6 * DAY)
    back_at(world, START - 5 * DAY)
    assert not [call for call in world.calls("chat.postMessage") if call["channel"] == eve.slack_user_id]
    back_at(world, START - DAY)
    assert [call for call in world.calls("chat.postMessage") if call["channel"] == eve.slack_user_id]


def test_with_answers_lost_all_along_nobody_hears_twice(world, planned):
    world.room.faults.rate("chat.postMessage", {Fault.DROP_AFTER: 0.5, Fault.DROP_BEFORE: 0.3}, seed=3)
    for due_at in (START - 7 * DAY, START - DAY, START - HOUR):
        for minutes in (0, 1, 2, 5, 10, 20, 30, 45, 55):
            back_at(world, due_at + minutes * MINUTE)
    assert ends(world) == {"one_week": SENT, "one_day": SENT, "one_hour": SENT}
    assert set(world.posted().values()) == {1}
