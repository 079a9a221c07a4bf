"""Alice names who leads the conversation and who takes notes; each hears it once, and may what comes with it."""

import pytest
from sqlalchemy.orm import Session

from models import CrewMember, Delivery, DeliveryState, Duty, Event, EventState, Kind, LogEntry, Topic
from sandbox.people import Person
from sandbox.workspace import Workspace
from tests.clock import NOON
from tests.factories import make_area, make_assignment, make_event, make_person, make_registration, make_topic
from tests.scenarios.conftest import ONE_KIND, Later, Rows
from tests.scenarios.test_registering import register

pytestmark = ONE_KIND
LEADS, NOTES = "Du leder samtalet vid Dialog i Kronoberg.", "Du antecknar vid Dialog i Kronoberg."
NO = "Det kan bara samordnaren göra."


@pytest.fixture
def fia(workspace: Workspace, channel: str) -> Person:
    """Has never been here."""
    person = workspace.person("U0FIA", name="Fia Fors", email="fia@example.org")
    workspace.channel(channel, members=[person])
    return person


def opens_form(alice: Person) -> None:
    alice.types("/dialog möten")
    alice.presses("Öppna", in_="form")
    alice.presses("Processledare och antecknare", in_="form")


def names(alice: Person, **whom: list[str]) -> None:
    opens_form(alice)
    assert alice.submits(**whom) == {}


def told(person: Person) -> list[str]:
    """What the person has been told of duties."""
    return [one for one in person.inbox if "samtalet" in one or "antecknar" in one]


def test_fia_and_bob_are_named_told_once_and_shown(
    alice: Person, fia: Person, bob: Person, kronoberg: Event, later: Later, rows: Rows
) -> None:
    names(alice, leading=["U0FIA"], noting=["U0BOB"])
    assert "Sparat. Den som har fått ett uppdrag, eller inte har det längre, får veta det." in alice.form.text
    assert "Processledare: Fia Fors" in alice.form.text and "Antecknare: Bob Berg" in alice.form.text
    later()
    later(days=1)
    assert [one[: len(LEADS)] for one in told(fia)] == [LEADS]
    assert "du ordnar frågorna och bygger programmet" in told(fia)[0]
    assert "Alice Alm har ordnat det." in told(fia)[0]
    assert [one[: len(NOTES)] for one in told(bob)] == [NOTES]
    assert "programmet" not in told(bob)[0]
    said = [(entry.action, entry.actor_id) for entry in rows(LogEntry) if entry.action.endswith("_named")]
    assert said == [("facilitator_named", 1), ("note_taker_named", 1)]
    alice.types("/dialog logg Kronoberg")
    assert "utsåg en processledare (Fia Fors)" in alice.last and "utsåg en antecknare (Bob Berg)" in alice.last


def test_the_same_form_twice_tells_nobody_again(alice: Person, fia: Person, kronoberg: Event, later: Later) -> None:
    for _ in range(2):
        names(alice, leading=["U0FIA"])
        later()
    assert len(told(fia)) == 1


def test_dana_reads_english_and_hears_it_in_english(
    alice: Person, dana: Person, kronoberg: Event, later: Later
) -> None:
    names(alice, leading=["U0DANA"], noting=["U0DANA"])
    later()
    assert dana.inbox[-1].startswith("You lead the conversation and take notes at Dialog i Kronoberg.")


def test_whoever_is_taken_off_hears_it_once_and_may_no_more(
    alice: Person, fia: Person, kronoberg: Event, later: Later, rows: Rows
) -> None:
    names(alice, leading=["U0FIA"])
    later()
    names(alice, leading=[])
    later()
    assert [one.partition(".")[0] for one in told(fia)] == [
        "Du leder samtalet vid Dialog i Kronoberg", "Du leder inte längre samtalet vid Dialog i Kronoberg",
    ]  # fmt: skip
    assert rows(CrewMember) == []
    assert rows(LogEntry, LogEntry.action == "facilitator_removed")[0].event_id == kronoberg.id
    fia.presses("Programmet", in_="inbox")
    assert fia.last.startswith("Programmet för Dialog i Kronoberg är inte publicerat än.")


