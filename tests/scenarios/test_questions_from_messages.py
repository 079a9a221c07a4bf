"""What somebody has written in a channel becomes a first draft of a question; nobody is named as its source."""

import pytest

from bot.services.topics.quoting import draft, plain
from models import Event, Topic
from sandbox.controls import NotThereError
from sandbox.people import Person
from sandbox.workspace import Workspace
from tests.scenarios.conftest import ONE_KIND, Later, Rows

MAKE = "make_topic"


@ONE_KIND
def test_bob_makes_a_question_of_what_charlie_wrote(
    bob: Person, charlie: Person, alice: Person, kronoberg: Event, rows: Rows, workspace: Workspace
) -> None:
    charlie.says("<@U0ALICE> Hur gör ni med sfi &amp; språk på distans?")
    bob.makes_of("Hur gör ni", MAKE)
    assert bob.form.title == "Föreslå en fråga"
    assert bob.form.values["title"] == "Hur gör ni med sfi & språk på distans?"
    assert "Charlie" not in bob.form.text
    bob.submits(title="Hur gör ni med sfi på distans?", level="operational")
    workspace.replay(2)
    [topic] = rows(Topic)
    assert topic.title == "Hur gör ni med sfi på distans?" and topic.proposer_role is None
    alice.types("/dialog frågor")
    assert "föreslagen av Bob Berg" in alice.last and "Charlie" not in alice.last


@ONE_KIND
def test_a_long_message_becomes_a_question_with_a_background(
    bob: Person, charlie: Person, kronoberg: Event, rows: Rows
) -> None:
    charlie.says("Vi undrar. " * 200)
    bob.makes_of("Vi undrar.", MAKE)
    assert len(bob.form.values["title"]) <= 300 and len(bob.form.values["background"]) <= 1000
    assert bob.submits(level="operational") == {}
    charlie.makes_of("Vi undrar.", MAKE)
    assert "Andra har frågat något liknande" in charlie.form.text or charlie.form.values["title"]


@ONE_KIND
def test_when_no_meeting_takes_questions_the_no_is_kind(
    bob: Person, charlie: Person, kronoberg: Event, later: Later, rows: Rows
) -> None:
    charlie.says("Hur gör ni?")
    later(days=10)
    bob.makes_of("Hur gör ni?", MAKE)
    assert bob.last.startswith("Inget kommande möte tar emot frågor just nu.") and bob.form is None
    with pytest.raises(NotThereError, match="in the manifest"):
        bob.makes_of("Hur gör ni?", "something_else")


@pytest.mark.parametrize(("written", "read"), [
    ("<!here> Hej &lt;b&gt;!", "Hej <b>!"),
    ("<!subteam^S123|@chefer>: vad gör vi?", "vad gör vi?"),
    ("Se <#C1|allmänt> och <#C2|>.", "Se allmänt och ."),
    ("Läs <https://example.org/a?b=1|sidan> eller <https://example.org>", "Läs sidan eller https://example.org"),
    ("&gt; Hur\n\n  gör   ni?\x00", "> Hur gör ni?"),
    ("", ""),
    ("<" * 50_000, "<" * 4000),
])  # fmt: skip
def test_slacks_marks_become_plain_words(written: str, read: str) -> None:
    assert plain(written) == read


def test_a_word_of_four_hundred_letters_is_cut() -> None:
    assert draft("e" * 400) == ("e" * 300, "e" * 400)
