"""How a coordinator's meetings stand: every Monday morning, and whenever asked for."""

import re
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from bot.context import Bot
from bot.services.overview import overviews
from bot.services.plan import invitations, steps
from models import (
    Delivery,
    DeliveryState,
    Duty,
    Event,
    EventState,
    Kind,
    LogEntry,
    Organisation,
    Overview,
    RegistrationState,
    Series,
)
from models import Person as Row
from sandbox.people import Person
from sandbox.workspace import Workspace
from scheduler.runner import Scheduler
from tests.clock import NOON, FakeClock
from tests.factories import (
    make_area,
    make_assignment,
    make_coordinator,
    make_delivery,
    make_event,
    make_guest,
    make_person,
    make_quota,
    make_registration,
)
from tests.scenarios.conftest import MEETING, ONE_KIND, Later, Rows

EARLIER = NOON - timedelta(days=30)


@pytest.fixture
def planned(kronoberg: Event, session: Session) -> Event:
    """Planned before anything happened, and held on the first Tuesday of February."""
    move(kronoberg, "2027-02-02")
    steps.plan(session, kronoberg, EARLIER)
    session.commit()
    return kronoberg


@pytest.fixture
def crowd(kronoberg: Event, session: Session) -> None:
    """Växjö with a principal in Slack, Ljungby with a guest who has needs; Älmhult has not answered."""
    vaxjo, ljungby, _ = (session.get_one(Organisation, number) for number in (1, 2, 3))
    make_quota(session, kronoberg, 40, taken=2)
    make_registration(session, kronoberg, make_person(session, "Bob Berg"), organisation_id=vaxjo.id)
    guest = make_guest(session, "Gunnel Gran", email="gunnel@example.org")
    make_registration(
        session, kronoberg, guest, organisation_id=ljungby.id, role="director",
        access_needs="en tyst vrå", dietary="utan gluten, tack",
    )  # fmt: skip
    silent = make_guest(session, "Stina Sten", email="stina@example.org")
    reached = make_person(session, "Sven Svan", slack_user_id="U0SVEN")
    invitations.invite(session, kronoberg, [silent.id, reached.id], NOON)
    make_delivery(session, kronoberg, state=DeliveryState.FAILED, reason="user_not_found")
    session.commit()


def move(event: Event, day: str) -> None:
    event.reschedule(datetime.fromisoformat(day).date(), event.start_time, event.end_time)


def go_to(clock: FakeClock, later: Later, text: str) -> None:
    later(seconds=(datetime.fromisoformat(text) - clock.now()).total_seconds())


def weekly(person: Person) -> list[str]:
    return [text for text in person.inbox if re.search(r"\d dag(ar)? kvar\.", text)]


def test_alice_reads_on_monday_how_her_meeting_stands(
    alice: Person, planned: Event, crowd: None, later: Later, clock: FakeClock, rows: Rows
) -> None:
    go_to(clock, later, "2027-01-18T07:59:59+01:00")
    assert weekly(alice) == []
    go_to(clock, later, "2027-01-18T08:00:00+01:00")
    read = (
        "Kronoberg, 15 dagar kvar. Dialog i Kronoberg, tisdag 2 februari 2027 kl. 13.00–16.00. "
        "2 anmälda av 40, 38 platser kvar. Saknar svar: Älmhults kommun. "
        "Kommuner utan rektor eller skolledare: Ljungby kommun. "
        "Kommuner utan förvaltnings- eller verksamhetschef: Växjö kommun. "
        "2 inbjudna har inte svarat. 1 behov att ordna. "
        "1 utskick nådde inte fram den senaste veckan. Härnäst: "
    )
    assert weekly(alice)[0].startswith(read)
    assert alice.buttons[:5] == [
        "Påminn dem som inte svarat", "Skriv till deltagarna", "Meddelanden", "Kopiera mejltext", "Hämta lista",
    ]  # fmt: skip
    said = str(alice.messages)
    assert "tyst vrå" not in said and "gluten" not in said
    go_to(clock, later, "2027-01-24T23:00:00+01:00")
    assert len(weekly(alice)) == 1
    go_to(clock, later, "2027-01-25T08:00:00+01:00")
    assert len(weekly(alice)) == 2
    assert [owed.person_id for owed in rows(Delivery, Delivery.kind == Kind.OVERVIEW)] == [1, 1]


