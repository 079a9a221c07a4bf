"""Bob has the meeting in his calendar: put there, moved, made digital and struck out, by the buttons he is sent."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services import changes
from bot.services.plan import steps
from models import Attendance, Duty, Event, EventState, Form, Organisation, Registration
from sandbox.faults import Fault
from sandbox.people import Person
from sandbox.workspace import Workspace
from tests.calendar_client import READERS, Calendar
from tests.clock import NOON, FakeClock
from tests.factories import make_assignment, make_event, make_guest, make_person, make_registration
from tests.scenarios.conftest import ONE_KIND, Later
from tests.scenarios.test_registering import register
from tests.scenarios.test_reminders import move_to

ADD, UPDATE, FETCH = "Lägg till i kalendern", "Uppdatera kalendern", "Hämta kalenderfil"
ON_ITS_WAY = "Kalenderfilen är på väg till dig, som ett meddelande från mig."
LINK = "https://video.example.org/kronoberg"


@pytest.fixture
def in_march(kronoberg: Event, session: Session) -> Event:
    """On Wednesday 24 March, four days before the clocks change."""
    kronoberg.reschedule(date(2027, 3, 24), kronoberg.start_time, kronoberg.end_time)
    kronoberg.address, kronoberg.url = "Västra Esplanaden 18", LINK
    session.commit()
    return kronoberg


def newest(workspace: Workspace) -> bytes:
    content = list(workspace.uploads.files.values())[-1].content
    assert content is not None
    return content


def test_one_entry_moves_becomes_digital_and_is_struck_out(
    bob: Person, in_march: Event, workspace: Workspace, session: Session, clock: FakeClock, later: Later
) -> None:
    calendars = [Calendar(read) for read in READERS.values()]

    def presses(words: str) -> list[str]:
        bob.presses(words, in_="inbox")
        assert bob.last == ON_ITS_WAY
        for calendar in calendars:
            calendar.opens(newest(workspace))
        assert calendars[0].entries == calendars[1].entries, "both libraries read the same"
        return [f"{one.when} {one.title}: {one.place}" for one in calendars[0].stands]

    register(bob)
    bob.closes()
    later()
    where = "Kommunhuset, Sal A, Växjö, Västra Esplanaden 18"
    assert presses(ADD) == [f"2027-03-24 13:00 +0100 Dialog i Kronoberg: {where}"]
    later(hours=1)
    _move(session, in_march, date(2027, 3, 31), clock)
    later()
    assert presses(UPDATE) == [f"2027-03-31 13:00 +0200 Dialog i Kronoberg: {where}"]
    later(hours=1)
    _make_digital(session, in_march, clock)
    later()
    assert presses(UPDATE) == [f"2027-03-31 13:00 +0200 Dialog i Kronoberg: {LINK}"]
    later(hours=1)
    in_march.state, in_march.reason = EventState.CANCELLED, "för få kunde komma"
    changes.tell_called_off(session, in_march, now=clock.now())
    session.commit()
    later()
    assert presses(UPDATE) == []
    assert [one.title for one in calendars[0].entries.values()] == ["Inställd: Dialog i Kronoberg"]


def test_the_number_of_the_entry_rises_with_what_a_calendar_shows_and_with_nothing_else(
    kronoberg: Event, session: Session
) -> None:
    def saved() -> int:
        session.commit()
        session.refresh(kronoberg)
        return kronoberg.sequence

    assert saved() == 0
    kronoberg.reschedule(kronoberg.day, kronoberg.start_time, kronoberg.end_time)
    kronoberg.state, kronoberg.min_registrations, kronoberg.reason = EventState.CLOSED, 5, "en annan"
    assert saved() == 0, "nothing that is in a calendar"
    kronoberg.reschedule(date(2027, 1, 20), kronoberg.start_time, kronoberg.end_time)
    assert saved() == 1
    kronoberg.form = Form.HYBRID
    assert saved() == 2
    kronoberg.room = "Sal B"
    assert saved() == 3
    kronoberg.state = EventState.CANCELLED
    assert saved() == 4
    other = make_event(session)
    assert other.uid != kronoberg.uid and len(other.uid) == 36


@ONE_KIND
def test_bob_gives_his_seat_back_and_strikes_the_meeting_out_comes_back_and_has_it_again(
    bob: Person, kronoberg: Event, workspace: Workspace, later: Later, session: Session
) -> None:
    calendar = Calendar(READERS["icalendar"])

    def presses(words: str) -> list[str]:
        bob.presses(words)
        calendar.opens(newest(workspace))
        return [one.status for one in calendar.stands]

    register(bob)
    assert presses(ADD) == ["CONFIRMED"] and bob.form and ON_ITS_WAY in bob.form.text
    bob.closes()
    later()
    bob.presses("Lämna återbud", in_="inbox")
    later()
    assert presses(UPDATE) == []
    register(bob)
    assert presses(ADD) == ["CONFIRMED"], "a new row, and a higher number all the same"
    bob.closes()
    (seat,) = [row for row in session.query(Registration) if row.is_active]
    assert calendar.stands[0].sequence == kronoberg.sequence + 2 + seat.version


@ONE_KIND
def test_each_has_the_own_way_in_to_a_hybrid_meeting_and_nobodys_needs(
    bob: Person, dana: Person, in_march: Event, workspace: Workspace, session: Session
) -> None:
    in_march.form = Form.HYBRID
    session.commit()
    register(bob, attendance="on_site", access_needs="en tyst vrå", dietary="vegan")
    bob.presses(ADD)
    _, (bobs,) = READERS["vobject"](newest(workspace))
    assert "Esplanaden" in bobs.place and LINK not in newest(workspace).decode()
    dana.types("/dialog register")
    dana.submits(organisation="Ljungby", role="principal", attendance="digital")
    dana.presses("Add to the calendar")
    _, (danas,) = READERS["vobject"](newest(workspace))
    assert danas.place == LINK and danas.words.startswith("You take part in: digitally.")
    for upload in workspace.uploads.files.values():
        assert upload.content and not any(word in upload.content.decode() for word in ("vrå", "vegan", "Ljungby"))


@ONE_KIND
def test_what_bob_is_refused(
    bob: Person, kronoberg: Event, workspace: Workspace, session: Session, later: Later
) -> None:
    register(bob)
    bob.closes()
    later()
    for state, day, told in (
        (EventState.DRAFT, kronoberg.day, "Det mötet är inte publicerat än."),
        (EventState.DATE_POLL, None, "Dialog i Kronoberg har ingen dag än."),
    ):
        kronoberg.state = state
        kronoberg.reschedule(day, kronoberg.start_time, kronoberg.end_time)
        session.commit()
        bob.presses(ADD, in_="inbox")
        assert bob.last.startswith(told)
    assert workspace.uploads.files == {}


@ONE_KIND
def test_when_slack_refuses_the_file_bob_is_told_where_he_is_looking(
    bob: Person, kronoberg: Event, workspace: Workspace, later: Later
) -> None:
    register(bob)
    workspace.faults.next("files.getUploadURLExternal", Fault.slack_error("storage_limit_reached"))
    bob.presses(ADD)
    assert bob.form and "Slack tog inte emot filen. Inget har skickats." in bob.form.text
    bob.closes()
    later()
    workspace.faults.next("files.getUploadURLExternal", Fault.STALL_BEFORE)
    bob.presses(ADD, in_="inbox")
    assert bob.last.startswith("Slack svarade inte. Titta bland dina meddelanden från mig")


@ONE_KIND
def test_who_is_asked_to_save_the_day_has_it_as_preliminary(
    bob: Person, in_march: Event, workspace: Workspace, session: Session, clock: FakeClock, later: Later
) -> None:
    in_march.published_at, in_march.save_the_date_on = None, date(2027, 1, 18)
    make_assignment(
        session, make_person(session, slack_user_id="U0BOB"), Duty.CONTACT, series_id=in_march.series_id,
        organisation_id=session.scalars(select(Organisation.id)).first(),
    )  # fmt: skip
    steps.plan(session, in_march, NOON)
    session.commit()
    move_to(clock, later, "2027-01-18T09:00:00+01:00")
    assert bob.inbox[0].startswith("Boka dagen: Dialog i Kronoberg.")
    bob.presses(ADD, in_="inbox")
    _, (entry,) = READERS["vobject"](newest(workspace))
    assert (entry.when, entry.status) == ("2027-03-24 13:00 +0100", "TENTATIVE")
    assert (entry.title, entry.place) == ("Preliminärt: Dialog i Kronoberg", "Växjö")


@ONE_KIND
def test_alice_gets_the_file_that_goes_with_the_mail_to_guests(
    alice: Person, in_march: Event, workspace: Workspace, session: Session, clock: FakeClock, later: Later
) -> None:
    make_registration(session, in_march, make_guest(session, "Gunnel"))
    _move(session, in_march, date(2027, 3, 31), clock)
    later()
    alice.presses(FETCH, in_="inbox")
    _, (entry,) = READERS["vobject"](newest(workspace))
    assert (entry.when, entry.status) == ("2027-03-31 13:00 +0200", "CONFIRMED")
    assert "Västra Esplanaden 18" in entry.place and "Får du förhinder? Svara på mejlet." in entry.words
    assert alice.inbox[-1] == "Dialog i Kronoberg: bifoga filen i mejlet."


@ONE_KIND
def test_a_mail_that_goes_to_people_in_line_too_keeps_address_and_link_to_itself(
    alice: Person, in_march: Event, workspace: Workspace, session: Session, clock: FakeClock, later: Later
) -> None:
    make_registration(session, in_march, make_guest(session, "Gunnel"))
    make_registration(session, in_march, make_guest(session, "Gustav"), state="waitlisted")
    _move(session, in_march, date(2027, 3, 31), clock)
    later()
    alice.presses(FETCH, in_="inbox")
    assert b"Esplanaden" not in newest(workspace) and LINK.encode() not in newest(workspace)


def _move(session: Session, event: Event, day: date, clock: FakeClock) -> None:
    session.refresh(event)
    was = {"was_day": event.day, "was_start": event.start_time, "was_end": event.end_time}
    event.reschedule(day, event.start_time, event.end_time)
    steps.plan(session, event, NOON - timedelta(days=30))
    changes.tell_moved(session, event, **was, now=clock.now())
    session.commit()


def _make_digital(session: Session, event: Event, clock: FakeClock) -> None:
    session.refresh(event)
    event.form = Form.DIGITAL
    for seat in session.query(Registration).where(Registration.event_id == event.id):
        session.refresh(seat)
        seat.attendance = Attendance.DIGITAL
    changes.tell_form_changed(session, event, was_form=Form.ON_SITE, now=clock.now())
    session.commit()
