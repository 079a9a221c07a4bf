"""A coordinator changes a meeting in Slack: sees what it will cause, confirms it, and everyone hears once."""

from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from datetime import date, time, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot.services.plan import steps
from models import (
    Attendance,
    Base,
    Delivery,
    Event,
    EventState,
    Form,
    Kind,
    LogEntry,
    Quota,
    Registration,
    RegistrationState,
    Scope,
    Step,
)
from models.registrations import Reconfirm
from sandbox.people import Person
from sandbox.workspace import Workspace
from tests.clock import NOON
from tests.factories import (
    make_area,
    make_card,
    make_event,
    make_guest,
    make_quota,
    make_registration,
)
from tests.scenarios.conftest import MEETING, ONE_KIND, Later, Rows
from tests.scenarios.test_registering import register

NO = "Det kan bara samordnaren göra."


@pytest.fixture
def planned(kronoberg: Event, session: Session) -> Event:
    kronoberg.registration_close_on = date(2027, 1, 12)
    steps.plan(session, kronoberg, NOON)
    session.commit()
    return kronoberg


def opens(person: Person, button: str) -> None:
    """From the list of my meetings, through the meeting."""
    person.types("/dialog möten")
    person.presses("Öppna", in_="form", near="Dialog i Kronoberg")
    person.presses(button, in_="form")


def now(rows: Rows) -> Event:
    found: Event = rows(Event)[0]
    return found


def owed(rows: Rows, *kinds: Kind) -> list[Delivery]:
    return rows(Delivery, Delivery.kind.in_(kinds))


TOLD = (Kind.MOVED, Kind.FORM_CHANGED, Kind.CALLED_OFF)


def test_alice_moves_the_meeting_a_week_and_sees_first_what_that_causes(
    alice: Person, bob: Person, charlie: Person, planned: Event, session: Session, later: Later, rows: Rows
) -> None:
    register(bob)
    register(charlie)
    make_registration(session, planned, make_guest(session, "Gunnel"), number=77)
    make_card(session, planned)
    later()
    opens(alice, "Flytta")
    assert alice.form and alice.form.title == "Dag och tid"
    assert alice.submits(day="2027-01-26", reason="krock med nämndsammanträden") == {}
    assert alice.form.title == "Det här händer"
    shown = alice.form.text
    assert "Dag: tisdag 19 januari 2027 → tisdag 26 januari 2027" in shown
    assert "Sista anmälningsdag: tisdag 12 januari 2027 → tisdag 19 januari 2027" in shown
    assert "2 personer får veta det i Slack." in shown
    assert "2 av dem får frågan om de fortfarande kommer." in shown
    assert "1 person är inte i Slack: du får en text att skicka, med adressen som hemlig kopia." in shown
    assert "1 kort i en kanal ritas om." in shown
    assert "Påminnelse en vecka före: tisdag 12 januari 2027 kl. 09.00 → tisdag 19 januari 2027 kl. 09.00" in shown
    assert now(rows).day == date(2027, 1, 19) and owed(rows, *TOLD) == [], "nothing has happened yet"
    assert rows(LogEntry, LogEntry.action == "meeting_changed") == []

    assert alice.submits() == {}
    assert alice.form.title == "Mötet" and "Sparat. 2 personer får veta det i Slack." in alice.form.text
    later()
    for person in (bob, charlie):
        assert person.inbox[-1] == (
            "Ny dag för Dialog i Kronoberg. Tidigare: tisdag 19 januari 2027 kl. 13.00–16.00. Nu: tisdag 26 januari "
            "2027 kl. 13.00–16.00, på plats i Växjö. Orsak: krock med nämndsammanträden. Din anmälan gäller. Boka om "
            "resan om du har bokat. Kan du komma då?"
        )
    assert "gunnel@example.org" in str(alice.messages[-1])
    moved = now(rows)
    assert (moved.day, moved.registration_close_on) == (date(2027, 1, 26), date(2027, 1, 19))
    asked = rows(Registration, Registration.reconfirm == Reconfirm.ASKED)
    assert len(asked) == 3
    [entry] = rows(LogEntry, LogEntry.action == "meeting_changed")
    assert (entry.actor_id, entry.facts) == (1, {"fields": ["day", "registration_close_on"]})


