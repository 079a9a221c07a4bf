"""One's own question can be changed and withdrawn until the closing, and the no afterwards is clear."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from models import Event, Level, Topic, TopicState
from sandbox.people import Person
from sandbox.workspace import Workspace
from tests.factories import make_topic
from tests.scenarios.conftest import ONE_KIND, Later, Rows

pytestmark = ONE_KIND


@pytest.fixture
def asked(bob: Person, kronoberg: Event, session: Session, rows: Rows) -> Topic:
    kronoberg.topics_close_on = date(2027, 1, 11)
    session.commit()
    bob.types("/dialog fråga Hur gör ni?")
    assert "Senast måndag 11 januari." in bob.form.text
    bob.submits(level="operational", background="Vi är små.")
    return rows(Topic)[0]


def test_bob_changes_his_question_and_withdraws_it(bob: Person, charlie: Person, asked: Topic, rows: Rows) -> None:
    bob.presses("Ändra", near="Hur gör ni?")
    assert bob.form.values["title"] == "Hur gör ni?" and bob.form.values["background"] == "Vi är små."
    assert "title" in bob.submits(title="  ")
    assert bob.submits(title="Hur gör andra?", level="overarching", background="") == {}
    assert "Din fråga är ändrad." in bob.form.text
    [topic] = rows(Topic)
    assert (topic.title, topic.level, topic.background) == ("Hur gör andra?", Level.OVERARCHING, None)
    charlie.types("/dialog frågor")
    assert "Hur gör andra?" in charlie.last and "Ändra" not in charlie.buttons

    bob.presses("Ändra", near="Hur gör andra?")
    bob.presses("Dra tillbaka frågan", in_="form")
    assert "Din fråga är tillbakadragen." in bob.form.text and "Hur gör andra?" not in bob.form.text
    charlie.presses("Stöd", near="Hur gör andra?")
    assert charlie.last.startswith("Den frågan finns inte längre.")
    assert [row.state for row in rows(Topic)] == [TopicState.WITHDRAWN]


def test_after_the_closing_it_stands_as_it_was_written(bob: Person, asked: Topic, later: Later, rows: Rows) -> None:
    bob.presses("Ändra", near="Hur gör ni?")
    later(days=1)
    bob.submits(title="För sent?")
    no = "Tiden för att ändra frågor till Dialog i Kronoberg har gått ut. Din står kvar som du skrev den."
    assert no in bob.form.text and "Alice Alm" in bob.form.text
    bob.types("/dialog frågor Kronoberg")
    assert "Hur gör ni?" in bob.last and "Ändra" not in bob.last
    assert rows(Topic)[0].title == "Hur gör ni?"


def test_nobody_changes_what_somebody_else_has_asked(
    bob: Person, charlie: Person, asked: Topic, rows: Rows, workspace: Workspace
) -> None:
    bob.presses("Ändra", near="Hur gör ni?")
    stolen = bob.form.view["private_metadata"]
    charlie.types("/dialog fråga Kapad?")
    workspace.stacks["U0CHARLIE"][-1].body.update(callback_id="changed_topic", private_metadata=stolen)
    charlie.submits(level="overarching")
    assert "Bara den som har föreslagit en fråga kan ändra den." in charlie.form.text
    assert [row.title for row in rows(Topic)] == ["Hur gör ni?"]


def test_every_question_can_be_reached_however_many_there_are(bob: Person, kronoberg: Event, session: Session) -> None:
    for number in range(95):
        make_topic(
            session, kronoberg, f"Fråga nummer {number}?", level=Level(("overarching", "operational")[number % 2])
        )
    bob.types("/dialog frågor")
    assert "Sida 1 av 3." in bob.last
    seen = bob.last
    bob.presses("Nästa")
    seen += bob.form.text
    bob.presses("Nästa", in_="form")
    seen += bob.form.text
    assert [number for number in range(95) if f"Fråga nummer {number}?" not in seen] == []
    assert bob.form.buttons[-2:] == ["Föregående", "Föreslå en fråga"]
    bob.presses("Stöd", in_="form", near="Fråga nummer 93?")
    assert "Sida 3 av 3." in bob.form.text and "Tack. Du stöder ”Fråga nummer 93?”." in bob.form.text
