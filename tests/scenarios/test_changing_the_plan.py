"""What a coordinator sees of a meeting's plan, and does about it."""

from copy import deepcopy
from datetime import date, time
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot.services.plan import steps
from models import Event, LogEntry, Series, Step
from models import Person as Somebody
from models.choices import Level
from sandbox.people import Person
from sandbox.workspace import Workspace
from tests.clock import NOON, FakeClock
from tests.factories import make_guest, make_registration
from tests.scenarios.conftest import MEETING, ONE_KIND, Later, Rows
from tests.scenarios.test_registering import register
from tests.scenarios.test_reminders import move_to

WEEK = "tisdag 12 januari 2027 kl. 09.00"
NO = "Det kan bara samordnaren göra."


@pytest.fixture
def planned(kronoberg: Event, session: Session) -> Event:
    steps.plan(session, kronoberg, NOON)
    session.commit()
    return kronoberg


def opens_plan(person: Person) -> str:
    person.types("/dialog lista")
    person.presses("Planen")
    assert person.form and person.form.title == "Planen"
    return person.form.text


def opens_step(person: Person, near: str) -> None:
    opens_plan(person)
    person.presses("Ändra", in_="form", near=near)
    assert person.form and person.form.title == "Ändra i planen"


def step(rows: Rows, kind: str) -> Step:
    found: Step = rows(Step, Step.kind == kind)[0]
    return found


def test_alice_sees_what_goes_out_when_and_to_how_many_now(
    alice: Person, bob: Person, charlie: Person, planned: Event, session: Session, later: Later, clock: FakeClock
) -> None:
    register(bob)
    register(charlie)
    make_registration(session, planned, make_guest(session, "Gunnel"), number=77)
    shown = opens_plan(alice)
    assert f"Påminnelse, 7 dagar före mötet\n{WEEK}\nTill 3 anmälda. 1 av dem får det med e-post genom dig." in shown
    assert "Påminnelse, 1 timme före mötet\ntisdag 19 januari 2027 kl. 12.00" in shown
    assert "Rad i kanalen, 1 dag före mötet\nmåndag 18 januari 2027 kl. 09.00" in shown
    assert "Till kanalen, när en är kopplad till området." in shown
    assert shown.index("7 dagar före") < shown.index("1 dag före") < shown.index("1 timme före") < shown.index("Tack")

    move_to(clock, later, "2027-01-12T09:00:00+01:00")
    shown = opens_plan(alice)
    assert f"Skickat {WEEK}, till 2 mottagare.\nTexten till dem som får mejl är inte markerad som skickad." in shown
    alice.presses("Skickat", in_="inbox")
    shown = opens_plan(alice)
    assert "Texten till dem som får mejl är markerad som skickad." in shown
    with pytest.raises(Exception, match="Ändra"):
        alice.presses("Ändra", in_="form", near="7 dagar före")


@ONE_KIND
def test_whoever_has_chosen_to_hear_less_is_not_among_those_it_goes_to(
    alice: Person, bob: Person, charlie: Person, planned: Event, session: Session
) -> None:
    for person, level in ((bob, Level.DAY_BEFORE), (charlie, Level.ALL)):
        register(person)
        person.closes()
        session.query(Somebody).filter_by(slack_user_id=person.id).one().level = level
        session.commit()
    shown = opens_plan(alice)
    assert f"Påminnelse, 7 dagar före mötet\n{WEEK}\nTill 1 anmäld. 1 till har valt färre meddelanden" in shown
    assert "Påminnelse, 1 timme före mötet\ntisdag 19 januari 2027 kl. 12.00\nTill 2 anmälda.\n" in shown


def test_alice_moves_a_reminder_and_bob_hears_then(
    alice: Person, bob: Person, planned: Event, later: Later, clock: FakeClock, rows: Rows
) -> None:
    register(bob)
    bob.closes()
    opens_step(alice, "7 dagar före")
    assert alice.form and f"Nu: {WEEK} (7 dagar före mötet kl. 09.00)." in alice.form.text
    assert alice.form.values == {"sends": "on", "number": "7", "unit": "days_before", "clock": "09:00"}
    assert alice.submits(number=5, clock="15:30") == {}
    assert alice.form.title == "Planen"
    assert "Påminnelse: skickas torsdag 14 januari 2027 kl. 15.30." in alice.form.text
    changed = rows(LogEntry, LogEntry.action == "step_changed")
    assert [(entry.actor_id, entry.event_id) for entry in changed] == [(1, planned.id)]

    move_to(clock, later, "2027-01-14T15:29:00+01:00")
    assert len(bob.inbox) == 1
    move_to(clock, later, "2027-01-14T15:30:00+01:00")
    assert bob.inbox[1].startswith("På tisdag kl. 13.00 ses vi.")