def test_what_was_shown_is_what_happened(
    alice: Person, bob: Person, charlie: Person, planned: Event, session: Session, later: Later, rows: Rows
) -> None:
    """The numbers before the press are the rows after it."""
    register(bob, dietary="utan gluten")
    register(charlie)
    make_registration(session, planned, make_guest(session, "Gunnel"), number=77, dietary="vegan")
    make_quota(session, planned, 3, taken=3)
    make_registration(session, planned, number=78, state=RegistrationState.WAITLISTED)
    opens(alice, "Plats och form")
    assert alice.submits(form="digital", reason="vädervarning") == {}
    shown = alice.form.text
    assert "Form: På plats → Digitalt" in shown
    assert "3 personer får veta det i Slack." in shown, "the one in line too"
    assert "2 svar om specialkost raderas." in shown
    assert [row.dietary for row in rows(Registration)].count(None) == 2
    assert alice.submits() == {}
    assert len(owed(rows, Kind.FORM_CHANGED)) == 3
    assert [row.dietary for row in rows(Registration)] == [None] * 4, "deleted at once"
    assert {row.attendance for row in rows(Registration)} == {Attendance.DIGITAL}
    later()
    assert bob.inbox[-1].startswith("Dialog i Kronoberg blir digital. Samma dag och tid: tisdag 19 januari 2027")
    assert "Orsak: vädervarning." in bob.inbox[-1]


def test_to_look_at_what_something_would_cause_changes_nothing(
    alice: Person, bob: Person, planned: Event, session: Session, engine: Engine
) -> None:
    """Not a row of any table, though everything has been done and taken back."""
    register(bob, dietary="utan gluten")
    make_quota(session, planned, 1, taken=1)
    session.refresh(planned)
    make_registration(session, planned, state=RegistrationState.WAITLISTED)
    alice.types("/dialog möten")
    before = everything(engine)
    looked_at: list[tuple[str, dict[str, Any]]] = [
        ("Flytta", {"day": "2027-01-26"}),
        ("Plats och form", {"form": "digital"}),
        ("Platser", {"capacity": 2}),
        ("Dagar i planen", {"registration_close_on": "2027-01-13"}),
    ]
    for button, answers in looked_at:
        opens(alice, button)
        assert alice.submits(**answers) == {}
        assert alice.form and alice.form.title == "Det här händer"
        alice.closes()
    alice.types("/dialog möten")
    alice.presses("Ställ in mötet", in_="form")
    assert everything(engine) == before


def everything(engine: Engine) -> dict[str, list[Any]]:
    with engine.connect() as connection:
        return {table.name: [tuple(row) for row in connection.execute(table.select().order_by(*table.primary_key))]
                for table in Base.metadata.sorted_tables}  # fmt: skip


def test_a_corrected_typo_disturbs_nobody(alice: Person, bob: Person, planned: Event, later: Later, rows: Rows) -> None:
    register(bob)
    later()
    before = len(rows(Delivery)), len(bob.inbox), [(step.due_at, step.version) for step in rows(Step)]
    opens(alice, "Plats och form")
    assert alice.submits(room="Sal B") == {}
    assert "Sal: Sal A → Sal B" in alice.form.text and "Ingen får något meddelande." in alice.form.text
    assert "Planerade meddelanden" not in alice.form.text
    assert alice.submits() == {}
    opens(alice, "Rubrik")
    assert alice.submits(title="Dialog i Kronobergs län") == {}
    assert alice.submits() == {}
    later()
    assert (now(rows).room, now(rows).title) == ("Sal B", "Dialog i Kronobergs län")
    assert (len(rows(Delivery)), len(bob.inbox), [(step.due_at, step.version) for step in rows(Step)]) == before