def test_it_comes_from_when_registration_opens_until_the_meeting(
    alice: Person, planned: Event, session: Session, later: Later, clock: FakeClock
) -> None:
    planned.published_at, planned.invitation_on = None, date(2027, 1, 18)
    session.commit()
    go_to(clock, later, "2027-01-18T08:30:00+01:00")
    assert weekly(alice) == [], "registration opens at nine"
    for monday in ("2027-01-25", "2027-02-01", "2027-02-08"):
        go_to(clock, later, f"{monday}T08:00:00+01:00")
    assert [text.partition(".")[0] for text in weekly(alice)] == ["Kronoberg, 8 dagar kvar", "Kronoberg, 1 dag kvar"]


def test_a_coordinator_of_nine_gets_one_message(
    alice: Person, planned: Event, session: Session, later: Later, clock: FakeClock
) -> None:
    coordinator = session.get_one(Row, 1)
    for number in range(8):
        area = make_area(session, name=f"Område {number}", channel_id=None)
        event = make_event(
            session, title=f"Dialog {number}", starts_at=MEETING + timedelta(days=20 + number), area=area
        )
        make_assignment(session, coordinator, Duty.COORDINATOR, area_id=area.id)
        steps.plan(session, event, EARLIER)
    cancelled = make_event(
        session, title="Inställd", starts_at=MEETING + timedelta(days=20), state=EventState.CANCELLED
    )
    steps.plan(session, cancelled, EARLIER)
    session.commit()
    go_to(clock, later, "2027-01-18T08:00:00+01:00")
    (text,) = weekly(alice)
    assert text.count("dagar kvar.") == 9 and "Inställd" not in text
    go_to(clock, later, "2027-01-25T08:00:00+01:00")
    assert len(weekly(alice)) == 2


def test_a_monday_that_is_a_holiday_gives_way_to_the_next_working_day(
    alice: Person, planned: Event, session: Session, later: Later, clock: FakeClock
) -> None:
    move(planned, "2027-04-20")
    steps.plan(session, planned, NOON)
    session.commit()
    go_to(clock, later, "2027-03-24T12:00:00+01:00")
    before = len(weekly(alice))
    go_to(clock, later, "2027-03-30T07:59:00+02:00")
    assert len(weekly(alice)) == before, "Easter Monday is on 29 March"
    go_to(clock, later, "2027-03-30T08:00:00+02:00")
    assert len(weekly(alice)) == before + 1
    go_to(clock, later, "2027-04-05T08:00:00+02:00")
    assert len(weekly(alice)) == before + 2


def test_a_restart_or_a_crash_in_the_middle_neither_doubles_nor_loses_it(
    alice: Person, planned: Event, bot: Bot, scheduler: Scheduler, later: Later, clock: FakeClock, rows: Rows
) -> None:
    clock.advance(seconds=(datetime.fromisoformat("2027-01-18T08:00:00+01:00") - clock.now()).total_seconds())
    with pytest.raises(RuntimeError), bot.sessions.begin() as session:
        assert overviews.send_round(session, clock.now()) == 1
        raise RuntimeError("the power goes")
    assert rows(Delivery, Delivery.kind == Kind.OVERVIEW) == []
    later()
    again = Scheduler(bot)
    again.tick()
    later()
    assert len(weekly(alice)) == 1
    with bot.sessions.begin() as session:  # the control: even a round made anew owes nothing twice
        session.query(Overview).update({"due_at": datetime.fromisoformat("2027-01-18T08:00:00+01:00")})
    later()
    again.tick()
    assert len(weekly(alice)) == 1


def test_after_a_long_downtime_the_missed_one_is_not_made_up_for(
    alice: Person, planned: Event, later: Later, clock: FakeClock, rows: Rows
) -> None:
    go_to(clock, later, "2027-01-20T12:00:00+01:00")
    assert weekly(alice) == []
    assert [row.due_at.isoformat() for row in rows(Overview)] == ["2027-01-25T07:00:00+00:00"]