def test_what_falls_on_a_day_off_is_moved_and_said_so(alice: Person, planned: Event, rows: Rows) -> None:
    opens_step(alice, "7 dagar före")
    assert alice.submits(number=3) == {}
    assert alice.form
    moved = "Flyttas från lördag 16 januari, som inte är en arbetsdag."
    assert f"Påminnelse: skickas fredag 15 januari 2027 kl. 09.00. {moved}" in alice.form.text
    assert step(rows, "one_week").days_before == 3, "her rule stays as she made it"


def test_alice_switches_a_step_off_and_on_again(
    alice: Person, bob: Person, planned: Event, later: Later, clock: FakeClock, session: Session
) -> None:
    register(bob)
    bob.closes()
    opens_step(alice, "7 dagar före")
    assert alice.submits(sends="off") == {}
    assert alice.form and "Avstängt: det skickas inte." in alice.form.text
    session.expire_all()
    steps.plan(session, planned, clock.now())
    session.commit()
    move_to(clock, later, "2027-01-12T10:00:00+01:00")
    assert len(bob.inbox) == 1, "also when the plan is made anew"

    opens_step(alice, "7 dagar före")
    assert alice.submits(sends="on") == {"number": f"Det blir {WEEK}, som redan har passerat. Välj en senare tid."}, (
        "and she is not told to ask herself"
    )
    assert alice.submits(number=4) == {}
    move_to(clock, later, "2027-01-15T09:00:00+01:00")
    assert bob.inbox[1].startswith("På tisdag kl. 13.00 ses vi.")


@ONE_KIND
@pytest.mark.parametrize(
    ("near", "answers", "field", "words"),
    [
        ("7 dagar före", {"number": 60}, "number", "som redan har passerat"),
        ("7 dagar före", {"number": 3, "unit": "days_after"}, "number", "då har mötet redan börjat"),
        ("7 dagar före", {"number": 7, "clock": "20:00"}, "clock", "utanför kontorstid"),
        ("7 dagar före", {"number": 7, "clock": "07:59"}, "clock", "utanför kontorstid"),
        ("7 dagar före", {"number": 900}, "number", "Det är mer än ett år."),
        ("7 dagar före", {"clock": None}, "clock", "Välj ett klockslag."),
        ("1 timme före", {"number": 15 * 60}, "number", "utanför kontorstid"),
        ("Tack", {"number": 30, "unit": "minutes_before"}, "number", "då är mötet inte slut än"),
    ],
)
def test_a_moment_nobody_should_hear_at_is_refused_at_its_field(
    alice: Person, planned: Event, rows: Rows, near: str, answers: dict[str, Any], field: str, words: str
) -> None:
    before = [(one.kind, one.due_at, one.version) for one in rows(Step)]
    opens_step(alice, near)
    wrong = alice.submits(**answers)
    assert list(wrong) == [field] and words in wrong[field]
    assert [(one.kind, one.due_at, one.version) for one in rows(Step)] == before


@ONE_KIND
def test_a_quiet_week_is_refused_and_early_on_the_day_itself_is_not(
    alice: Person, planned: Event, session: Session, rows: Rows
) -> None:
    series = session.get_one(Series, planned.series_id)
    series.quiet_from, series.quiet_to = date(2027, 1, 11), date(2027, 1, 15)
    session.commit()
    opens_step(alice, "1 dag före")
    wrong = alice.submits(number=5)
    assert "i de tysta veckorna då inget skickas" in wrong["number"]
    assert alice.submits(number=0, clock="07:15") == {}, "on the day of the meeting it is urgent"
    assert alice.form and "Påminnelse: skickas tisdag 19 januari 2027 kl. 07.15." in alice.form.text


def test_whoever_saves_second_sees_what_the_first_did_and_loses_nothing(
    alice: Person, anna: Person, planned: Event, rows: Rows
) -> None:
    opens_step(alice, "7 dagar före")
    opens_step(anna, "7 dagar före")
    assert alice.submits(number=5) == {}
    assert anna.submits(number=6, clock="10:00") == {}
    assert anna.form and anna.form.title == "Ändra i planen"
    shown = anna.form.text
    assert "Alice Alm ändrade det här före dig. Inget av ditt är sparat, men det står kvar nedan." in shown
    assert "Nu: torsdag 14 januari 2027 kl. 09.00 (5 dagar före mötet kl. 09.00)." in shown
    assert anna.form.values["number"] == "6" and anna.form.values["clock"] == "10:00"
    assert step(rows, "one_week").days_before == 5

    assert anna.submits() == {}
    assert anna.form.title == "Planen"
    now = step(rows, "one_week")
    assert (now.days_before, now.at) == (6, time(10))
    assert len(rows(LogEntry, LogEntry.action == "step_changed")) == 2


