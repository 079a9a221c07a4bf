"""Alice thinks again about a vote that goes on: when it closes, and how it works while nobody has voted."""

from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from models import Event, LogEntry, Poll
from models import Person as Row
from sandbox.people import Person
from sandbox.workspace import Workspace
from tests.factories import make_coordinator, make_guest, make_person, make_registration
from tests.scenarios.conftest import ONE_KIND, Later, Rows
from tests.scenarios.test_news_for_guests import mails
from tests.scenarios.test_voting import asked, bobs_seat, card_in, opens, votes

pytestmark = ONE_KIND
__all__ = ["asked", "bobs_seat"]
MOVED = "Omröstningen stänger fredag 15 januari kl. 12.00, inte torsdag 14 januari kl. 16.00."


@pytest.fixture
def charlies_seat(charlie: Person, asked: Event, session: Session) -> Row:
    row = make_person(session, "Charlie Carlsson", slack_user_id="U0CHARLIE", locale="sv-SE")
    make_registration(session, asked, row, role="director")
    return row


@pytest.fixture
def going_on(alice: Person, bobs_seat: Row, charlies_seat: Row, later: Later) -> None:
    opens(alice)
    later()
    alice.closes()


def opens_change(alice: Person) -> None:
    alice.types("/dialog lista")
    alice.presses("Omröstningen")
    alice.presses("Ändra omröstningen", in_="form")


def moves(alice: Person, day: str, clock: str = "12:00") -> dict[str, str]:
    opens_change(alice)
    return alice.submits(day=day, clock=clock)


def heard(person: Person, beginning: str) -> list[str]:
    return [said for said in person.inbox if said.startswith(beginning)]


def test_alice_moves_the_closing_and_those_who_have_not_voted_hear_it_once(
    alice: Person, bob: Person, charlie: Person, going_on: None, workspace: Workspace, later: Later, rows: Rows
) -> None:
    votes(bob, "overarching 1")
    assert moves(alice, "2027-01-15") == {}
    assert "Sparat." in alice.form.text and "Resultatet kommer fredag 15 januari kl. 12.00." in alice.form.text
    later(minutes=3)
    assert heard(bob, "Omröstningen stänger") == []
    (said,) = heard(charlie, "Omröstningen stänger")
    assert said.startswith(MOVED) and "Ingen ser hur du röstar." in said
    assert "Resultatet kommer fredag 15 januari kl. 12.00." in card_in(workspace)
    (entry,) = rows(LogEntry, LogEntry.action == "poll_changed")
    assert entry.actor_id and "2027-01-14T15:00" in entry.facts["before"]

    later(days=3, hours=3)
    assert [poll.is_open for poll in rows(Poll)] == [True], "the old moment means nothing any more"
    votes(charlie, "overarching 2")
    later(hours=20)
    assert [poll.is_open for poll in rows(Poll)] == [False]
    assert len(heard(bob, "Så röstade ni.")) == len(heard(charlie, "Så röstade ni.")) == 1


def test_a_slip_that_is_put_right_is_heard_by_nobody_and_of_two_changes_only_the_last(
    alice: Person, charlie: Person, going_on: None, later: Later
) -> None:
    assert moves(alice, "2027-01-15") == {}
    assert moves(alice, "2027-01-14", "16:00") == {}
    later(minutes=3)
    assert heard(charlie, "Omröstningen stänger") == []
    assert moves(alice, "2027-01-13") == {}
    assert moves(alice, "2027-01-15") == {}
    later(minutes=3)
    assert [said[: len(MOVED)] for said in heard(charlie, "Omröstningen stänger")] == [MOVED]
    assert moves(alice, "2027-01-14", "16:00") == {}
    later(minutes=3)
    assert heard(charlie, "Omröstningen stänger")[1:] != []


def test_a_moment_that_cannot_be_is_refused_at_its_field(
    alice: Person, going_on: None, later: Later, rows: Rows
) -> None:
    assert moves(alice, "2027-01-11")["day"].startswith("Den tidpunkten har passerat.")
    assert "innan mötet börjar" in alice.submits(day="2027-01-19", clock="14:00")["day"]
    assert rows(Poll)[0].closes_at == datetime.fromisoformat("2027-01-14T15:00+00:00")