def test_a_snow_day_is_a_press_a_reason_and_a_confirmation(
    alice: Person, bob: Person, planned: Event, session: Session, later: Later, rows: Rows
) -> None:
    register(bob)
    for name in ("Gunnel", "Gustav"):
        session.refresh(planned)
        make_registration(session, planned, make_guest(session, name))
    later()
    alice.types("/dialog möten")
    alice.presses("Ställ in mötet", in_="form", near="Dialog i Kronoberg")
    shown = alice.form.text
    assert "1 person får veta det i Slack." in shown
    assert "2 personer är inte i Slack: du får en text att skicka, med alla adresser som hemliga kopior." in shown
    assert now(rows).state is EventState.OPEN
    assert alice.submits(why="weather") == {}
    assert "Mötet är inställt. 1 person får veta det i Slack." in alice.form.text
    later()
    assert bob.inbox[-1].startswith("Dialog i Kronoberg ställs in.") and "Orsak: vädervarning." in bob.inbox[-1]
    [mail] = [message for message in alice.messages if "gunnel@example.org" in str(message)]
    assert "gustav@example.org" in str(mail) and "Hemliga kopior" in str(mail)
    cancelled = now(rows)
    assert (cancelled.state, cancelled.reason) == (EventState.CANCELLED, "vädervarning")
    assert all(step.due_at is None for step in rows(Step) if step.done_at is None)

    later(days=40)
    assert len(owed(rows, *TOLD)) == 1 and bob.inbox[-1].startswith("Dialog i Kronoberg ställs in.")


def test_a_colleague_hears_what_alice_did_and_alice_hears_nothing_of_it(
    alice: Person, anna: Person, planned: Event, later: Later, rows: Rows
) -> None:
    opens(alice, "Flytta")
    assert alice.submits(day="2027-01-26", reason="krock") == {} and alice.submits() == {}
    later()
    assert anna.inbox[-1] == (
        "Alice Alm har ändrat Dialog i Kronoberg. Nu: tisdag 26 januari 2027 kl. 13.00–16.00, på plats i Växjö. "
        "Orsak: krock. Alla som är anmälda eller väntar har fått veta det."
    )
    assert not any("har ändrat" in text for text in alice.inbox)
    opens(alice, "Plats och form")
    assert alice.submits(room="Sal B") == {} and alice.submits() == {}
    alice.types("/dialog möten")
    alice.presses("Ställ in mötet", in_="form")
    assert alice.submits(why="illness") == {}
    later()
    assert [text.split(".")[0] for text in anna.inbox if "Alice Alm" in text] == [
        "Alice Alm har ändrat Dialog i Kronoberg", "Alice Alm har ställt in Dialog i Kronoberg",
    ]  # fmt: skip
    anna.presses("Öppna", in_="inbox")
    assert anna.form and anna.form.title == "Mötet"


def test_cancelling_twice_tells_nobody_twice(
    alice: Person, anna: Person, bob: Person, planned: Event, rows: Rows
) -> None:
    register(bob)
    for person in (alice, anna):
        person.types("/dialog möten")
        person.presses("Ställ in mötet", in_="form")
    assert alice.submits(why="illness") == {}
    assert anna.submits(why="weather") == {}
    assert anna.form and "Mötet var redan inställt: ingen får veta det igen." in anna.form.text
    assert now(rows).reason == "sjukdom" and len(owed(rows, Kind.CALLED_OFF)) == 1
    anna.types("/dialog möten")
    assert anna.form and "Du har inga möten här än." in anna.form.text


def test_those_who_lose_a_meeting_are_offered_another(
    alice: Person, bob: Person, planned: Event, session: Session, later: Later, rows: Rows
) -> None:
    other = make_event(session, title="Dialog i Skåne", starts_at=MEETING + timedelta(days=14),
                       area=make_area(session, name="Skåne"), form=Form.DIGITAL)  # fmt: skip
    bob.types("/dialog register Kronoberg")
    assert bob.submits(organisation="Ljungby", role="principal") == {}
    session.refresh(planned)
    make_registration(session, planned, make_guest(session, "Gunnel"))
    alice.types("/dialog möten")
    alice.presses("Ställ in mötet", in_="form")
    assert alice.submits(why="too_few", event=str(other.id)) == {}
    later()
    assert bob.inbox[-1].endswith(
        "Orsak: för få kunde komma. Era frågor finns kvar. Du kan i stället komma till Dialog i Skåne, "
        "tisdag 2 februari 2027 kl. 13.00–15.00, digitalt."
    )
    assert "Du kan i stället komma till Dialog i Skåne" in str(alice.messages[-1]), "in the mail for guests too"
    bob.presses("Anmäl mig dit", in_="inbox")
    assert bob.form and "Dialog i Skåne" in bob.form.text


