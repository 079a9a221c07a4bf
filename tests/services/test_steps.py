"""From a plan to what is owed."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.services import claims, steps
from models import (
    Attendance,
    Audience,
    Delivery,
    DeliveryState,
    Duty,
    EventState,
    Kind,
    Person,
    Registration,
    RegistrationState,
    Says,
    Step,
)
from tests.clock import NOON
from tests.factories import (
    make_area,
    make_assignment,
    make_coordinator,
    make_event,
    make_guest,
    make_person,
    make_registration,
    make_series,
    make_step,
)

START = datetime.fromisoformat("2027-03-31T09:00:00+02:00")
"""Summer time; the week before is winter time (domain.md 12, case 12)."""
WEEK_BEFORE = datetime.fromisoformat("2027-03-24T09:00:00+01:00")
HOUR = timedelta(hours=1)


@pytest.fixture
def event(session):
    return make_event(session, starts_at=START)


def plan(session, event, now=NOON):
    steps.plan(session, event, now)
    session.commit()
    return {step.kind: step for step in session.scalars(select(Step).where(Step.event_id == event.id))}


def reminders(session, event, now=NOON):
    return {kind: step for kind, step in plan(session, event, now).items() if step.says is Says.REMINDER}


def carry_out(session, now):
    carried_out = 0
    while steps.carry_out_due(session, now):
        carried_out += 1
    session.commit()
    return carried_out


def owed(session, kind=Kind.REMINDER):
    rows = select(Delivery).where(Delivery.kind == kind).order_by(Delivery.id)
    return session.scalars(rows.execution_options(populate_existing=True)).all()


def test_a_plan_follows_the_wall_clock_across_the_change_to_summer_time(session, event):
    due = {kind: step.due_at.isoformat() for kind, step in reminders(session, event).items()}
    assert due == {
        "one_week": "2027-03-24T08:00:00+00:00",
        "one_day": "2027-03-30T07:00:00+00:00",
        "one_hour": "2027-03-31T06:00:00+00:00",
        "day_before_channel": "2027-03-30T07:00:00+00:00",
    }


def test_planning_twice_changes_nothing(session, event):
    first = {kind: (step.id, step.due_at, step.version) for kind, step in plan(session, event).items()}
    assert {kind: (step.id, step.due_at, step.version) for kind, step in plan(session, event).items()} == first


def test_a_meeting_without_a_date_or_cancelled_plans_nothing(session, event):
    dateless = make_event(session, starts_at=None)
    assert {step.due_at for step in plan(session, dateless).values()} == {None}
    plan(session, event)
    event.state = EventState.CANCELLED
    assert {step.due_at for step in plan(session, event).values()} == {None}


def test_a_step_whose_moment_has_passed_when_planned_is_never_owed(session, event):
    make_registration(session, event)
    now = START - 2 * HOUR
    assert {kind for kind, step in reminders(session, event, now).items() if step.done_at} == {
        "one_week",
        "one_day",
        "day_before_channel",
    }
    assert carry_out(session, now) == 0


def test_a_moved_meeting_moves_what_is_not_yet_sent(session, event):
    make_registration(session, event)
    plan(session, event)
    carry_out(session, WEEK_BEFORE)
    new_start = START + timedelta(days=7)
    event.reschedule(new_start.date(), event.start_time, event.end_time)
    plan_now = plan(session, event, START - timedelta(days=6))
    assert plan_now["one_week"].done_at is None
    assert (plan_now["one_week"].version, plan_now["one_hour"].version) == (2, 2)
    event.reschedule((START + timedelta(days=1)).date(), event.start_time, event.end_time)
    plan_now = plan(session, event, START - timedelta(days=5))
    assert plan_now["one_week"].done_at is not None
    assert plan_now["one_day"].done_at is None


def test_a_rule_that_has_left_the_series_plans_nothing_more(session, event):
    plan(session, event)
    series = make_series(session, reminder_list=[{"id": "one_hour", "hours_before": 1}])
    event.series_id = series.id
    due = {kind: step.due_at for kind, step in plan(session, event).items()}
    assert due["one_hour"] == START - HOUR
    assert {due[kind] for kind in ("one_week", "one_day", "day_before_channel")} == {None}


def test_only_those_with_a_seat_taken_in_time_are_reminded(session, event):
    bob = make_registration(session, event)
    for state in (RegistrationState.WAITLISTED, RegistrationState.CANCELLED, RegistrationState.DECLINED):
        make_registration(session, event, state=state)
    plan(session, event)
    now = WEEK_BEFORE
    make_registration(session, event, created_at=now + timedelta(seconds=1))
    carry_out(session, now)
    (row,) = owed(session)
    assert (row.person_id, row.registration_id, row.event_id) == (bob.person_id, bob.id, event.id)
    assert (row.due_at, row.useful_until) == (now, START + timedelta(minutes=10))


def test_carrying_out_again_owes_nothing_more(session, event):
    make_registration(session, event)
    step = plan(session, event)["one_week"]
    carry_out(session, step.due_at)
    step.done_at = None
    session.commit()
    carry_out(session, step.due_at)
    assert len(owed(session)) == 1


def test_the_nearer_the_meeting_the_more_urgent(session, event):
    make_registration(session, event)
    plan(session, event)
    for moment in (WEEK_BEFORE, START - timedelta(days=1), START - HOUR):
        carry_out(session, moment)
    assert [row.priority for row in owed(session)] == [42, 41, 40]
    assert {row.priority for row in owed(session)} <= set(claims.PRIORITIES)


def test_everyone_without_slack_is_one_text_to_each_coordinator(session, event):
    make_registration(session, event, make_guest(session))
    make_registration(session, event, make_guest(session, "Gustav"))
    alice, anna = make_coordinator(session, event), make_coordinator(session, event, "Anna")
    plan(session, event)
    carry_out(session, WEEK_BEFORE)
    assert not owed(session)
    assert [row.person_id for row in owed(session, Kind.GUEST_TEXT)] == [alice.id, anna.id]


def test_without_a_coordinator_in_slack_the_national_organiser_gets_the_text(session, event):
    make_registration(session, event, make_guest(session))
    make_coordinator(session, event, slack_user_id=None)
    nina = make_person(session, "Nina")
    make_assignment(session, nina, Duty.NATIONAL, series_id=event.series_id)
    plan(session, event)
    carry_out(session, WEEK_BEFORE)
    assert [row.person_id for row in owed(session, Kind.GUEST_TEXT)] == [nina.id]


def test_who_has_left_slack_is_written_down_and_told_to_the_coordinator_once(session, event):
    make_registration(session, event, make_person(session, is_deactivated=True))
    make_coordinator(session, event)
    plan(session, event)
    for moment in (WEEK_BEFORE, START - timedelta(days=1)):
        carry_out(session, moment)
    assert {row.state for row in owed(session)} == {DeliveryState.FAILED}
    assert len(owed(session, Kind.NOT_REACHED)) == 1


@pytest.mark.parametrize("is_closed", [False, True])
@pytest.mark.parametrize("has_channel", [True, False])
def test_the_channel_is_told_the_day_before_whether_or_not_one_can_still_register(
    session, event, is_closed, has_channel
):
    if is_closed:
        event.registration_close_on = event.day - timedelta(days=5)
    if not has_channel:
        event.area_id = make_area(session, channel_id=None).id
    plan(session, event)
    carry_out(session, START - timedelta(days=1))
    rows = owed(session, Kind.CHANNEL_REMINDER)
    assert len(rows) == (1 if has_channel else 0)
    assert all(row.channel_id.startswith("C") and row.useful_until == event.starts_at for row in rows)


def test_of_several_missed_steps_the_latest_is_sent_and_the_others_are_superseded(session, event):
    make_registration(session, event)
    plan(session, event)
    carry_out(session, START - HOUR / 2)
    assert [row.state for row in owed(session)] == [
        DeliveryState.SUPERSEDED,
        DeliveryState.SUPERSEDED,
        DeliveryState.PENDING,
    ]
    claimed = claims.claim_due(session, START - HOUR / 2, "worker", limit=9).claims
    assert [claim.id for claim in claimed if claim.kind is Kind.REMINDER] == [owed(session)[-1].id]


@pytest.mark.parametrize("state", [EventState.CANCELLED, EventState.DRAFT])
def test_a_meeting_that_is_not_held_reminds_nobody(session, event, state):
    make_registration(session, event)
    plan(session, event)
    event.state = state
    assert carry_out(session, WEEK_BEFORE) > 0
    assert not owed(session)


@pytest.mark.parametrize(("quiet_to", "reminders"), [("2027-03-29", 0), ("2027-03-31", 1)])
def test_nothing_unprompted_goes_out_in_quiet_weeks_except_for_a_meeting_in_them(session, quiet_to, reminders):
    quiet = {"quiet_from": date(2027, 3, 20), "quiet_to": date.fromisoformat(quiet_to)}
    event = make_event(session, starts_at=START, series=make_series(session, **quiet))
    make_registration(session, event)
    plan(session, event)
    carry_out(session, WEEK_BEFORE)
    assert len(owed(session)) == reminders


def test_a_large_meeting_is_owed_in_one_go(session, event):
    session.add_all(make_seat(session, event, number) for number in range(1, 300))
    session.commit()
    make_step(session, event, due_at=NOON, audience=Audience.REGISTERED)
    assert carry_out(session, NOON) == 1
    assert len(owed(session)) == 299


def make_seat(session, event, number):
    person = Person(workspace_id=event.workspace_id, name=f"P{number}", slack_user_id=f"UP{number}")
    session.add(person)
    session.flush()
    return Registration(
        event_id=event.id,
        number=number,
        person_id=person.id,
        attendance=Attendance.ON_SITE,
        state=RegistrationState.REGISTERED,
        created_at=NOON,
        changed_at=NOON,
    )