def test_the_national_organiser_stands_in_when_nobody_coordinates_in_slack(
    alice: Person, planned: Event, crowd: None, session: Session, workspace: Workspace, later: Later, clock: FakeClock
) -> None:
    session.get_one(Row, 1).slack_user_id = None
    organiser = make_person(session, "Nora Nord", slack_user_id="U0NORA")
    make_assignment(session, organiser, Duty.NATIONAL, series_id=planned.series_id)
    nora = workspace.person("U0NORA", name="Nora Nord", email="nora@example.org")
    go_to(clock, later, "2027-01-18T08:00:00+01:00")
    assert "1 behov att ordna." in weekly(nora)[0] and weekly(alice) == []


def test_in_quiet_weeks_nothing_comes_unless_the_meeting_is_held_in_them(
    alice: Person, planned: Event, session: Session, later: Later, clock: FakeClock
) -> None:
    series = session.get_one(Series, planned.series_id)
    series.quiet_from, series.quiet_to = date(2027, 1, 15), date(2027, 1, 24)
    session.commit()
    go_to(clock, later, "2027-01-18T09:00:00+01:00")
    assert weekly(alice) == []
    go_to(clock, later, "2027-01-25T08:00:00+01:00")
    assert len(weekly(alice)) == 1


def test_alice_asks_for_it_and_acts_on_it(
    alice: Person, kronoberg: Event, crowd: None, later: Later, rows: Rows
) -> None:
    alice.opens_home()
    later()
    alice.presses("Lägesbild för mina möten", in_="home")
    assert alice.form.title == "Lägesbild" and "Kronoberg, 8 dagar kvar." in alice.form.text
    assert "1 utskick nådde inte fram den senaste veckan." in alice.form.text
    alice.presses("Hämta lista", in_="form")
    assert alice.form.title == "Deltagare"
    alice.types("/dialog lista")
    alice.presses("Lägesbild")
    alice.presses("Kopiera mejltext", in_="form")
    shown = alice.form.text
    assert "Till dem som inte svarat" in shown and "Hemliga kopior: stina@example.org" in shown
    assert "Till anmälda" in shown and "Hemliga kopior: gunnel@example.org" in shown
    assert "Hej! Vi har inte hört från dig än." in shown and "tyst" not in shown
    alice.types("/dialog lista")
    alice.presses("Lägesbild")
    alice.presses("Påminn dem som inte svarat", in_="form")
    assert "De som inte svarat (2)" in alice.form.text
    assert "tyst" not in str([line.facts for line in rows(LogEntry)])


@ONE_KIND
def test_others_have_no_overview(bob: Person, kronoberg: Event, crowd: None, workspace: Workspace) -> None:
    bob.types("/dialog lista")
    assert "Lägesbild" not in bob.buttons
    for action in ("overview", "mail_text", "announce", "announcements"):
        button = {
            "type": "button",
            "text": {"type": "plain_text", "text": "Nyfiken"},
            "action_id": action,
            "value": "1",
        }
        workspace.post(workspace.dm("U0BOB"), "U0DIALOG", "hej", [{"type": "actions", "elements": [button]}])
        bob.presses("Nyfiken")
        assert bob.last.startswith("Det kan bara samordnaren göra.")


@ONE_KIND
def test_the_national_organiser_reads_it_without_needs_and_without_writing(
    kronoberg: Event, crowd: None, session: Session, workspace: Workspace, alice: Person
) -> None:
    organiser = make_person(session, "Nora Nord", slack_user_id="U0NORA")
    make_assignment(session, organiser, Duty.NATIONAL, series_id=kronoberg.series_id)
    nora = workspace.person("U0NORA", name="Nora Nord", email="nora@example.org")
    workspace.channel("C0LOBBY", name="lobby", members=[nora])
    nora.types("/dialog lista")
    nora.presses("Lägesbild")
    assert "Saknar svar: Älmhults kommun." in nora.form.text
    assert "behov" not in nora.form.text and "Påminn dem som inte svarat" not in nora.form.text


@ONE_KIND
def test_whoever_has_said_no_has_answered(alice: Person, kronoberg: Event, session: Session, crowd: None) -> None:
    make_registration(
        session, kronoberg, make_person(session, "Ulla"), organisation_id=3, state=RegistrationState.DECLINED
    )
    make_coordinator(session, kronoberg, "Anna Ask", slack_user_id="U0ANNA")
    alice.types("/dialog lista")
    alice.presses("Lägesbild")
    assert "Saknar svar" not in alice.form.text
