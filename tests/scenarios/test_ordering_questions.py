"""Alice reads, corrects, merges, orders and decides; everyone who asked hears it, and nobody sees who they are."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from models import Duty, Event, Fate, LogEntry, Topic
from models import Person as Row
from sandbox.people import Person
from tests.factories import make_area, make_assignment, make_event, make_person
from tests.scenarios.conftest import MEETING, ONE_KIND, Later, Rows

pytestmark = ONE_KIND
BOBS, CHARLIES = "Hur planerar vi yrkesutbildningar tillsammans?", "Kan vi planera yrkesutbildningarna ihop?"


@pytest.fixture
def asked(bob: Person, charlie: Person, kronoberg: Event) -> None:
    for person, title in ((bob, BOBS), (charlie, CHARLIES)):
        person.types(f"/dialog fråga {title}")
        person.submits(level="overarching")
        person.closes()


def handle(alice: Person, title: str) -> None:
    alice.types("/dialog frågor Kronoberg")
    alice.presses("Hantera", near=title)


def test_alice_merges_two_and_undoes_it(
    alice: Person, bob: Person, charlie: Person, dana: Person, asked: None, later: Later, rows: Rows
) -> None:
    dana.types("/dialog topics")
    dana.presses("Support", near=CHARLIES)
    handle(alice, CHARLIES)
    assert "föreslagen av Charlie Carlsson" in alice.form.text
    alice.presses("Slå ihop med en annan", in_="form")
    alice.submits(question="planerar", reason="De frågar samma sak.")
    assert "Nu är de två en fråga." in alice.form.text and "1 stöder den" in alice.form.text
    assert "föreslagen av Bob Berg + Charlie Carlsson" in alice.form.text
    later(minutes=3)
    assert bob.inbox[-1].startswith("En fråga om samma sak har slagits ihop med din till Dialog i Kronoberg")
    assert charlie.inbox[-1].startswith("Din fråga till Dialog i Kronoberg")
    assert charlie.inbox[-1].endswith(f"{CHARLIES} Hopslagen med: {BOBS} Skäl: De frågar samma sak.")
    assert "Charlie" not in bob.inbox[-1] and "Bob" not in charlie.inbox[-1] and dana.inbox == []
    dana.types("/dialog topics")
    assert f"→ merged with “{BOBS}”. De frågar samma sak." in dana.last and "Bob" not in dana.last

    handle(alice, f"hopslagen med ”{BOBS}”")
    alice.presses("Ta isär dem igen", in_="form")
    later(minutes=3)
    assert charlie.inbox[-1].startswith("Din fråga") and "är öppen igen" in charlie.inbox[-1]
    assert bob.inbox[-1].startswith("En fråga som hade slagits ihop med din till Dialog i Kronoberg")
    assert bob.inbox[-1].endswith(f"står för sig själv igen. {CHARLIES}")
    assert {row.fate for row in rows(Topic)} == {None}


def test_she_puts_them_in_order_and_corrects_the_words_which_only_the_proposer_sees(
    alice: Person, bob: Person, charlie: Person, asked: None
) -> None:
    handle(alice, CHARLIES)
    alice.presses("Flytta upp", in_="form")
    assert "Den är nummer 1 av 2." in alice.form.text
    alice.presses("Flytta upp", in_="form")
    alice.presses("Rätta formuleringen", in_="form")
    alice.submits(title="Kan vi planera ihop?")
    assert "Frågan är sparad." in alice.form.text
    charlie.types("/dialog frågor")
    assert charlie.last.index("Kan vi planera ihop?") < charlie.last.index(BOBS)
    assert f"Som den föreslogs: {CHARLIES}" in charlie.last
    bob.types("/dialog frågor")
    assert "Som den föreslogs" not in bob.last


def test_what_is_to_be_read_first_is_seen_by_its_proposer_and_alice_alone(
    alice: Person, bob: Person, charlie: Person, kronoberg: Event
) -> None:
    alice.types("/dialog frågor")
    alice.presses("Läs nya frågor först")
    assert "Från och med nu väntar nya frågor på dig." in alice.form.text
    bob.types("/dialog fråga Får jag fråga?")
    assert "Samordnaren läser den innan de andra gör det." in bob.form.text
    bob.submits(level="operational")
    assert "Väntar på samordnaren" in bob.form.text and "Får jag fråga?" in bob.form.text
    charlie.types("/dialog frågor")
    assert "Får jag fråga?" not in charlie.last
    handle(alice, "Får jag fråga?")
    alice.presses("Låt alla läsa den", in_="form")
    assert "Nu kan alla läsa den." in alice.form.text
    charlie.types("/dialog frågor")
    assert "Får jag fråga?" in charlie.last
    alice.types("/dialog frågor")
    alice.presses("Visa nya frågor direkt")
    charlie.types("/dialog fråga Direkt?")
    charlie.submits(level="operational")
    bob.types("/dialog frågor")
    assert "Direkt?" in bob.last


def test_she_says_what_becomes_of_one_and_why(
    alice: Person, bob: Person, charlie: Person, asked: None, later: Later, rows: Rows
) -> None:
    handle(alice, BOBS)
    alice.presses("Bestäm vad det blir av den", in_="form")
    alice.submits(fate="saved", reason="Tiden räcker inte.")
    assert "Sparat. Den som föreslog frågan får veta det om några minuter." in alice.form.text
    later(minutes=3)
    assert bob.inbox[-1].endswith(f"är sparad till nästa gång. {BOBS} Skäl: Tiden räcker inte.")
    charlie.types("/dialog frågor")
    assert "Det här blev det av de andra" in charlie.last
    assert f"{BOBS}\n→ sparad till nästa gång. Tiden räcker inte." in charlie.last
    assert [entry.action for entry in rows(LogEntry)][-1] == "topic_saved"


def test_a_question_for_another_area_arrives_there_marked_with_where_it_comes_from(
    alice: Person, bob: Person, dana: Person, asked: None, session: Session, later: Later
) -> None:
    skane = make_event(
        session,
        title="Dialog i Skåne",
        starts_at=MEETING + timedelta(days=40),
        area=make_area(session, name="Skåne", channel_id=None),
    )
    erik = make_person(session, "Erik Ek", slack_user_id="U0ERIK")
    make_assignment(session, erik, Duty.COORDINATOR, area_id=skane.area_id)
    handle(alice, BOBS)
    alice.presses("Bestäm vad det blir av den", in_="form")
    alice.fills(fate="sent_on", reason="Det avgörs hos er.")
    assert "place" in alice.submits()
    assert alice.submits(place=str(skane.id)) == {}
    assert "→ skickad vidare till Skåne. Det avgörs hos er." in alice.form.text
    later(minutes=3)
    assert "har skickats vidare till Skåne" in bob.inbox[-1]
    dana.types("/dialog topics Skåne")
    assert f"{BOBS} (from Kronoberg)" in dana.last and "Bob" not in dana.last
    alice.types("/dialog frågor Skåne")
    assert "föreslagen av" not in alice.last, "she coordinates another area"
    erik_in_slack = alice.workspace.person("U0ERIK", name="Erik Ek")
    erik_in_slack.types("/dialog frågor Skåne")
    assert "från Kronoberg; föreslagen av Bob Berg" in erik_in_slack.last


def test_a_facilitator_merges_and_orders_but_sees_nobody_and_decides_nothing(
    charlie: Person, dana: Person, asked: None, kronoberg: Event, session: Session, rows: Rows
) -> None:
    dana.types("/dialog topics")
    assert "Handle" not in dana.last
    [row] = rows(Row, Row.slack_user_id == "U0DANA")
    make_assignment(session, row, Duty.FACILITATOR, area_id=kronoberg.area_id)
    dana.types("/dialog topics")
    dana.presses("Handle", near=CHARLIES)
    assert "Bob" not in dana.form.text and "Charlie" not in dana.form.text
    assert "Decide what becomes of it" not in dana.form.buttons
    dana.presses("Merge with another", in_="form")
    dana.submits(question="planerar")
    assert "The two are one question now." in dana.form.text
    assert [topic.fate for topic in rows(Topic)] == [None, Fate.MERGED]


def test_somebody_without_a_duty_handles_nothing(alice: Person, charlie: Person, asked: None, rows: Rows) -> None:
    alice.types("/dialog frågor")
    for label in ("Hantera", "Läs nya frågor först"):
        found = next(
            each for each in alice.workspace.channels["C0LOBBY"].messages.values() if label in str(each.blocks)
        )
        found.only_for = charlie.id
        charlie.presses(label, near=BOBS if label == "Hantera" else "Föreslå en fråga")
        assert charlie.last.startswith("Det kan bara samordnaren göra.")
    assert {row.fate for row in rows(Topic)} == {None}