def test_a_slip_put_right_before_it_was_told_is_told_to_nobody(
    alice: Person, fia: Person, kronoberg: Event, later: Later, rows: Rows
) -> None:
    names(alice, leading=["U0FIA"])
    names(alice, leading=[])
    later()
    assert fia.inbox == []
    assert {one.state for one in rows(Delivery, Delivery.kind == Kind.DUTY)} == {DeliveryState.CANCELLED}
    names(alice, leading=["U0FIA"])
    names(alice, leading=["U0FIA"], noting=["U0FIA"])
    later()
    assert [one.partition(".")[0] for one in fia.inbox] == ["Du leder samtalet och antecknar vid Dialog i Kronoberg"]


def test_fia_orders_questions_builds_the_programme_and_sees_who_comes_and_no_more(
    alice: Person, fia: Person, kronoberg: Event, session: Session, later: Later, rows: Rows
) -> None:
    make_topic(session, kronoberg, title="Hur gör ni?", proposer_id=make_person(session, "Petra").id)
    make_registration(session, kronoberg, make_person(session, "Rut Rektor"), access_needs="en tyst vrå")
    names(alice, leading=["U0FIA"])
    later()
    fia.presses("Deltagare", in_="inbox")
    assert "Rut Rektor" in fia.form.text and "tyst" not in fia.form.text
    fia.closes()
    fia.presses("Frågor", in_="inbox")
    fia.presses("Hantera", near="Hur gör ni?")
    assert "Petra" not in fia.form.text and "Bestäm vad det blir av den" not in fia.form.buttons
    fia.closes()
    fia.opens_home()
    later()
    assert "Du leder samtalet: du ordnar frågorna och bygger programmet." in fia.home.text
    assert "Programmet" in fia.home.buttons and "Ändra mötet" not in fia.home.buttons
    fia.types("/dialog hjälp")
    assert "Du leder samtalet i Dialog i Kronoberg: ordna frågorna med /dialog frågor" in fia.last
    assert "/dialog möten" not in fia.last and "/dialog logg" not in fia.last
    fia.types("/dialog möten")
    assert "Du samordnar inga." in fia.last
    assert rows(Topic)[0].title == "Hur gör ni?"


def test_a_note_taker_sees_who_comes_and_orders_nothing(
    alice: Person, bob: Person, kronoberg: Event, session: Session, later: Later
) -> None:
    make_topic(session, kronoberg, title="Hur gör ni?")
    names(alice, noting=["U0BOB"])
    later()
    bob.presses("Deltagare", in_="inbox")
    assert bob.form.title == "Deltagare"
    bob.closes()
    bob.types("/dialog frågor Kronoberg")
    assert "Hantera" not in bob.buttons
    bob.types("/dialog hjälp")
    assert "Du antecknar i Dialog i Kronoberg." in bob.last


def test_it_holds_for_that_meeting_alone(
    alice: Person, fia: Person, kronoberg: Event, session: Session, later: Later
) -> None:
    make_event(session, title="Dialog i Skåne", area=make_area(session, name="Skåne"))
    names(alice, leading=["U0FIA"])
    fia.types("/dialog lista")
    fia.presses("Frågor", near="Dialog i Skåne")
    assert "Programmet" not in fia.buttons[-3:]
    fia.opens_home()
    later()
    assert fia.home.text.count("Du leder samtalet") == 1


