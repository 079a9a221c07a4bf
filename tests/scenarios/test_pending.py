"""What has no answer yet stands in Home and in one's own list, with the buttons to answer it or take it back."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from models import Event, Registration, RegistrationState
from sandbox.people import Person
from tests.factories import make_area, make_event
from tests.scenarios.conftest import MEETING, ONE_KIND, Later, Rows
from tests.scenarios.test_deadlines import ask
from tests.scenarios.test_registering import register

pytestmark = ONE_KIND


@pytest.fixture
def asked(bob: Person, charlie: Person, kronoberg: Event, later: Later) -> None:
    """Bob has asked Charlie to come instead; both have opened Home before."""
    for person in (bob, charlie):
        person.opens_home()
    register(bob)
    bob.closes()
    later()
    bob.presses("Skicka någon annan", in_="inbox")
    assert bob.submits(colleague=charlie.id) == {}
    bob.closes()
    later(seconds=5)


def test_charlie_finds_bobs_question_in_home_and_in_the_list_and_says_yes_there(
    asked: None, charlie: Person, later: Later, rows: Rows
) -> None:
    assert "Bob Berg ber dig komma i sitt ställe." in charlie.home.text
    charlie.types("/dialog mina")
    assert "Bob Berg ber dig komma i sitt ställe." in charlie.last
    charlie.presses("Ja, jag kommer", in_="home")
    assert charlie.submits() == {}
    assert rows(Registration)[-1].state is RegistrationState.REGISTERED
    charlie.closes()
    later(seconds=5)
    assert "ber dig komma" not in charlie.home.text and "✓ Du är anmäld." in charlie.home.text


def test_bob_takes_his_question_back_from_home(asked: None, bob: Person, charlie: Person, later: Later) -> None:
    assert "Du har bett Charlie Carlsson komma i stället." in bob.home.text
    bob.presses("Ta tillbaka frågan", in_="home")
    bob.closes()
    later(seconds=5)
    assert "Du har bett" not in bob.home.text and "ber dig komma" not in charlie.home.text


def test_a_question_nobody_answered_is_gone_when_the_meeting_begins(asked: None, charlie: Person, later: Later) -> None:
    later(days=40)
    charlie.types("/dialog mina")
    assert "ber dig komma" not in charlie.last


def test_what_bob_has_asked_the_coordinator_stands_there_until_it_is_answered(
    bob: Person, alice: Person, kronoberg: Event, session: Session, later: Later
) -> None:
    kronoberg.registration_close_on = date(2027, 1, 10)
    session.commit()
    bob.opens_home()
    ask(bob)
    bob.closes()
    later(seconds=5)
    said = "Du har frågat samordnaren, som inte har svarat än."
    assert said in bob.home.text
    bob.types("/dialog mina")
    assert said in bob.last and "Dialog i Kronoberg" in bob.last
    alice.presses("Nej", in_="inbox")
    later(seconds=5)
    assert said not in bob.home.text


def test_whoever_takes_part_in_eight_meetings_finds_them_all(
    bob: Person, kronoberg: Event, session: Session, later: Later
) -> None:
    register(bob)
    for number in range(1, 8):
        area = make_area(session, name=f"Område {number}")
        make_event(session, title=f"Dialog {number}", starts_at=MEETING + timedelta(days=number), area=area)
        bob.types(f"/dialog anmäl område {number}")
        assert bob.submits(organisation="Ljungby", role="principal") == {}
    bob.closes()
    bob.types("/dialog mina")
    seen = bob.last
    bob.presses("Nästa")
    seen += bob.last
    assert all(f"Dialog {number}" in seen for number in range(1, 8)) and "Dialog i Kronoberg" in seen
    assert "Sida 2 av 2" in bob.last
