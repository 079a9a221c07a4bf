"""Finding one's way: help, lists, and words typed any old way."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from models import Event
from sandbox.people import Person
from tests.factories import make_area, make_event, make_quota
from tests.scenarios.conftest import MEETING, ONE_KIND
from tests.scenarios.test_registering import register

pytestmark = ONE_KIND


def test_help_says_what_one_can_do_with_buttons(bob: Person, kronoberg: Event) -> None:
    for line in ("/dialog", "/dialog help", "/dialog hjälp"):
        bob.types(line)
        assert "Det här kan du göra här." in bob.last
        assert "/dialog anmäl – anmäl dig till ett möte" in bob.last
    bob.presses("Kommande möten")
    assert "Dialog i Kronoberg" in bob.last
    assert "Mina anmälningar" not in bob.buttons
    bob.types("/dialog mina")
    assert "Du är inte anmäld till något möte än." in bob.last
    bob.types("/dialog help")
    bob.presses("Anmäl dig")
    assert bob.form and bob.form.title == "Anmäl dig"
    bob.closes()
    bob.presses("Föreslå en fråga")
    assert bob.form and bob.form.title == "Föreslå en fråga"


@pytest.mark.parametrize(
    ("line", "meant"),
    [("/dialog anmälan", "anmäl"), ("/dialog regsiter", "register"), ("/dialog listt", "list"),
     ("/dialog återbu", "återbud")],
)  # fmt: skip
def test_a_word_nearly_right_is_guessed(line: str, meant: str, bob: Person, kronoberg: Event) -> None:
    bob.types(line)
    assert f"Menade du /dialog {meant}?" in bob.last


def test_a_word_nobody_knows_gets_the_help(bob: Person, kronoberg: Event) -> None:
    bob.types("/dialog xyzzy plugh")
    assert "Jag förstår inte ”xyzzy”." in bob.last and "Menade du" not in bob.last
    assert "Anmäl dig" in bob.buttons


@pytest.mark.parametrize(
    "line",
    ["/dialog LISTA", "/dialog   lista  ", "/dialog “lista”", "/dialog ‘Lista’", "/dialog lista.", "/dialog\u00a0list",
     "/dialog lista växjö", "/dialog list VÄXJÖ stad", "/dialog lista “Älmhult”", "/dialog lista kronoberg"],
)  # fmt: skip
def test_the_list_is_found_however_it_is_typed(line: str, bob: Person, kronoberg: Event) -> None:
    if "\u00a0" in line:
        line = "/dialog " + line.partition("\u00a0")[2] + "\u00a0kronoberg"
    bob.types(line)
    assert "Kommande möten" in bob.last and "Dialog i Kronoberg" in bob.last


def test_the_list_shows_when_where_how_many_and_what_is_mine(bob: Person, kronoberg: Event, session: Session) -> None:
    make_quota(session, kronoberg, 40)
    register(bob)
    make_event(session, title="Uppföljning", starts_at=None, area=make_area(session, name="Skåne"))
    bob.closes()
    bob.types("/dialog list")
    shown = bob.last.splitlines()
    at = shown.index("Dialog i Kronoberg")
    assert shown[at : at + 5] == [
        "Dialog i Kronoberg",
        "tisdag 19 januari 2027 kl. 13.00–16.00, på plats i Växjö",
        "1 anmäld av 40, 39 platser kvar. Anmälan är öppen.",
        "✓ Du är anmäld.",
        "Visa min anmälan",
    ]
    assert "datum bestäms, på plats i Folkets hus" in bob.last
    assert shown.index("Uppföljning") > at, "what has no date yet comes last"
    assert bob.buttons.count("Deltagare") == 1, "only where he comes himself"

    bob.types("/dialog mina")
    assert "Mina dialoger" in bob.last and "Dialog i Kronoberg" in bob.last and "Uppföljning" not in bob.last
    bob.presses("Visa min anmälan")
    assert bob.form and bob.form.title == "Min anmälan"


def test_a_long_list_is_turned_page_by_page_and_keeps_its_words(
    bob: Person, kronoberg: Event, session: Session
) -> None:
    for number in range(2, 10):
        make_event(session, title=f"Möte {number}", starts_at=MEETING + timedelta(days=number))
    bob.types("/dialog lista kronoberg")
    assert "Sida 1 av 2, 9 möten." in bob.last and "Möte 9" not in bob.last
    answers = len(bob.sees)
    bob.presses("Nästa")
    assert len(bob.sees) == answers, "the page is turned in place"
    assert "Sida 2 av 2, 9 möten." in bob.last and "Möte 9" in bob.last
    bob.presses("Föregående")
    assert "Sida 1 av 2" in bob.last
    bob.types("/dialog lista månen")
    assert "Det finns inga kommande möten här." in bob.last


def test_everything_works_in_a_direct_message_too(bob: Person, kronoberg: Event) -> None:
    bob.types("/dialog lista", channel=bob.dm.id)
    assert "Dialog i Kronoberg" in bob.last
    bob.types("/dialog anmäl", channel=bob.dm.id)
    assert bob.form and bob.form.title == "Anmäl dig"