def test_two_forms_at_once_lose_nothing(
    alice: Person, fia: Person, bob: Person, charlie: Person, kronoberg: Event, session: Session, later: Later,
    workspace: Workspace, rows: Rows,
) -> None:  # fmt: skip
    """Carla has the form open while Alice names Fia: what Carla adds is added."""
    carla = make_person(session, "Carla", slack_user_id="U0CARLA", read_at=NOON)
    make_assignment(session, carla, Duty.COORDINATOR, area_id=kronoberg.area_id)
    second = workspace.person("U0CARLA", name="Carla", email="carla@example.org")
    opens_form(second)
    names(alice, leading=["U0FIA"])
    assert second.submits(leading=["U0BOB"]) == {}
    assert "Processledare: Fia Fors, Bob Berg" in second.form.text
    assert len(rows(CrewMember)) == 2


def test_apps_and_people_who_have_left_lead_nothing(
    alice: Person, fia: Person, kronoberg: Event, session: Session, rows: Rows
) -> None:
    opens_form(alice)
    wrong = alice.submits(leading=["U0DIALOG"])
    assert wrong["leading"].startswith("Slack säger inte vem det är. Välj personer, inte appar")
    make_person(session, "Fia Fors", slack_user_id="U0FIA", is_deactivated=True, read_at=NOON)
    wrong = alice.submits(leading=["U0FIA"])
    assert wrong["leading"].startswith("Fia Fors finns inte längre i Slack. Välj någon annan.")
    assert rows(CrewMember) == []


def test_of_a_cancelled_meeting_nobody_is_told(
    alice: Person, fia: Person, kronoberg: Event, session: Session, later: Later
) -> None:
    names(alice, leading=["U0FIA"])
    session.refresh(kronoberg)
    kronoberg.state = EventState.CANCELLED
    session.commit()
    later()
    assert fia.inbox == []


def test_others_name_nobody(bob: Person, fia: Person, kronoberg: Event, workspace: Workspace, rows: Rows) -> None:
    button = {"type": "button", "text": {"type": "plain_text", "text": "Jag"}, "action_id": "crew", "value": "1"}
    workspace.post(workspace.dm("U0BOB"), "U0DIALOG", "hej", [{"type": "actions", "elements": [button]}])
    bob.presses("Jag")
    assert bob.last.startswith(NO)
    assert rows(CrewMember) == []


def test_fia_hears_that_the_meeting_moves_or_is_cancelled_also_when_she_is_not_registered(
    alice: Person, fia: Person, bob: Person, kronoberg: Event, session: Session, later: Later
) -> None:
    """Bob, who is registered, hears it as everyone registered does, and once."""
    names(alice, leading=["U0FIA"], noting=["U0BOB"])
    register(bob)
    bob.closes()
    later()
    known = len(bob.inbox)
    alice.presses("Flytta", in_="form")
    assert alice.submits(day="2027-01-20", reason="Krock") == {}
    assert alice.submits() == {}
    later()
    assert fia.inbox[-1].startswith("Dialog i Kronoberg har ändrats. Nu: onsdag 20 januari 2027 kl. 13.00–16.00")
    assert len(bob.inbox) == known + 1 and bob.inbox[-1].startswith("Ny dag")
    alice.presses("Ställ in mötet", in_="form")
    assert alice.submits(why="Vädervarning") == {}
    later()
    assert fia.inbox[-1].startswith("Dialog i Kronoberg ställs in.")
    assert len(fia.inbox) == 3


def test_fia_reads_how_many_need_something_and_never_who(
    alice: Person, fia: Person, bob: Person, kronoberg: Event, session: Session, later: Later
) -> None:
    make_registration(session, kronoberg, make_person(session, "Rut"), access_needs="en tyst vrå", dietary="vegan")
    register(bob)
    names(alice, leading=["U0FIA"])
    later()
    fia.presses("Deltagare", in_="inbox")
    assert "1 behov att ordna." in fia.form.text and "2 på plats, 1 har skrivit om specialkost" in fia.form.text
    assert "vrå" not in fia.form.text and "vegan" not in fia.form.text
    assert "Visa behov och specialkost" not in fia.form.buttons
    bob.types("/dialog lista")
    bob.presses("Deltagare")
    assert "behov" not in bob.form.text and "specialkost" not in bob.form.text