def test_saving_the_same_twice_changes_it_once(alice: Person, anna: Person, planned: Event, rows: Rows) -> None:
    opens_step(alice, "7 dagar före")
    opens_step(anna, "7 dagar före")
    for person in (alice, anna):
        assert person.submits(number=5) == {}
        assert person.form and person.form.title == "Planen", "they wanted the same"
    assert len(rows(LogEntry, LogEntry.action == "step_changed")) == 1


def test_a_step_that_has_been_sent_meanwhile_can_no_longer_be_changed(
    alice: Person, bob: Person, planned: Event, later: Later, clock: FakeClock, rows: Rows
) -> None:
    register(bob)
    opens_step(alice, "7 dagar före")
    move_to(clock, later, "2027-01-12T09:00:00+01:00")
    alice.submits(number=5)
    assert alice.form and "Det har redan skickats och kan inte ändras längre." in alice.form.text
    assert step(rows, "one_week").days_before == 7


def test_a_step_that_passed_before_there_was_anybody_to_tell_can_still_be_moved_ahead(
    alice: Person, bob: Person, planned: Event, later: Later, clock: FakeClock
) -> None:
    move_to(clock, later, "2027-01-12T10:00:00+01:00")
    register(bob)
    bob.closes()
    assert f"Passerade {WEEK}. Inget skickades." in opens_plan(alice)
    opens_step(alice, "7 dagar före")
    assert alice.submits(number=5) == {}
    move_to(clock, later, "2027-01-14T09:00:00+01:00")
    assert bob.inbox[-1].startswith("På tisdag kl. 13.00 ses vi.")


def test_the_national_organiser_reads_the_plan_and_changes_it_only_in_the_coordinators_place(
    nora: Person, planned: Event, session: Session, workspace: Workspace
) -> None:
    workspace.channel("C0NORA", members=[nora])
    assert WEEK in opens_plan(nora)
    assert "Ändra" not in nora.buttons
    session.get_one(Somebody, 1).slack_user_id = None
    session.commit()
    opens_plan(nora)
    assert "Ändra" in nora.buttons, "she stands in for a coordinator without Slack"


@pytest.mark.parametrize("who", ["bob", "pelle"])
def test_others_are_refused_whatever_ids_they_send(
    who: str, alice: Person, planned: Event, workspace: Workspace, rows: Rows, request: pytest.FixtureRequest
) -> None:
    person: Person = request.getfixturevalue(who)
    wanted = step(rows, "one_week")
    person.types("/dialog lista")
    assert "Planen" not in person.buttons
    for action, value in (("plan", planned.id), ("step", f"step {wanted.id}"), ("step", "step 987654")):
        button = {"type": "button", "text": {"type": "plain_text", "text": f"{action} {value}"},
                  "action_id": action, "value": str(value)}  # fmt: skip
        workspace.post(workspace.dm(person.id), "U0DIALOG", "hej", [{"type": "actions", "elements": [button]}])
        person.presses(f"{action} {value}")
        assert person.last.startswith(NO) or "finns inte längre" in person.last
        assert person.form is None


def test_a_form_with_somebody_elses_step_in_it_changes_nothing(
    pelle: Person, alice: Person, planned: Event, workspace: Workspace, rows: Rows
) -> None:
    """The ids that travel with a form are only what the form says: rights are looked at again."""
    opens_step(alice, "7 dagar före")
    (taken,) = workspace.stacks[alice.id]
    pelle.types("/dialog lista")
    pelle.presses("Frågor")
    (shown,) = workspace.stacks[pelle.id]
    shown.body, shown.values = taken.body, deepcopy(taken.values)
    pelle.submits(number=5)
    assert pelle.form and NO in pelle.form.text
    assert step(rows, "one_week").days_before == 7


@ONE_KIND
def test_a_meeting_without_a_date_plans_nothing_and_says_so(alice: Person, planned: Event, session: Session) -> None:
    planned.reschedule(None, MEETING.time(), MEETING.replace(hour=16).time())
    steps.plan(session, planned, NOON)
    session.commit()
    shown = opens_plan(alice)
    assert "Inget planeras så länge mötet saknar datum." in shown and "Ingen dag är bestämd än." in shown
    opens_step(alice, "7 dagar före")
    assert alice.submits(number=5) == {}
    assert alice.form and "Påminnelse: Ingen dag är bestämd än." in alice.form.text