def test_to_and_fro_is_told_each_time(alice: Person, bob: Person, planned: Event, later: Later, rows: Rows) -> None:
    register(bob)
    for day in ("2027-01-26", "2027-01-19", "2027-01-26"):
        opens(alice, "Flytta")
        assert alice.submits(day=day) == {}
        assert "1 person får veta det i Slack." in alice.form.text
        assert alice.submits() == {}
        later()
    opens(alice, "Flytta")
    assert alice.submits(end_time="15:30") == {} and alice.submits() == {}
    later()
    assert len(owed(rows, Kind.MOVED)) == 4
    assert "kl. 13.00–15.30" in bob.inbox[-1] and bob.inbox[-1].startswith("Ny tid för Dialog i Kronoberg.")


def test_two_who_confirm_at_the_same_moment_are_one_winner_and_one_who_sees_it(
    alice: Person, anna: Person, bob: Person, planned: Event, rows: Rows
) -> None:
    """Each waits for the meeting to be free; whoever is second meets what the first has done."""
    register(bob)
    for person, day in ((alice, "2027-01-26"), (anna, "2027-01-27")):
        opens(person, "Flytta")
        assert person.submits(day=day) == {} and person.form and person.form.title == "Det här händer"
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(lambda person: person.submits(), (alice, anna))) == [{}, {}]
    assert sorted(person.form.title for person in (alice, anna) if person.form) == ["Dag och tid", "Mötet"]
    assert len(owed(rows, Kind.MOVED)) == 1
    assert len(rows(LogEntry, LogEntry.action == "meeting_changed")) == 1


@ONE_KIND
def test_another_reason_has_to_be_written(alice: Person, planned: Event, rows: Rows) -> None:
    alice.types("/dialog möten")
    alice.presses("Ställ in mötet", in_="form")
    assert alice.submits(why="other") == {"reason": "Skriv orsaken: de som får veta det läser den."}
    assert alice.submits(reason="Lokalen är översvämmad.") == {}
    assert now(rows).reason == "Lokalen är översvämmad."


def test_whoever_saves_second_sees_what_the_first_did_and_loses_nothing(
    alice: Person, anna: Person, planned: Event, rows: Rows
) -> None:
    for person in (alice, anna):
        opens(person, "Plats och form")
    assert alice.submits(room="Sal B") == {} and alice.submits() == {}
    assert anna.submits(address="Storgatan 1") == {}
    assert anna.form and anna.form.title == "Plats och form"
    assert "Alice Alm ändrade det här före dig. Inget av ditt är sparat, men det står kvar nedan." in anna.form.text
    assert "Sal: nu Sal B." in anna.form.text
    assert anna.form.values["address"] == "Storgatan 1", "what she wrote stands there still"
    assert anna.form.values["room"] == "Sal B", "and so does what Alice wrote, where Anna wrote nothing"
    assert now(rows).address is None

    assert anna.submits() == {}
    assert "Adress: inget → Storgatan 1" in anna.form.text and "Sal" not in anna.form.text.split("Adress")[0]
    assert anna.submits() == {}
    assert (now(rows).room, now(rows).address) == ("Sal B", "Storgatan 1")


