"""After an outage: every reminder reaches the end that its lateness calls for, and nobody hears twice."""

from collections import Counter
from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from bot.letters.compose import compose
from bot.services.plan import steps
from models import Audience, Delivery, DeliveryState, Event, Kind, Overview, Step
from models.steps import Says
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
        session.execute(delete(Overview))  # what Alice is told every Monday is not counted here
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


NIGHT = START.replace(hour=20, minute=30) - 14 * DAY
"""Two hours later nobody is woken any more."""
DAYTIME = START - 14 * DAY
FROM_THE_RETURN = [
    *(-3 * DAY, -2 * HOUR, -11 * MINUTE, -9 * MINUTE, MINUTE, 25 * MINUTE, 59 * MINUTE, 61 * MINUTE, 3 * HOUR),
    *(9 * HOUR, 12 * HOUR, DAY - HOUR, DAY + HOUR, 2 * DAY, 5 * DAY, 7 * DAY - HOUR, 7 * DAY + HOUR, 9 * DAY),
]
"""How far away each meeting is when the bot is back."""


@pytest.mark.parametrize("people", [2, pytest.param(56, marks=pytest.mark.soak)])
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("since", "back"),
    [
        (DAYTIME, DAYTIME + 5 * MINUTE),
        (DAYTIME, DAYTIME + 2 * HOUR),
        (DAYTIME, DAYTIME + 3 * DAY),
        (NIGHT, NIGHT + 2 * HOUR),
        (NIGHT, NIGHT + 3 * DAY + 2 * HOUR),
    ],
    ids=["five minutes", "two hours", "three days", "two hours into the night", "three days into the night"],
)
def test_after_an_outage_every_reminder_of_every_meeting_ends_as_the_table_says(world, since, back, people):
    """Over a thousand reminders when it is asked for. What should have been comes from the table alone."""
    world.scheduler._sender._poster._compose = compose
    world.clock.move_to(since)
    with world.sessions.begin() as session:
        attending = [world.person(session, f"P{number}", locale="en-US") for number in range(people)]
        meetings = {}
        for distance in FROM_THE_RETURN:
            event = make_event(session, starts_at=back + distance, length=MINUTE, title=f"{distance}")
            for person in attending:
                make_registration(session, event, person, created_at=since - 30 * DAY)
            steps.plan(session, event, since)
            meetings[event.id] = (event.starts_at, reminders_of(session, event))
    back_at(world, back)
    moments = [back]
    if is_night(back):
        moments.append(next_morning(back))
        back_at(world, moments[-1])

    expected = {id: should_end(*meeting, since, moments) for id, meeting in meetings.items()}
    assert ended(world, people) == {id: states for id, states in expected.items() if states}
    bobs = {person.slack_user_id for person in attending}
    told = [
        call
        for call in world.calls("chat.postMessage")
        if call["channel"] in bobs and not call["text"].startswith("Thank you")
    ]
    assert told
    assert set(Counter((call["channel"], title_of(call["text"])) for call in told).values()) == {1}
    for call in told:
        assert says_the_truth(call["text"], back + distance_of(call["text"]), moments), call["text"]


@pytest.mark.parametrize(("late", "end"), [(DAY - HOUR, SENT), (DAY + HOUR, EXPIRED)])
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_thanks_are_still_said_a_day_later_and_not_after_that(world, planned, late, end):
    with world.sessions.reading() as session:
        (due_at,) = session.scalars(select(Step.due_at).where(Step.says == Says.THANKS))
    back_at(world, START)
    back_at(world, due_at + late)
    assert set(ends(world, Kind.THANKS).values()) == {end}


def reminders_of(session: Session, event: Event) -> dict[str, datetime]:
    """When each is to be sent: what the plan of a meeting makes of its rules is no matter here."""
    rows = session.scalars(
        select(Step).where(Step.event_id == event.id, Step.says == Says.REMINDER, Step.audience == Audience.REGISTERED)
    )
    return {step.kind: step.due_at for step in rows if step.due_at and step.done_at is None}


def should_end(
    starts_at: datetime, reminders: dict[str, datetime], since: datetime, moments: list[datetime]
) -> dict[str, DeliveryState]:
    """By the table: of what was missed the latest is sent while it helps, or waits for the morning; else it expires."""
    states: dict[str, DeliveryState] = {}
    for now in moments:
        due = {kind: moment for kind, moment in reminders.items() if since < moment <= now}
        open_ones = [kind for kind in due if states.get(kind) in (None, DeliveryState.PENDING)]
        for kind in open_ones:
            if due[kind] != max(due.values()):
                states[kind] = SUPERSEDED
            elif now > starts_at + 10 * MINUTE:
                states[kind] = EXPIRED
            elif is_night(now) and now - due[kind] > 15 * MINUTE and next_morning(now) < starts_at + 10 * MINUTE:
                states[kind] = DeliveryState.PENDING
            else:
                states[kind] = SENT
    return states


def is_night(moment: datetime) -> bool:
    return not 8 <= moment.astimezone(START.tzinfo).hour < 22


def next_morning(moment: datetime) -> datetime:
    wall = moment.astimezone(START.tzinfo)
    return wall.replace(hour=8, minute=0, second=0) + (DAY if wall.hour >= 22 else 0 * DAY)


def ended(world, people: int) -> dict[int, dict[str, DeliveryState]]:
    """How each meeting's reminders have ended: for everyone alike."""
    with world.sessions.reading() as session:
        rows = session.execute(
            select(Delivery.event_id, Step.kind, Delivery.state, func.count())
            .join(Step, Step.id == Delivery.step_id)
            .where(Delivery.kind == Kind.REMINDER)
            .group_by(Delivery.event_id, Step.kind, Delivery.state)
        ).all()
    found: dict[int, dict[str, DeliveryState]] = {}
    for event_id, kind, state, number in rows:
        assert number == people
        found.setdefault(event_id, {})[kind] = state
    return found


def title_of(text: str) -> str:
    """Meetings are named after how far away they are."""
    return next(str(one) for one in sorted(FROM_THE_RETURN, key=lambda one: -len(str(one))) if f" {one}, " in text)


def distance_of(text: str) -> timedelta:
    return next(one for one in FROM_THE_RETURN if str(one) == title_of(text))


def says_the_truth(text: str, starts_at: datetime, moments: list[datetime]) -> bool:
    """Whether the words were true at one of the moments at which they can have been written."""
    return any(text.startswith(tuple(true_words(starts_at, now))) for now in moments)


def true_words(starts_at: datetime, now: datetime) -> list[str]:
    minutes = (starts_at - now).total_seconds() / 60
    wall, today = starts_at.astimezone(START.tzinfo), now.astimezone(START.tzinfo)
    days = (wall.date() - today.date()).days
    if minutes <= 0:
        return ["We have begun"]
    if days == 0:
        return ["We begin in an hour", f"We begin in {minutes:.0f} minute"] if minutes <= 90 else ["Today at"]
    return {1: ["Tomorrow at"], 7: ["In a week"]}.get(days, [f"On {wall:%A} at"] if days < 7 else [f"In {days} days"])
