"""Giving a seat back, and saying no."""

from datetime import timedelta

from sqlalchemy.orm import Session

from bot.services import channels
from bot.services.plan import steps
from models import Area, Delivery, DeliveryState, Event, Kind, LogEntry, Registration, RegistrationState
from sandbox.people import Person
from sandbox.workspace import Workspace
from tests.clock import NOON
from tests.factories import make_area, make_delivery, make_event, make_step
from tests.scenarios.conftest import MEETING, Later, Rows
from tests.scenarios.test_registering import WHEN, register


def test_bob_cancels_by_command_and_hears_it_in_a_message_that_lasts(
    bob: Person, kronoberg: Event, later: Later, rows: Rows
) -> None:
    register(bob)
    bob.closes()
    bob.types("/dialog återbud")
    gone = f"Du har lämnat återbud till Dialog i Kronoberg, {WHEN}. Platsen går till någon annan."
    assert bob.last.startswith(gone)
    later()
    assert bob.inbox[-1] == gone
    bob.presses("Anmäl dig ändå", in_="inbox")
    assert bob.form and bob.form.title == "Anmäl dig"
    assert bob.submits() == {}
    assert [seat.state for seat in rows(Registration)] == [RegistrationState.CANCELLED, RegistrationState.REGISTERED]


def test_bob_chooses_which_registration_to_give_back(bob: Person, kronoberg: Event, session: Session) -> None:
    skane = make_area(session, name="Skåne", channel_id=None)
    make_event(session, title="Andra mötet", starts_at=MEETING + timedelta(days=1), area=skane)
    bob.types("/dialog cancel")
    assert "Du är inte anmäld till något kommande möte." in bob.last
    for words in ("kronoberg", "andra"):
        bob.types(f"/dialog register {words}")
        assert bob.submits(organisation="Ljungby", role="principal") == {}
        bob.closes()
    bob.types("/dialog cancel")
    assert "Vilken anmälan?" in bob.last
    bob.presses("Visa min anmälan", near="Andra mötet")
    bob.presses("Lämna återbud", in_="form")
    assert "Du har lämnat återbud till Andra mötet" in bob.form.text
    bob.closes()
    bob.types("/dialog cancel")
    assert "Du har lämnat återbud till Dialog i Kronoberg" in bob.last


def test_pressing_cancel_twice_says_what_is_true(
    bob: Person, kronoberg: Event, later: Later, workspace: Workspace, rows: Rows
) -> None:
    register(bob)
    later()
    bob.closes()
    bob.presses("Lämna återbud", in_="inbox")
    bob.presses("Lämna återbud", in_="inbox")
    assert bob.last.startswith("Du är inte anmäld till Dialog i Kronoberg.")
    assert [entry.action for entry in rows(LogEntry)] == ["registered", "cancelled"]


def test_i_cannot_come_is_an_answer_and_no_reminder_follows(
    bob: Person, charlie: Person, kronoberg: Event, session: Session, later: Later, rows: Rows, workspace: Workspace
) -> None:
    workspace.channel("C0KRO", name="dialog-kronoberg", members=[bob, charlie])
    steps.plan(session, kronoberg, NOON)
    session.commit()
    _bind(session, kronoberg, later)
    charlie.presses("Jag kan inte", in_="C0KRO")
    assert charlie.last.startswith(f"Du har tackat nej till Dialog i Kronoberg, {WHEN}. Du får inga påminnelser.")
    charlie.presses("Jag kan inte", in_="C0KRO")
    register(bob)
    bob.closes()
    bob.presses("Jag kan inte", in_="C0KRO")
    later(days=1)
    later(days=6, hours=23)
    later(hours=1)
    assert [text.partition(" till ")[0] for text in bob.inbox] == ["Du har tackat nej"]
    assert charlie.inbox == []
    assert [seat.state for seat in rows(Registration)] == [RegistrationState.DECLINED] * 2
    assert rows(Delivery, Delivery.kind == Kind.REMINDER) == []


def test_a_reminder_already_owed_is_taken_back_with_its_reason(
    bob: Person, kronoberg: Event, session: Session, rows: Rows
) -> None:
    register(bob)
    [seat] = rows(Registration)
    step = make_step(session, kronoberg, due_at=NOON)
    made = make_delivery(
        session, kronoberg, due_at=MEETING, step_id=step.id, registration_id=seat.id, person_id=seat.person_id
    )
    bob.presses("Lämna återbud", in_="form")
    [reminder] = rows(Delivery, Delivery.id == made.id)
    assert (reminder.state, reminder.reason) == (DeliveryState.CANCELLED, "no longer registered")


def test_after_the_closing_one_can_still_give_the_seat_back_and_say_what_one_needs(
    bob: Person, kronoberg: Event, session: Session, later: Later
) -> None:
    kronoberg.registration_close_on = NOON.date()
    session.commit()
    register(bob)
    later(days=2)
    bob.presses("Ändra", in_="form")
    assert bob.submits(access_needs="hörslinga") == {}
    bob.presses("Lämna återbud", in_="form")
    assert "Du har lämnat återbud" in bob.form.text and "Anmäl dig ändå" not in bob.form.buttons


def _bind(session: Session, event: Event, later: Later) -> None:
    channels.bind(session, session.get_one(Area, event.area_id), "C0KRO", actor_id=None, now=NOON)
    session.commit()
    later()