def test_somebody_may_be_faster_while_the_consequences_are_read(
    alice: Person, anna: Person, planned: Event, bob: Person, rows: Rows
) -> None:
    register(bob)
    opens(anna, "Flytta")
    assert anna.submits(day="2027-01-26") == {} and anna.form and anna.form.title == "Det här händer"
    opens(alice, "Flytta")
    assert alice.submits(day="2027-01-20") == {} and alice.submits() == {}
    assert anna.submits() == {}
    assert anna.form.title == "Dag och tid" and "Dag: nu onsdag 20 januari 2027." in anna.form.text
    assert anna.form.values["day"] == "2027-01-26"
    assert now(rows).day == date(2027, 1, 20)
    assert anna.submits() == {} and "Dag: onsdag 20 januari 2027 → tisdag 26 januari 2027" in anna.form.text
    assert anna.submits() == {}
    assert now(rows).day == date(2027, 1, 26)
    assert len(owed(rows, Kind.MOVED)) == 2


def test_confirming_twice_changes_it_once(
    alice: Person, bob: Person, planned: Event, workspace: Workspace, rows: Rows
) -> None:
    register(bob)
    opens(alice, "Flytta")
    assert alice.submits(day="2027-01-26") == {}
    (view,) = workspace.stacks[alice.id]
    confirmation = deepcopy(view.body)
    assert alice.submits() == {}
    (view,) = workspace.stacks[alice.id]
    view.body = confirmation
    assert alice.submits() == {}
    assert alice.form and "Inget var annorlunda, så inget har ändrats." in alice.form.text
    assert len(owed(rows, Kind.MOVED)) == 1
    assert len(rows(LogEntry, LogEntry.action == "meeting_changed")) == 1


@ONE_KIND
def test_alice_goes_back_and_her_words_are_still_there(alice: Person, planned: Event, rows: Rows) -> None:
    opens(alice, "Flytta")
    assert alice.submits(day="2027-01-26", reason="krock") == {}
    alice.presses("Tillbaka och ändra", in_="form")
    assert alice.form and alice.form.values["day"] == "2027-01-26" and alice.form.values["reason"] == "krock"
    assert alice.submits(day="2027-01-27") == {} and "onsdag 27 januari 2027" in alice.form.text
    alice.presses("Tillbaka och ändra", in_="form")
    alice.presses("Tillbaka till mötet", in_="form")
    alice.presses("Till mina möten", in_="form")
    assert alice.form.title == "Mina möten"
    assert now(rows).day == date(2027, 1, 19)


def test_more_seats_are_offered_to_those_in_line_and_fewer_drop_nobody(
    alice: Person, planned: Event, session: Session, rows: Rows
) -> None:
    make_quota(session, planned, 1, taken=1)
    make_registration(session, planned)
    session.refresh(planned)
    make_registration(session, planned, state=RegistrationState.WAITLISTED)
    opens(alice, "Platser")
    assert alice.submits(capacity=2) == {}
    assert "Platser totalt: 1 → 2" in alice.form.text and "1 på väntelistan erbjuds en plats." in alice.form.text
    assert [row.state for row in rows(Registration)][1] is RegistrationState.WAITLISTED
    assert alice.submits() == {}
    assert [row.state for row in rows(Registration)][1] is RegistrationState.OFFERED
    opens(alice, "Platser")
    assert alice.submits(**{"capacity": 1, "max_per_organisation": 1, "role:principal": 0}) == {}
    shown = alice.form.text
    assert "2 har plats, men det finns 1 platser. Ingen förlorar sin plats" in shown
    assert "Rektor eller skolledare: 2 har plats, men det finns 0." in shown
    assert alice.submits() == {}
    assert (
        len(rows(Registration, Registration.state.in_((RegistrationState.REGISTERED, RegistrationState.OFFERED)))) == 2
    )


@ONE_KIND
def test_a_limit_is_lifted_by_emptying_its_field(alice: Person, planned: Event, session: Session, rows: Rows) -> None:
    make_quota(session, planned, 5)
    make_quota(session, planned, 3, scope=Scope.ATTENDANCE, key="on_site")
    opens(alice, "Platser")
    assert alice.form and alice.form.values["capacity"] == "5"
    assert alice.submits(**{"capacity": None, "attendance:on_site": None}) == {}
    assert "Platser totalt: 5 → inget" in alice.form.text and "Platser på plats: 3 → inget" in alice.form.text
    assert alice.submits() == {}
    assert rows(Quota) == []


