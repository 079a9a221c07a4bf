"""From a plan to what is owed."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.services.messages import claims
from bot.services.plan import budgets, rules, steps
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
    Series,
    SeriesKind,
    Step,
)
from models.times import local
from tests.clock import NOON
from tests.factories import (
    make_area,
    make_assignment,
    make_coordinator,
    make_delivery,
    make_event,
    make_guest,
    make_person,
    make_registration,
    make_series,
    make_step,
    rows,
)

START = datetime.fromisoformat("2027-03-31T09:00:00+02:00")
"""Summer time; the week before is winter time (domain.md 12, case 12)."""
WEEK_BEFORE = datetime.fromisoformat("2027-03-24T09:00:00+01:00")
HOUR = timedelta(hours=1)
ONE_KIND = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
"""Calendars and rules, not rows: one kind of database is enough."""


@pytest.fixture
def event(session):
    return make_event(session, starts_at=START)


def plan(session, event, now=NOON):
    steps.plan(session, event, now)
    session.commit()
    return {step.kind: step for step in session.scalars(select(Step).where(Step.event_id == event.id))}


def reminders(session, event, now=NOON):
    return {kind: step for kind, step in plan(session, event, now).items() if step.says is Says.REMINDER}


def series_of(session, event):
    return session.get_one(Series, event.series_id)


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


def test_an_invitation_about_to_go_out_goes_out_also_when_the_meeting_is_moved_in_that_moment(session, event):
    event.state = EventState.DRAFT
    plan(session, event, START - timedelta(days=20))
    event.state, published = EventState.PLANNED, START - timedelta(days=10)
    assert plan(session, event, published)["invitation"].done_at is None
    event.reschedule((START + timedelta(days=1)).date(), event.start_time, event.end_time)
    assert plan(session, event, published)["invitation"].done_at is None
    carry_out(session, published)
    event.reschedule((START + timedelta(days=2)).date(), event.start_time, event.end_time)
    assert plan(session, event, published)["invitation"].done_at is not None, "once is enough"


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


def due_of(session, event, kind, now=NOON):
    due_at = plan(session, event, now)[kind].due_at
    return due_at and f"{local(due_at, event.tz):%Y-%m-%d %H:%M}"


SCHEDULE = {
    "save_the_date_on": date(2027, 1, 18), "invitation_on": date(2027, 1, 25), "poll_open_on": date(2027, 3, 1),
    "poll_close_on": date(2027, 3, 8), "registration_close_on": date(2027, 3, 18), "programme_on": date(2027, 3, 17),
    "notes_draft_on": date(2027, 4, 7),
}  # fmt: skip


@ONE_KIND
def test_a_season_has_a_moment_for_everything_on_the_days_its_schedule_names(session, event):
    for name, day in SCHEDULE.items():
        setattr(event, name, day)
    found = plan(session, event)
    assert {kind: f"{local(step.due_at, event.tz):%m-%d %H:%M}" for kind, step in found.items()} == {
        "save_the_date": "01-18 09:00", "invitation": "01-25 09:00", "nudge": "03-04 09:00",
        "last_nudge": "03-12 09:00", "poll_opening": "03-01 09:00", "vote": "03-05 09:00",
        "poll_closing": "03-08 16:00", "programme": "03-17 09:00", "one_week": "03-24 09:00", "one_day": "03-30 09:00",
        "day_before_channel": "03-30 09:00", "one_hour": "03-31 08:00", "thanks": "03-31 11:15",
        "evaluation": "04-01 09:00", "drafts": "04-07 09:00",
    }  # fmt: skip


@ONE_KIND
def test_where_the_file_says_nothing_the_usual_distance_holds(session, event):
    session.get_one(Series, event.series_id).reminder_list = []
    found = plan(session, event)
    assert {kind for kind, step in found.items() if step.due_at is None} == {
        "save_the_date", "nudge", "last_nudge", "poll_opening", "vote", "poll_closing",
    }  # fmt: skip
    assert due_of(session, event, "invitation") == "2027-02-03 09:00", "eight weeks before"
    assert due_of(session, event, "programme") == "2027-03-17 09:00"
    assert due_of(session, event, "drafts") == "2027-04-07 09:00"
    assert due_of(session, event, "one_week") == "2027-03-24 09:00"


@ONE_KIND
def test_a_lab_has_a_plan_of_its_own(session):
    lab = make_series(session, kind=SeriesKind.LAB, quiet_from=date(2027, 6, 28), quiet_to=date(2027, 8, 8))
    event = make_event(session, starts_at=datetime.fromisoformat("2027-09-08T09:00:00+02:00"), series=lab,
                       registration_close_on=date(2027, 8, 27))  # fmt: skip
    found = plan(session, event)
    assert {"poll_opening", "vote", "poll_closing", "save_the_date", "last_nudge"}.isdisjoint(found)
    assert due_of(session, event, "invitation") == "2027-06-24 09:00", "in the quiet weeks: before them, and Midsummer"
    assert due_of(session, event, "nudge") == "2027-08-20 09:00"
    assert due_of(session, event, "drafts") == "2027-09-10 09:00"


@ONE_KIND
def test_what_follows_waits_for_the_end_of_the_quiet_weeks(session):
    lab = make_series(session, kind=SeriesKind.LAB, quiet_from=date(2027, 6, 28), quiet_to=date(2027, 8, 8))
    event = make_event(session, starts_at=datetime.fromisoformat("2027-06-24T13:00:00+02:00"), series=lab)
    assert due_of(session, event, "drafts") == "2027-08-09 09:00"
    assert due_of(session, event, "evaluation") == "2027-08-09 09:00", "Midsummer Eve, then the quiet weeks"
    event.reschedule(date(2027, 7, 7), event.start_time, event.end_time)
    assert due_of(session, event, "one_day") == "2027-07-06 09:00", "held in them, it has its whole plan"
    assert due_of(session, event, "evaluation") == "2027-07-08 09:00"


@ONE_KIND
def test_what_the_coordinator_changed_survives_a_new_default_and_another_import(session, event):
    found = plan(session, event)
    week, day, hour = (found[kind] for kind in ("one_week", "one_day", "one_hour"))
    steps.change(session, week, rules.rules(series_of(session, event), event)["one_week"]._replace(days_before=9), NOON)
    steps.switch(session, day, NOON, is_off=True)
    assert due_of(session, event, "one_week") == "2027-03-22 09:00"
    series_of(session, event).reminder_list = [
        {"id": kind, "days_before": 3, "at": "10:00"} for kind in ("one_week", "one_day", "one_hour")
    ]
    assert due_of(session, event, "one_week") == "2027-03-22 09:00"
    assert due_of(session, event, "one_day") is None
    assert due_of(session, event, "one_hour") == "2027-03-24 10:00", "three days before are in Easter; this one follows"
    assert hour.version == 2
    series_of(session, event).reminder_list = [{"id": "one_hour", "days_before": 3, "at": "10:00"}]
    assert due_of(session, event, "one_week") == "2027-03-22 09:00", "also when the file forgets it"


@ONE_KIND
def test_switched_on_again_after_its_moment_a_step_is_over(session, event):
    make_registration(session, event)
    week = plan(session, event)["one_week"]
    steps.switch(session, week, NOON, is_off=True)
    steps.switch(session, week, WEEK_BEFORE + HOUR, is_off=False)
    session.commit()
    carry_out(session, WEEK_BEFORE + HOUR)
    assert week.done_at is not None and not owed(session)


@ONE_KIND
def test_moving_a_deadline_moves_what_hangs_on_it_and_nothing_else(session, event):
    event.registration_close_on = date(2027, 3, 18)
    before = {kind: (step.due_at, step.version) for kind, step in plan(session, event).items()}
    event.registration_close_on = date(2027, 3, 15)
    after = {kind: (step.due_at, step.version) for kind, step in plan(session, event).items()}
    assert {kind for kind in after if after[kind] != before[kind]} == {"nudge", "last_nudge"}
    assert due_of(session, event, "last_nudge") == "2027-03-11 09:00"


@ONE_KIND
def test_planned_too_late_for_a_working_day_the_reminder_comes_on_the_day_off_after_all(session, event):
    event.reschedule(date(2027, 4, 12), event.start_time, event.end_time)
    make_registration(session, event)
    saturday = datetime.fromisoformat("2027-04-10T12:00:00+02:00")
    assert due_of(session, event, "one_day", saturday) == "2027-04-11 09:00", "a Sunday"
    carry_out(session, datetime.fromisoformat("2027-04-11T09:00:00+02:00"))
    sent = len(owed(session))
    assert sent == 1 and due_of(session, event, "one_day", saturday + 24 * HOUR) == "2027-04-11 09:00"
    carry_out(session, saturday + 24 * HOUR)
    assert len(owed(session)) == sent


@ONE_KIND
def test_planned_again_at_the_weekend_nobody_hears_twice(session, event):
    event.reschedule(date(2027, 4, 12), event.start_time, event.end_time)
    make_registration(session, event)
    friday = datetime.fromisoformat("2027-04-09T09:00:00+02:00")
    plan(session, event)
    carry_out(session, friday)
    plan(session, event, friday + 24 * HOUR)
    carry_out(session, friday + 72 * HOUR - HOUR)
    assert [row.step_id for row in owed(session)].count(plan(session, event, friday)["one_day"].id) == 1


def test_what_does_not_exist_yet_has_its_moment_and_owes_nothing(session, event):
    for name, day in SCHEDULE.items():
        setattr(event, name, day)
    make_registration(session, event)
    make_coordinator(session, event)
    found = plan(session, event)
    silent = [step for step in found.values() if step.says not in rules.SPEAKS]
    assert {step.says for step in silent} == {
        Says.POLL_CLOSING, Says.EVALUATION, Says.DRAFTS,
    }  # fmt: skip
    for step in found.values():
        step.done_at = None if step in silent else NOON
    session.commit()
    assert carry_out(session, START + timedelta(days=30)) == len(silent)
    assert rows(session, Delivery) == 0


def heard(session, event, person, number):
    for _ in range(number):
        step = make_step(session, event, done_at=NOON)
        make_delivery(session, event, person, step_id=step.id, kind=Kind.INVITATION, state=DeliveryState.SENT)


@ONE_KIND
@pytest.mark.parametrize(("so_far", "ends"), [(8, set()), (9, {"thanks"}), (10, {"thanks", "one_hour"})])
def test_thanks_give_way_before_the_reminder_an_hour_before(session, event, so_far, ends):
    person = make_registration(session, event).person_id
    for step in plan(session, event).values():
        step.done_at = None if step.kind in ("one_hour", "thanks") else NOON
    heard(session, event, session.get_one(Person, person), so_far)
    carry_out(session, START + 3 * HOUR)
    gave_way = select(Step.kind).join(Delivery, Delivery.step_id == Step.id).where(
        Delivery.state == DeliveryState.SUPERSEDED, Delivery.reason == budgets.ENOUGH
    )  # fmt: skip
    assert set(session.scalars(gave_way)) == ends


@ONE_KIND
def test_without_the_budget_an_eleventh_would_go_out(session, event, monkeypatch):
    """The control of the one before."""
    monkeypatch.setattr(budgets, "MOST", 99)
    person = session.get_one(Person, make_registration(session, event).person_id)
    plan(session, event)
    heard(session, event, person, 10)
    carry_out(session, START - HOUR)
    assert DeliveryState.SUPERSEDED not in {row.state for row in owed(session)[-1:]}


@ONE_KIND
def test_answers_and_news_cost_nothing(session, event):
    bob = make_registration(session, event)
    for kind in (Kind.RECEIPT, Kind.MOVED, Kind.CALLED_OFF, Kind.SEAT, Kind.FORM_CHANGED, Kind.NOT_REACHED) * 2:
        make_delivery(session, event, session.get_one(Person, bob.person_id), kind=kind)
    plan(session, event)
    carry_out(session, WEEK_BEFORE)
    assert [row.state for row in owed(session)] == [DeliveryState.PENDING]


@ONE_KIND
def test_a_poll_gives_way_first_while_the_programme_keeps_its_place(session, event, monkeypatch):
    """As it will be when polls can speak: three are gone and seven to come, so the opening is one too many."""
    monkeypatch.setattr(budgets, "SPEAKS", {**dict.fromkeys(Says, Kind.REMINDER), **rules.SPEAKS})
    for name, day in SCHEDULE.items():
        setattr(event, name, day)
    bob = make_registration(session, event)
    found = plan(session, event)
    heard(session, event, session.get_one(Person, bob.person_id), 3)
    mine = [step for step in found.values() if step.audience in budgets.ANSWERED]
    spent = {step.kind for step in mine if (one := budgets.budget(session, step)) and one.is_spent(bob.person_id)}
    assert spent == {"poll_opening"}


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
