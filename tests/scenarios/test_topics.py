"""Questions: everyone reads them, only the coordinator sees who asks."""

from datetime import date

from sqlalchemy.orm import Session

from models import Event, Level, LogEntry, Topic
from sandbox.people import Person
from sandbox.workspace import Workspace
from tests.factories import make_area, make_event
from tests.scenarios.conftest import MEETING, Later, Rows
from tests.scenarios.test_registering import register

ASKED = "Hur gör ni med sfi på distans?"


def test_bob_asks_everyone_reads_and_only_alice_sees_who_asked(
    alice: Person, bob: Person, charlie: Person, kronoberg: Event, rows: Rows, workspace: Workspace
) -> None:
    register(bob)
    bob.closes()
    bob.types(f"/dialog fråga {ASKED}")
    assert bob.form and bob.form.values["title"] == ASKED and "Dialog i Kronoberg" in bob.form.text
    assert bob.submits(level="operational", theme="sfi", background="Vi är små.") == {}
    assert "Tack, din fråga är sparad." in bob.form.text and "din fråga" in bob.form.text
    workspace.replay(2)
    [topic] = rows(Topic)
    assert (topic.title, topic.level, topic.theme) == (ASKED, Level.OPERATIONAL, "sfi")
    assert topic.proposer_role == "principal" and topic.proposer_organisation_id
    assert [entry.action for entry in rows(LogEntry)] == ["registered", "topic_proposed"]

    charlie.types("/dialog frågor")
    assert ASKED in charlie.last and "Verksamhetsnära frågor" in charlie.last and "Vi är små." in charlie.last
    assert "Bob" not in charlie.last and "föreslagen av" not in charlie.last
    alice.types("/dialog frågor")
    assert f"{ASKED} (Sfi och språk; föreslagen av Bob Berg, Rektor eller skolledare, Ljungby kommun)" in alice.last


def test_a_question_is_proposed_from_the_list_of_questions_for_the_meeting_one_chooses(
    bob: Person, kronoberg: Event, session: Session, rows: Rows
) -> None:
    skane = make_area(session, name="Skåne", channel_id=None)
    other = make_event(session, title="Dialog i Skåne", starts_at=MEETING, area=skane)
    bob.types("/dialog topics")
    assert "Vilket möte?" in bob.last
    bob.presses("Frågor", near="Dialog i Skåne")
    assert "Ingen har föreslagit någon fråga än." in bob.form.text
    bob.presses("Föreslå en fråga", in_="form")
    assert bob.form.values["event"] == str(other.id)
    assert len(bob.form.options("event")) == 2
    wrong = bob.submits(title="   ", level="overarching")
    assert "title" in wrong
    assert bob.submits(title="Vem betalar?", level="overarching", event=str(kronoberg.id)) == {}
    assert [topic.event_id for topic in rows(Topic)] == [kronoberg.id]


def test_when_the_time_for_questions_has_passed_the_no_is_kind(
    bob: Person, charlie: Person, kronoberg: Event, session: Session, later: Later, rows: Rows
) -> None:
    kronoberg.topics_close_on = date(2027, 1, 11)
    session.commit()
    charlie.types("/dialog topic")
    bob.types("/dialog topics")
    later(days=1)
    bob.presses("Föreslå en fråga")
    no = "Tiden för att föreslå frågor till Dialog i Kronoberg har gått ut."
    assert bob.last == f"{no}\nFrågor? Kontakta Alice Alm (alice@example.org)."
    charlie.submits(title=ASKED, level="overarching")
    assert no in charlie.form.text
    bob.types("/dialog topic något")
    assert bob.last == "Inget kommande möte tar emot frågor just nu."
    assert rows(Topic) == []
