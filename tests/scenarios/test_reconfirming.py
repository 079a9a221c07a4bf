"""Does Bob still come? Asked when a meeting changes and a week before; and told of another day after a no."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from bot.services import changes
from bot.services.plan import steps
from models import Event, EventState, Form, Kind, LogEntry, Registration, RegistrationState
from models.deliveries import Delivery
from models.registrations import Reconfirm
from sandbox.people import Person
from sandbox.workspace import Workspace
from tests.clock import NOON, FakeClock
from tests.factories import make_quota
from tests.scenarios.conftest import MEETING, ONE_KIND, Later, Rows
from tests.scenarios.test_registering import WHEN, register

EARLIER = NOON - timedelta(days=30)
NEW_DAY = "torsdag 21 januari 2027 kl. 13.00–16.00"


@pytest.fixture
def planned(kronoberg: Event, session: Session) -> Event:
    steps.plan(session, kronoberg, EARLIER)
    session.commit()
    return kronoberg


@pytest.fixture
def move(kronoberg: Event, session: Session, clock: FakeClock, later: Later) -> Callable[[int], None]:
    """The meeting is held so many days later than it first was to be, and everyone is told."""

    def move(days: int) -> None:
        session.refresh(kronoberg)
        was = (kronoberg.day, kronoberg.start_time, kronoberg.end_time)
        kronoberg.reschedule((MEETING + timedelta(days=days)).date(), kronoberg.start_time, kronoberg.end_time)
        steps.plan(session, kronoberg, clock.now())
        changes.tell_moved(session, kronoberg, was_day=was[0], was_start=was[1], was_end=was[2], now=clock.now())
        session.commit()
        later()

    return move


def test_a_moved_day_asks_again_and_the_answer_is_kept_once(
    bob: Person, alice: Person, charlie: Person, planned: Event, move: Callable[[int], None], rows: Rows
) -> None:
    for person in (bob, charlie):
        register(person, access_needs="hörslinga")
        person.closes()
    move(2)
    assert bob.inbox[-1].endswith("Din anmälan gäller. Boka om resan om du har bokat. Kan du komma då?")
    assert [seat.reconfirm for seat in rows(Registration)] == [Reconfirm.ASKED] * 2
    assert {seat.access_needs for seat in rows(Registration)} == {"hörslinga"}, "what was said before is kept"
    assert "Har inte svarat om de kommer (2): Bob Berg, Charlie Carlsson" in participants(alice)

    bob.presses("Ja, jag kommer", in_="inbox")
    assert bob.last.startswith(f"Tack, vi ser fram emot att träffa dig. Dialog i Kronoberg, {NEW_DAY}.")
    bob.presses("Ja, jag kommer", in_="inbox")
    assert bob.last.startswith("Tack, vi ser fram emot att träffa dig.")
    assert [entry.action for entry in rows(LogEntry)].count("confirmed_coming") == 1
    assert "Har inte svarat om de kommer (1): Charlie Carlsson" in participants(alice)

    charlie.presses("Lämna återbud", in_="inbox")
    assert "Har inte svarat" not in participants(alice)
    charlie.presses("Ja, jag kommer", in_="inbox")
    assert charlie.last.startswith("Du är inte anmäld till Dialog i Kronoberg.")
    assert "Anmäl dig ändå" in charlie.buttons


def test_a_second_new_day_makes_the_first_yes_worthless(
    bob: Person, planned: Event, move: Callable[[int], None], rows: Rows
) -> None:
    register(bob)
    bob.closes()
    move(2)
    bob.presses("Ja, jag kommer", in_="inbox")
    move(9)
    [seat] = rows(Registration)
    assert seat.reconfirm is Reconfirm.ASKED and seat.state is RegistrationState.REGISTERED


def test_the_week_before_asks_whoever_has_not_answered_and_nobody_else(
    bob: Person,
    charlie: Person,
    alice: Person,
    planned: Event,
    move: Callable[[int], None],
    later: Later,
    clock: FakeClock,
    rows: Rows,
) -> None:
    for person in (bob, charlie):
        register(person)
        person.closes()
    move(9)
    bob.presses("Ja, jag kommer", in_="inbox")
    later(days=10)
    assert bob.inbox[-1].startswith("Om en vecka ses vi.") and charlie.inbox[-1].startswith("Om en vecka ses vi.")
    assert "Kommer du fortfarande?" not in str(bob.messages[-1]["blocks"])
    assert "Kommer du fortfarande?" in str(charlie.messages[-1]["blocks"])
    assert [seat.reconfirm for seat in rows(Registration)] == [Reconfirm.YES, Reconfirm.ASKED]


def test_the_reminder_a_week_before_is_a_question_that_the_coordinator_can_see_unanswered(
    bob: Person, alice: Person, planned: Event, later: Later, clock: FakeClock, rows: Rows
) -> None:
    register(bob)
    bob.closes()
    assert rows(Registration)[0].reconfirm is Reconfirm.NONE
    assert "Har inte svarat" not in participants(alice)
    later(days=1)
    assert bob.inbox[-1].startswith("Om en vecka ses vi.")
    assert "Har inte svarat om de kommer (1): Bob Berg" in participants(alice)
    bob.presses("Ja, jag kommer", in_="inbox")
    assert "Har inte svarat" not in participants(alice)
    later(days=6)
    assert rows(Registration)[0].reconfirm is Reconfirm.YES, "the day before asks nothing"


def test_a_meeting_that_becomes_digital_asks_for_needs_again_and_keeps_the_seat(
    bob: Person, planned: Event, session: Session, later: Later, clock: FakeClock, rows: Rows
) -> None:
    register(bob, access_needs="ramp")
    bob.closes()
    planned.form = Form.DIGITAL
    changes.tell_form_changed(session, planned, was_form=Form.ON_SITE, now=clock.now())
    session.commit()
    later()
    assert (
        bob.inbox[-1].endswith("Behöver du något annat för att kunna delta digitalt? Skriv det i din anmälan.")
        and "Ja, jag kommer" in bob.buttons
    )
    bob.presses("Ändra", in_="inbox")
    assert bob.form and "Specialkost eller allergi" not in bob.form.labels
    assert bob.submits(access_needs="textning") == {}
    [seat] = rows(Registration)
    assert (seat.access_needs, seat.reconfirm) == ("textning", Reconfirm.YES), "who changes the seat is coming"


@ONE_KIND
def test_a_form_that_changes_there_and_back_is_told_each_time_whatever_the_clock_says(
    bob: Person, planned: Event, session: Session, clock: FakeClock, later: Later, rows: Rows
) -> None:
    register(bob)
    bob.closes()
    for form, was in [(Form.DIGITAL, Form.ON_SITE), (Form.ON_SITE, Form.DIGITAL)] * 2:
        planned.form = form
        changes.tell_form_changed(session, planned, was_form=was, now=clock.now())
        session.commit()
    assert len(rows(Delivery, Delivery.kind == Kind.FORM_CHANGED)) == 4


def test_whoever_waits_keeps_the_place_in_line_and_is_asked_nothing(
    bob: Person, charlie: Person, planned: Event, session: Session, move: Callable[[int], None], rows: Rows
) -> None:
    make_quota(session, planned, 1)
    for person in (bob, charlie):
        register(person)
        person.closes()
    move(2)
    assert charlie.inbox[-1].endswith("Du behåller din plats på väntelistan.")
    assert "Ja, jag kommer" not in charlie.buttons and "Lämna väntelistan" in charlie.buttons
    assert [seat.reconfirm for seat in rows(Registration)] == [Reconfirm.ASKED, Reconfirm.NONE]


def test_who_said_no_hears_of_a_new_day_only_when_asked_for(
    bob: Person,
    charlie: Person,
    planned: Event,
    session: Session,
    move: Callable[[int], None],
    later: Later,
    clock: FakeClock,
    rows: Rows,
    workspace: Workspace,
) -> None:
    for person in (bob, charlie):
        says_no(person, planned, workspace)
    bob.presses("Hör av er om mötet flyttas")
    assert bob.last.startswith("Vi hör av oss om Dialog i Kronoberg flyttas eller ställs in, och annars inte.")
    later(days=1)
    assert not any(text.startswith("Om en vecka") for text in bob.inbox)
    changes.tell_form_changed(session, planned, was_form=Form.DIGITAL, now=clock.now())
    session.commit()
    later()
    heard = len(bob.inbox)

    move(9)
    assert len(bob.inbox) == heard + 1
    assert bob.inbox[-1].startswith("Ny dag för Dialog i Kronoberg.")
    assert bob.inbox[-1].endswith("Du har tackat nej, och bad oss höra av oss om mötet flyttades.")
    assert not any(text.startswith("Ny dag") for text in charlie.inbox)
    bob.presses("Anmäl dig ändå", in_="inbox")
    assert bob.submits(organisation="Ljungby", role="principal") == {}
    bob.closes()
    later()

    move(10)
    assert len(rows(Delivery, Delivery.kind == Kind.MOVED)) == 2, "back in, heard once as registered"
    assert bob.inbox[-1].endswith("Kan du komma då?")


@ONE_KIND
def test_who_said_no_and_asked_hears_that_it_is_cancelled(
    bob: Person,
    planned: Event,
    session: Session,
    later: Later,
    clock: FakeClock,
    workspace: Workspace,
    rows: Rows,
) -> None:
    says_no(bob, planned, workspace)
    for _ in range(2):
        bob.presses("Hör av er om mötet flyttas", near="tackat nej")
    assert [entry.action for entry in rows(LogEntry)].count("asked_to_hear") == 1
    planned.state = EventState.CANCELLED
    changes.tell_called_off(session, planned, now=clock.now())
    session.commit()
    later()
    assert bob.inbox[-1].startswith(f"Dialog i Kronoberg ställs in. Det skulle ha hållits {WHEN}.")


def says_no(person: Person, event: Event, workspace: Workspace) -> None:
    button = {"type": "button", "text": {"type": "plain_text", "text": "Jag kan inte"}, "action_id": "decline"}
    blocks = [{"type": "actions", "elements": [{**button, "value": str(event.id)}]}]
    workspace.post(workspace.dm(person.id), "U0DIALOG", "Välkommen", blocks)
    person.presses("Jag kan inte", in_="inbox")


def participants(alice: Person) -> str:
    alice.types("/dialog list")
    alice.presses("Deltagare")
    assert alice.form
    text = alice.form.text
    alice.closes()
    return text
