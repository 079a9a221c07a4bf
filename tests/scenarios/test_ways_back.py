"""Nobody is left standing: after a vote, in a list without one, and in the forms of a programme there is a way on."""

from sqlalchemy.orm import Session

from models import Event, Level
from sandbox.people import Person
from tests.electing import make_questions
from tests.factories import make_guest, make_person, make_registration
from tests.scenarios.conftest import ONE_KIND, Later

pytestmark = ONE_KIND


def opens(alice: Person, **how: str) -> None:
    alice.types("/dialog lista")
    alice.presses("Omröstningen")
    alice.presses("Öppna omröstningen", in_="form")
    assert alice.submits(**{"day": "2027-01-14", "clock": "16:00", **how}) == {}


def seated(session: Session, event: Event) -> None:
    make_questions(session, event, 2)
    make_questions(session, event, 2, Level.OPERATIONAL)
    make_registration(session, event, make_person(session, "Bob Berg", slack_user_id="U0BOB", locale="sv-SE"))


def test_bob_finds_the_result_where_he_looks_for_the_vote(
    kronoberg: Event, session: Session, alice: Person, bob: Person, later: Later
) -> None:
    seated(session, kronoberg)
    bob.types("/dialog omröstning")
    assert "Det pågår ingen omröstning som du kan delta i." in bob.last and "Dialog i Kronoberg" in bob.last
    opens(alice)
    later()
    bob.types("/dialog omröstning")
    assert bob.submits(overarching_0=["overarching 0"]) == {}
    alice.presses("Stäng omröstningen nu", in_="form")
    assert "Till programmet" in alice.form.text and "Tillbaka till mötet" in alice.form.text
    bob.types("/dialog omröstning")
    bob.presses("Resultatet")
    assert "1 av 1 anmälda har röstat." in bob.form.text


def test_the_receipt_of_a_ballot_has_each_list_by_itself_and_leads_back_to_it(
    kronoberg: Event, session: Session, alice: Person, bob: Person, later: Later
) -> None:
    seated(session, kronoberg)
    opens(alice, method="ranking")
    later()
    bob.types("/dialog omröstning")
    assert "Övergripande: plats 1" in bob.form.text and "Verksamhetsnära: plats 1" in bob.form.text
    assert bob.submits(overarching_1="overarching 1", operational_1="operational 0") == {}
    lists = "Övergripande frågor\n1. overarching 1\nVerksamhetsnära frågor\n1. operational 0"
    assert lists in bob.form.text
    bob.presses("Ändra min röst", in_="form")
    assert "Du har redan röstat" in bob.form.text


def test_alice_votes_for_one_guest_after_another(kronoberg: Event, session: Session, alice: Person) -> None:
    seated(session, kronoberg)
    make_registration(session, kronoberg, make_guest(session, "Gunnel Gran"))
    opens(alice)
    assert alice.form.text.count("röstar genom samordnaren") == 1
    alice.picks("Gunnel Gran", in_="form")
    assert alice.submits(overarching_0=["overarching 0"]) == {}
    alice.presses("Tillbaka till omröstningen", in_="form")
    assert "1 av 2 anmälda har röstat." in alice.form.text
    alice.presses("Tillbaka till mötet", in_="form")
    alice.presses("Omröstningen", in_="form")
    assert "1 av 2 anmälda har röstat." in alice.form.text


def test_the_programme_as_read_leads_back_to_the_draft(kronoberg: Event, alice: Person) -> None:
    alice.types("/dialog lista")
    alice.presses("Programmet")
    alice.presses("Som deltagarna läser det", in_="form")
    alice.presses("Tillbaka till programmet", in_="form")
    alice.presses("Mall och tider", in_="form")
    alice.presses("Tillbaka till programmet", in_="form")
    alice.presses("Tillbaka till mötet", in_="form")
    assert "Dialog i Kronoberg" in alice.form.text