@ONE_KIND
@pytest.mark.parametrize(
    ("button", "answers", "field", "words"),
    [
        ("Flytta", {"end_time": "13:00"}, "end_time", "Mötet måste sluta efter att det har börjat."),
        ("Flytta", {"day": "2026-11-30"}, "day", "Den tiden har passerat."),
        ("Flytta", {"day": "2027-03-28", "start_time": "02:30"}, "start_time", "Den tiden finns inte den dagen"),
        ("Flytta", {"start_time": None}, "start_time", "Fyll i det här"),
        ("Plats och form", {"url": "video.example.org"}, "url", "En länk börjar med https://"),
        ("Dagar i planen", {"registration_close_on": "2027-01-20"}, "registration_close_on", "Det är efter mötet."),
        ("Dagar i planen", {"notes_draft_on": "2027-01-18"}, "notes_draft_on", "Det är före mötet."),
        ("Dagar i planen", {"poll_open_on": "2027-01-08", "poll_close_on": "2027-01-07"}, "poll_close_on", "stänga"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_at_its_field(
    alice: Person, planned: Event, rows: Rows, button: str, answers: dict[str, str | None], field: str, words: str
) -> None:
    opens(alice, button)
    wrong = alice.submits(**answers)
    assert list(wrong) == [field] and words in wrong[field]
    assert (now(rows).day, now(rows).title) == (date(2027, 1, 19), "Dialog i Kronoberg")


@ONE_KIND
def test_wall_time_stands_on_both_sides_of_the_clock_change(alice: Person, planned: Event, rows: Rows) -> None:
    opens(alice, "Flytta")
    assert alice.submits(day="2027-03-31", start_time="09:00", end_time="12:00", shifts=[]) == {}
    shown = alice.form.text
    assert "Påminnelse en vecka före: tisdag 12 januari 2027 kl. 09.00 → onsdag 24 mars 2027 kl. 09.00" in shown
    assert "Sista anmälningsdag" not in shown, "the days of the plan stay when she says so"
    assert alice.submits() == {}
    assert now(rows).starts_at.isoformat() == "2027-03-31T07:00:00+00:00"
    assert now(rows).start_time == time(9)


@ONE_KIND
def test_a_meeting_without_its_date_waits_for_one(
    alice: Person, bob: Person, planned: Event, later: Later, rows: Rows
) -> None:
    register(bob)
    opens(alice, "Flytta")
    assert alice.submits(day=None) == {}
    assert "Dag: tisdag 19 januari 2027 → inget" in alice.form.text
    assert "Påminnelse en vecka före: tisdag 12 januari 2027 kl. 09.00 → skickas inte" in alice.form.text
    assert alice.submits() == {}
    later()
    assert "datum bestäms" in bob.inbox[-1]
    opens(alice, "Flytta")
    assert alice.submits(day="2027-02-02") == {} and alice.submits() == {}
    later()
    assert "Nu: tisdag 2 februari 2027 kl. 13.00–16.00" in bob.inbox[-1]


@ONE_KIND
def test_what_has_begun_is_not_moved_and_what_is_over_not_changed(
    alice: Person, planned: Event, later: Later, rows: Rows
) -> None:
    opens(alice, "Flytta")
    later(seconds=(planned.starts_at - NOON).total_seconds() + 60)
    alice.submits(day="2027-01-26")
    assert alice.form and "Dialog i Kronoberg har börjat: dag, tid och form kan inte ändras längre." in alice.form.text
    alice.closes()
    opens(alice, "Plats och form")
    assert alice.submits(room="Sal C") == {} and alice.submits() == {}, "the room still can"
    later(hours=4)
    alice.types("/dialog möten")
    assert "Ställ in mötet" not in alice.form.buttons
    alice.presses("Öppna", in_="form")
    assert "Flytta" not in alice.form.buttons
    assert now(rows).day == date(2027, 1, 19)


@ONE_KIND
def test_a_cancelled_meeting_stays_cancelled(alice: Person, planned: Event, rows: Rows, session: Session) -> None:
    opens(alice, "Plats och form")
    planned.state = EventState.CANCELLED
    session.commit()
    alice.submits(room="Sal C")
    assert alice.form and "är inställd och förblir det" in alice.form.text
    assert now(rows).room == "Sal A"


@ONE_KIND
def test_home_and_the_list_lead_to_my_meetings(
    alice: Person, bob: Person, planned: Event, later: Later, session: Session
) -> None:
    alice.opens_home()
    later()
    alice.presses("Mina möten", in_="home")
    assert alice.form and alice.form.title == "Mina möten"
    alice.closes()
    alice.types("/dialog lista")
    alice.presses("Ändra mötet")
    assert alice.form.title == "Mötet" and "Sista anmälningsdag: tisdag 12 januari 2027" in alice.form.text
    bob.opens_home()
    later()
    assert bob.home and "Mina möten" not in bob.home.buttons
    bob.types("/dialog möten")
    assert "Du samordnar inga." in bob.last


@ONE_KIND
def test_a_hybrid_meeting_keeps_each_way_of_taking_part(
    alice: Person, bob: Person, planned: Event, session: Session, rows: Rows
) -> None:
    register(bob)
    make_quota(session, planned, 10, scope=Scope.ATTENDANCE, key="on_site", taken=1)
    make_quota(session, planned, 10, scope=Scope.ATTENDANCE, key="digital")
    opens(alice, "Plats och form")
    assert alice.submits(form="hybrid") == {} and alice.submits() == {}
    assert rows(Registration)[0].attendance is Attendance.ON_SITE
    opens(alice, "Plats och form")
    assert alice.submits(form="digital", url="https://video.example.org/1") == {} and alice.submits() == {}
    counted = {row.key: row.taken for row in rows(Quota)}
    assert counted == {"on_site": 0, "digital": 1}, "the limits on each way count anew"
    assert now(rows).form is Form.DIGITAL


PRESSES = ("meeting", "edit_title", "edit_time", "edit_place", "edit_seats", "edit_days", "call_off")


@ONE_KIND
@pytest.mark.parametrize("who", ["bob", "pelle"])
def test_others_are_refused_whatever_ids_they_send(
    who: str, alice: Person, planned: Event, workspace: Workspace, request: pytest.FixtureRequest,
    caplog: pytest.LogCaptureFixture, rows: Rows,
) -> None:  # fmt: skip
    person: Person = request.getfixturevalue(who)
    for action in PRESSES:
        for value in (planned.id, 987654):
            button = {"type": "button", "text": {"type": "plain_text", "text": f"{action} {value}"},
                      "action_id": action, "value": str(value)}  # fmt: skip
            workspace.post(workspace.dm(person.id), "U0DIALOG", "hej", [{"type": "actions", "elements": [button]}])
            person.presses(f"{action} {value}")
            assert NO in person.last or "finns inte längre" in person.last
            assert person.form is None
    assert f"may not edit_meeting meeting {planned.id}" in caplog.text
    assert now(rows).state is EventState.OPEN


@ONE_KIND
def test_a_form_with_somebody_elses_meeting_in_it_changes_nothing(
    pelle: Person, alice: Person, planned: Event, workspace: Workspace, rows: Rows, caplog: pytest.LogCaptureFixture
) -> None:
    for button, answers in (("Flytta", {"day": "2027-01-26"}), ("Ställ in mötet", {"why": "weather"})):
        opens(alice, button)
        forged = [deepcopy(workspace.stacks[alice.id][0])]
        if button == "Flytta":
            assert alice.submits(**answers) == {}
            forged.append(deepcopy(workspace.stacks[alice.id][0]))
        for taken in forged:
            pelle.types("/dialog möten")
            (shown,) = workspace.stacks[pelle.id]
            shown.body, shown.values = taken.body, taken.values
            pelle.submits(**(answers if taken is forged[0] else {}))
            assert pelle.form and NO in pelle.form.text
            pelle.closes()
        alice.closes()
    assert (now(rows).day, now(rows).state) == (date(2027, 1, 19), EventState.OPEN)
    assert owed(rows, *TOLD) == [] and rows(LogEntry) == []
    assert "may not edit_meeting" in caplog.text
