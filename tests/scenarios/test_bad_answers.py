"""Answers that are empty, endless, strange or late: a clear sentence where one looks, and nothing else changes."""

import pytest
from sqlalchemy.orm import Session

from models import Event, EventState, LogEntry, Organisation, Registration, RegistrationState, Topic
from models.people import Person as Somebody
from sandbox.people import Person
from sandbox.workspace import Workspace
from tests.factories import make_coordinator
from tests.scenarios.conftest import ONE_KIND, Later, Rows
from tests.scenarios.test_guests import add_guest, open_participants
from tests.scenarios.test_on_behalf import look_up
from tests.scenarios.test_registering import register

pytestmark = ONE_KIND
STRANGE = {
    "3000 characters": "Åsa " * 750,
    "emoji": "Åsa 🎉🏳️‍🌈👩🏽‍🚒",
    "right to left": "שלום \u202eÅsa\u202c \u2066x",
    "a call": "<!channel> <@U0ALICE>",
    "a formula": "=cmd|' /C calc'!A0",
}


@pytest.fixture
def amir(workspace: Workspace, session: Session, kronoberg: Event) -> Person:
    """The second coordinator."""
    make_coordinator(session, kronoberg, "Amir Ali", slack_user_id="U0AMIR", email="amir@example.org")
    return workspace.person("U0AMIR", name="Amir Ali", email="amir@example.org")


def chooses(person: Person, field: str, value: str | None) -> None:
    """An option, whether or not the form has it."""
    kind = {"organisation": "external_select", "role": "static_select", "level": "radio_buttons"}[field]
    chosen = {"text": {"type": "plain_text", "text": "…"}, "value": value} if value else None
    person.workspace.stacks[person.id][-1].values[field][field] = {"type": kind, "selected_option": chosen}


@pytest.mark.parametrize("kind", STRANGE)
def test_a_strange_name_is_one_line_on_the_list(kind: str, alice: Person, kronoberg: Event, rows: Rows) -> None:
    words = STRANGE[kind][:120]  # Slack's own limit of the field
    assert add_guest(alice, name=words) == {}
    [guest] = rows(Somebody, Somebody.email == "gunnel@example.org")
    assert len(guest.name) <= 120 and "\n" not in guest.name
    alice.closes()
    open_participants(alice)
    assert guest.name.replace("\u202e", "")[:5] in alice.form.text and "\u202e" not in str(alice.form.view)
    assert len(rows(Registration)) == 1


@pytest.mark.parametrize("kind", STRANGE)
def test_an_organisation_of_strange_words_is_taken_as_written_and_shown_to_the_coordinator(
    kind: str, alice: Person, bob: Person, kronoberg: Event, rows: Rows
) -> None:
    bob.types("/dialog register")
    bob.fills(organisation="Ljungby", role="principal")
    chooses(bob, "organisation", f"other:{STRANGE[kind]}"[:150])
    assert bob.submits() == {}
    [new] = rows(Organisation, Organisation.is_free_text)
    assert [row.organisation_id for row in rows(Registration)] == [new.id]
    assert len(new.display) <= 200
    open_participants(alice)
    assert "\u202e" not in str(alice.form.view)
    assert "organisation som den skrevs" in alice.form.text


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("organisation", None, "Fyll i det här obligatoriska fältet."),
        ("organisation", "other:   ", "Välj din organisation"),
        ("role", None, "Fyll i det här obligatoriska fältet."),
        ("role", "king", "Välj din roll"),
    ],
)
def test_an_empty_answer_is_asked_for_at_its_field(
    field: str, value: str | None, sentence: str, bob: Person, kronoberg: Event, rows: Rows
) -> None:
    """Slack looks for what is left out, and we for what only a forged form holds."""
    bob.types("/dialog register")
    bob.fills(organisation="Ljungby", role="principal")
    chooses(bob, field, value)
    assert sentence in bob.submits()[field]
    assert rows(Registration) == [] and rows(LogEntry) == []


def test_a_form_that_was_open_when_registration_closed_says_so_and_takes_nothing(
    bob: Person, kronoberg: Event, session: Session, rows: Rows
) -> None:
    bob.types("/dialog register")
    kronoberg.state = EventState.CLOSED
    session.commit()
    bob.submits(organisation="Ljungby", role="principal")
    assert "Anmälan har stängt." in bob.form.text
    assert rows(Registration) == []


def test_a_form_that_was_open_when_alice_registered_bob_changes_the_one_seat(
    alice: Person, bob: Person, kronoberg: Event, rows: Rows
) -> None:
    bob.types("/dialog register")
    add_guest(alice, name="Bob Berg", email="bob@example.org")
    assert bob.submits(organisation="Ljungby", role="director") == {}
    [seat] = rows(Registration)
    assert (seat.state, seat.role) == (RegistrationState.REGISTERED, "director")


def test_whom_slack_no_longer_knows_is_registered_as_a_guest(
    alice: Person, charlie: Person, kronoberg: Event, later: Later, rows: Rows
) -> None:
    charlie.types("/dialog mina")
    charlie.changes(deleted=True)
    add_guest(alice, name="Charlie Carlsson", email="charlie@example.org")
    [seat] = rows(Registration)
    [who] = rows(Somebody, Somebody.id == seat.person_id)
    assert who.slack_user_id is None
    heard = len(charlie.inbox)
    later()
    assert len(charlie.inbox) == heard and "Hej!" in str(alice.messages[-1])


def test_of_two_coordinators_who_change_the_same_answers_the_second_is_told_and_loses_nothing(
    alice: Person, amir: Person, bob: Person, kronoberg: Event, later: Later, rows: Rows
) -> None:
    register(bob)
    bob.closes()
    later()
    for coordinator in (alice, amir):
        look_up(coordinator, "Bob")
        coordinator.presses("Ändra svaren")
    assert alice.submits(organisation="Växjö", role="director") == {}
    amir.submits(dietary="utan nötter")
    assert "Anmälan har ändrats sedan du öppnade den. Inget är sparat: öppna den igen." in amir.form.text
    [seat] = rows(Registration)
    assert (seat.role, seat.dietary) == ("director", None)
    later()
    assert len(bob.inbox) == 2, "the receipt, and what Alice changed"


def test_a_double_click_on_a_guests_form_is_one_guest(
    alice: Person, kronoberg: Event, workspace: Workspace, later: Later, rows: Rows
) -> None:
    add_guest(alice)
    workspace.replay(2)
    later()
    assert len(rows(Registration)) == 1 and len(rows(Somebody, Somebody.slack_user_id.is_(None))) == 1
    assert len(alice.inbox) == 1


def test_a_question_of_no_kind_that_there_is_is_asked_for_its_kind(bob: Person, kronoberg: Event, rows: Rows) -> None:
    bob.types("/dialog fråga Hur gör andra?")
    chooses(bob, "level", "everything")
    assert bob.submits()["level"].startswith("Välj vilken sorts fråga det är.")
    assert rows(Topic) == []
