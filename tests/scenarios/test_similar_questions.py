"""While one writes, what others have asked already is shown, and can be supported instead."""

import pytest
from sqlalchemy.orm import Session

from models import Event, Topic, TopicState, TopicSupport
from sandbox.people import Person
from sandbox.workspace import Workspace
from tests.factories import make_topic
from tests.scenarios.conftest import ONE_KIND, Rows

pytestmark = ONE_KIND
ASKED = "Hur får vi övergången från sfi till svenska som andraspråk att hålla?"


@pytest.fixture
def asked(kronoberg: Event, session: Session) -> Topic:
    for title in ("Vem betalar för lärcentrum?", "Hur når vi dem med kort utbildning som inte söker själva?"):
        make_topic(session, kronoberg, title)
    return make_topic(session, kronoberg, ASKED, background="Många gör uppehåll.")


def test_bob_finds_his_question_among_the_others_and_supports_it_instead(
    bob: Person, charlie: Person, asked: Topic, rows: Rows, workspace: Workspace
) -> None:
    bob.types("/dialog fråga")
    assert "något liknande" not in bob.form.text
    bob.fills(background="Vi är små.", level="operational")
    bob.fills(title="Från sfi till sva")
    assert "Andra har frågat något liknande." in bob.form.text and ASKED in bob.form.text
    assert "lärcentrum" not in bob.form.text
    assert bob.form.values | {"title": "Från sfi till sva", "background": "Vi är små.", "level": "operational"} == (
        bob.form.values
    ), "what is written stays"
    bob.presses("Stöd den i stället", near=ASKED)
    workspace.replay(2)
    assert f"Tack. Du stöder ”{ASKED}”." in bob.form.text
    assert f"{ASKED} (1 stöder den; du stöder den)" in bob.form.text
    [support] = rows(TopicSupport)
    assert support.topic_id == asked.id and len(rows(Topic)) == 3

    charlie.types("/dialog frågor")
    assert "1 stöder den" in charlie.last and "Bob" not in charlie.last
    bob.presses("Ta tillbaka mitt stöd", in_="form")
    assert "Du stöder den inte längre." in bob.form.text and rows(TopicSupport) == []


def test_what_is_no_longer_alike_goes_away_while_one_writes_on(bob: Person, asked: Topic) -> None:
    bob.types("/dialog fråga Övergångarna mellan sfi och svenska som andraspråk")
    assert ASKED in bob.form.text, "also for what stood after the command"
    bob.fills(title="Hur ordnar vi parkeringen?")
    assert ASKED not in bob.form.text and bob.form.values["title"] == "Hur ordnar vi parkeringen?"
    assert bob.submits(level="overarching") == {}


def test_ones_own_and_withdrawn_questions_are_not_held_up_to_one(
    bob: Person, asked: Topic, session: Session, workspace: Workspace
) -> None:
    session.get_one(Topic, asked.id).state = TopicState.WITHDRAWN
    session.commit()
    for _ in range(2):
        bob.types("/dialog fråga Från sfi till sva")
        assert "något liknande" not in bob.form.text
        bob.submits(level="overarching")
        bob.closes()
    assert workspace.failures == []


def test_a_supported_question_that_has_been_decided_says_so(
    bob: Person, asked: Topic, session: Session, rows: Rows
) -> None:
    bob.types("/dialog frågor")
    session.get_one(Topic, asked.id).state = TopicState.DECIDED
    session.commit()
    bob.presses("Stöd", near=ASKED)
    assert bob.last.startswith("Den frågan är redan avgjord.")
    assert rows(TopicSupport) == []
