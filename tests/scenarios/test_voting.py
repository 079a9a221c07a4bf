"""People vote on what to talk about: the coordinator opens, everyone votes unseen, and all read what it came to."""

import pytest
from sqlalchemy.orm import Session

from models import Area, Event, Level, LogEntry
from models import Person as Row
from sandbox.people import Person
from sandbox.readable import text_of
from sandbox.workspace import Workspace
from tests.electing import make_questions
from tests.factories import make_person, make_registration
from tests.scenarios.conftest import Later, Rows

ROOM = "C0KRO"


@pytest.fixture
def asked(
    kronoberg: Event, session: Session, workspace: Workspace, alice: Person, bob: Person, charlie: Person
) -> Event:
    """Four overarching questions and three close to operations; the area has a channel."""
    workspace.channel(ROOM, name="dialog-kronoberg", members=[alice, bob, charlie])
    session.get_one(Area, kronoberg.area_id).channel_id = ROOM
    session.commit()
    make_questions(session, kronoberg, 4)
    make_questions(session, kronoberg, 3, Level.OPERATIONAL)
    return kronoberg


@pytest.fixture
def bobs_seat(bob: Person, asked: Event, session: Session) -> Row:
    """As a principal: he votes on both lists."""
    row = make_person(session, "Bob Berg", slack_user_id="U0BOB", locale="sv-SE")
    make_registration(session, asked, row)
    return row


@pytest.fixture
def others(asked: Event, session: Session, workspace: Workspace) -> list[Person]:
    """Five directors, who vote on what is overarching."""
    found = []
    for number in range(5):
        row = make_person(session, f"Person {number}", slack_user_id=f"U0P{number}")
        make_registration(session, asked, row, role="director")
        found.append(workspace.person(f"U0P{number}", name=row.name, email=f"p{number}@example.org"))
    return found


def opens(alice: Person, **how: str) -> None:
    alice.types("/dialog lista")
    alice.presses("Omröstningen")
    alice.presses("Öppna omröstningen", in_="form")
    assert alice.submits(**{"day": "2027-01-14", "clock": "16:00", **how}) == {}


def votes(person: Person, *words: str, operational: str | None = None) -> dict[str, str]:
    """Dots, from the message that the vote has begun."""
    person.presses("Rösta", in_="inbox")
    return person.submits(overarching_0=list(words), **({"operational_0": [operational]} if operational else {}))


def card_in(workspace: Workspace) -> str:
    return next(
        shown for one in workspace.messages(ROOM) if "röstat" in (shown := text_of(one["blocks"], workspace.name_of))
    )


def test_alice_opens_everyone_reads_the_rules_bob_votes_and_changes_and_the_result_comes_on_time(
    alice: Person, bob: Person, charlie: Person, bobs_seat: Row, asked: Event, others: list[Person], later: Later,
    rows: Rows, workspace: Workspace,
) -> None:  # fmt: skip
    opens(alice)
    assert "Omröstningen är öppen." in alice.form.text and "0 av 6 anmälda har röstat." in alice.form.text
    later()
    heard = bob.inbox[-1]
    assert heard.startswith("Vilka frågor ska vi ta upp?")
    assert "Du har tre röster på varje lista, högst en per fråga. Ingen ser hur du röstar." in heard
    assert "Resultatet kommer torsdag 14 januari kl. 16.00." in heard
    card = card_in(workspace)
    for rule in (
        "Alla anmälda röstar om de övergripande frågorna. Om de verksamhetsnära röstar: Rektor eller skolledare.",
        "Resultatet gäller hur många som än röstar.",
        "Om frågor får lika många röster väljer samordnaren och säger varför.",
        "Resultatet visas här och skickas till de anmälda.",
        "En roll visas för sig när minst fem i den har röstat. Under fem röster visas bara ordningen.",
        "0 av 6 anmälda har röstat.",
    ):
        assert rule in card

    bob.presses("Rösta", in_="inbox")
    assert "Övergripande frågor" in bob.form.text and "Verksamhetsnära frågor" in bob.form.text
    assert "Du har inte markerat något än." in str(bob.submits())
    assert bob.submits(overarching_0=["overarching 1", "overarching 2"]) == {}
    assert "Tack, din röst är sparad." in bob.form.text and "✓ overarching 1" in bob.form.text
    later(seconds=5)
    assert "1 av 6 anmälda har röstat." in card_in(workspace)
    bob.closes()
    assert votes(bob, "overarching 3", operational="operational 0") == {}
    bob.closes()
    bob.presses("Rösta", in_="inbox")
    assert "Du har redan röstat. Här kan du ändra dig." in bob.form.text
    for person in others:
        assert votes(person, "overarching 0", "overarching 3") == {}
    later(seconds=5)
    assert "6 av 6 anmälda har röstat." in card_in(workspace)
    assert "overarching" not in card_in(workspace), "nobody sees counts before the end"

    later(days=3, hours=2, minutes=59, seconds=50)
    (result,) = [said for said in bob.inbox if said.startswith("Så röstade ni.")]
    assert "6 av 6 anmälda har röstat." in result
    assert "Övergripande: 1. overarching 3; 2. overarching 0; 3. overarching 1" in result
    assert "Frågor som inte fick plats sparas och skickas med till Skolverket." in result
    card = card_in(workspace)
    assert "Så röstade ni." in card and "██████████ 6 röster" in card
    assert "Under fem röster: bara ordningen visas.\n1. operational 0" in card
    assert [said for said in alice.inbox if said.startswith("Så röstade ni.")] and "inte igång" not in result
    votes_again = bob.submits(overarching_0=["overarching 1"])
    assert votes_again == {} and "Omröstningen stängde torsdag 14 januari 2027 kl. 16.00" in bob.form.text
    assert "inget har ändrats" in bob.form.text
    charlie.presses("Visa hela resultatet", in_=ROOM)
    assert "Rollerna är för små för att visas var för sig." in charlie.form.text
    assert [entry.action for entry in rows(LogEntry, LogEntry.action.like("poll%"))] == [
        "poll_opened", "poll_closed", "poll_counted",
    ]  # fmt: skip