def test_the_rules_change_while_nobody_has_voted_and_an_old_ballot_is_turned_back(
    alice: Person, bob: Person, charlie: Person, going_on: None, workspace: Workspace, later: Later
) -> None:
    bob.presses("Rösta", in_="inbox")
    opens_change(alice)
    assert "Ingen har röstat än, så reglerna går också att ändra." in alice.form.text
    assert alice.submits(method="En fråga var") == {}
    later(minutes=3)
    for person in (bob, charlie):
        (said,) = heard(person, "Omröstningen har nya regler.")
        assert "Du har en röst på varje lista: välj en fråga." in said
    assert "Du har en röst på varje lista: välj en fråga." in card_in(workspace)
    bob.submits(overarching_0=["overarching 1", "overarching 2"])
    alice.types("/dialog lista")
    alice.presses("Omröstningen")
    assert "0 av 2 anmälda har röstat." in alice.form.text


def test_once_somebody_has_voted_the_rules_stay_and_alice_is_told_what_she_can_do(
    alice: Person, bob: Person, going_on: None, later: Later
) -> None:
    opens_change(alice)
    votes(bob, "overarching 1")
    alice.submits(method="En fråga var")
    assert "Någon har röstat efter de här reglerna, så de ligger fast." in alice.form.text
    alice.closes()
    opens_change(alice)
    assert "method" not in alice.form.values and "stänga den nu och öppna en ny" in alice.form.text


def test_the_second_of_two_coordinators_sees_what_the_first_did(
    alice: Person, workspace: Workspace, asked: Event, session: Session, going_on: None
) -> None:
    make_coordinator(session, asked, "Erik Ek", slack_user_id="U0ERIK", email="erik@example.org")
    erik = workspace.person("U0ERIK", name="Erik Ek", email="erik@example.org")
    workspace.channel("C0LOBBY", name="lobby", members=[erik])
    opens_change(erik)
    assert moves(alice, "2027-01-15") == {}
    assert erik.submits(day="2027-01-13", clock="12:00") == {}
    assert "Någon annan har ändrat omröstningen. Så här är den nu." in erik.form.text
    assert "fredag 15 januari kl. 12.00" in erik.form.text
    assert erik.submits(day="2027-01-13", clock="12:00") == {}
    assert "onsdag 13 januari kl. 12.00" in erik.form.text


def test_gunnel_hears_by_mail_that_the_closing_has_moved(
    alice: Person, going_on: None, asked: Event, session: Session, later: Later
) -> None:
    make_registration(session, asked, make_guest(session, "Gunnel Gran", email="gunnel@example.org"))
    assert moves(alice, "2027-01-15") == {}
    later(minutes=3)
    (mail,) = mails(alice, "Omröstningen stänger")
    assert MOVED in mail and "Svara på mejlet med ditt val senast fredag 15 januari kl. 12.00." in mail


def test_with_minutes_left_it_is_told_at_once_and_after_the_closing_nothing_changes(
    alice: Person, charlie: Person, going_on: None, later: Later, rows: Rows
) -> None:
    opens_change(alice)
    assert alice.submits(day="2027-01-11", clock="13:10") == {}
    later()
    assert len(heard(charlie, "Omröstningen stänger måndag 11 januari kl. 13.10")) == 1
    alice.closes()
    opens_change(alice)
    later(minutes=11)
    alice.submits(day="2027-01-15", clock="12:00")
    assert "Omröstningen har stängt. Den går inte längre att ändra." in alice.form.text
    assert [poll.is_open for poll in rows(Poll)] == [False]


def test_alice_closes_and_opens_another_and_everyone_hears_of_it(
    alice: Person, bob: Person, charlie: Person, going_on: None, later: Later, rows: Rows
) -> None:
    alice.types("/dialog lista")
    alice.presses("Omröstningen")
    alice.presses("Stäng omröstningen nu", in_="form")
    alice.presses("Öppna en ny omröstning", in_="form")
    assert alice.submits(day="2027-01-15", clock="12:00", method="En fråga var") == {}
    later()
    assert [poll.is_open for poll in rows(Poll)] == [False, True]
    for person in (bob, charlie):
        assert len(heard(person, "Vilka frågor ska vi ta upp?")) == 2
