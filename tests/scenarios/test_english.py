"""A member whose Slack is English reads English everywhere; somebody else still reads Swedish."""

import re

from sqlalchemy.orm import Session

from bot.services.plan import steps
from models import Event, Form
from sandbox.people import Person
from tests.clock import NOON
from tests.factories import make_quota
from tests.scenarios.conftest import ONE_KIND, Later
from tests.scenarios.test_registering import register

pytestmark = ONE_KIND

SWEDISH = re.compile(
    r"\b(anmäl\w*|och|är|inte|möte\w*|kl\.|platser?|frågor?|återbud|januari|tisdag|du|din|på|ditt|väntelistan)\b", re.I
)


def swedish_in(text: str) -> list[str]:
    """Words of ours that are left in Swedish; what files and people wrote themselves is theirs."""
    return SWEDISH.findall(text.replace("Dialog i Kronoberg", "").replace("Sfi och språk", ""))


def test_dana_reads_english_from_the_first_word_to_the_last_reminder(
    dana: Person, charlie: Person, kronoberg: Event, session: Session, later: Later
) -> None:
    steps.plan(session, kronoberg, NOON)
    make_quota(session, kronoberg, 1)
    kronoberg.form = Form.HYBRID
    session.commit()
    read: list[str] = []

    for line in ("/dialog", "/dialog list", "/dialog mine", "/dialog xyzzy", "/dialog cancel", "/dialog topics",
                 "/dialog here", "/dialog deliveries"):  # fmt: skip
        dana.types(line)
        read.append(dana.last)
    assert "Tuesday 19 January 2027 at 13:00–16:00" in read[1]

    dana.types("/dialog register")
    read.append(dana.form.text)
    assert dana.form.title == "Register" and "Principal or school leader" in dana.form.options("role")
    assert dana.form.labels[:3] == ["Organisation", "Your role", "How will you take part?"]
    assert dana.submits(organisation="Ljungby", role="principal") == {}
    read.append(dana.form.text)
    assert "You are registered." in dana.form.text and "You take part in: On site." in dana.form.text
    dana.presses("Change", in_="form")
    read.append(dana.form.text)
    dana.closes()

    register(charlie)
    assert "Du står på väntelistan, nummer 1." in charlie.form.text
    dana.types("/dialog topic What about sfi?")
    read.append(dana.form.text)
    assert dana.submits(level="overarching") == {}
    read.append(dana.form.text)
    dana.opens_home()
    later(days=1)
    read.append(dana.home.text)
    later(days=6, hours=23)
    later(minutes=30)
    dana.presses("Cancel my registration", in_="inbox")
    read.append(dana.last)
    later()
    read += dana.inbox + [str(message["blocks"]) for message in dana.messages]

    assert "In a week we meet." in dana.inbox[1]
    assert dana.inbox[-1].startswith("You have cancelled Dialog i Kronoberg, Tuesday 19 January 2027 at 13:00–16:00.")
    assert not [words for text in read if (words := swedish_in(text))]
    assert len(charlie.inbox) == 1, "an hour and a half before, nobody in line is asked"


def test_a_reader_in_another_zone_is_told_whose_time_it_is(dana: Person, kronoberg: Event) -> None:
    dana.member.tz = "Europe/Helsinki"
    dana.types("/dialog list")
    assert "Tuesday 19 January 2027 at 13:00–16:00 (Stockholm time)" in dana.last


def test_who_reads_neither_language_gets_english_and_a_new_language_is_noticed(bob: Person, kronoberg: Event) -> None:
    bob.member.locale = "fi-FI"
    bob.types("/dialog")
    assert "This is what you can do here." in bob.last
    bob.member.locale = "sv-SE"
    user = bob.member.as_user(NOON, with_locale=True, with_email=True)
    bob.workspace.event("user_change", user=user)
    bob.types("/dialog")
    assert "Det här kan du göra här." in bob.last
