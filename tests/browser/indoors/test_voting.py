"""A vote from the first question to the result, as those who take part and whoever coordinates see it."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services.polls import opening
from bot.services.polls.opening import Wish
from models import Level, Method, Person, Topic
from tests.browser.indoors.conftest import Room, good
from tests.factories import make_event, make_registration

pytestmark = pytest.mark.browser
NEW = "Hur når vi dem som inte söker till komvux?"
DIMENSIONING = "Hur planerar vi yrkesutbildningar"
BUDGET = "Vad behöver politiken veta"


def test_a_principal_proposes_and_votes_and_all_read_what_it_came_to(page: Page, room: Room) -> None:
    principal = room.enters(page, "rektor.vaxjo")
    principal.types("/dialog fråga kronoberg")
    expect(principal.form).to_contain_text("Föreslå en fråga")
    good(page)
    principal.form.get_by_label("Din fråga").fill(NEW)
    principal.form.get_by_label("Övergripande").check()
    principal.presses("Föreslå")
    expect(principal.form).to_contain_text("Tack, din fråga är sparad.")
    good(page)
    principal.leaves()

    room.at("2027-01-07T09:00+01:00")
    principal.hears("Vilka frågor ska vi ta upp?")
    principal.presses("Rösta: Kronoberg")
    expect(principal.form).to_contain_text("Ingen ser hur du röstar.")
    principal.form.get_by_role("checkbox", name=NEW).check()
    principal.form.get_by_role("checkbox", name=DIMENSIONING).check()
    good(page)
    principal.presses("Spara min röst")
    expect(principal.form).to_contain_text("Tack, din röst är sparad.")
    good(page)
    principal.presses("Ändra min röst")
    expect(principal.form.get_by_role("checkbox", name=NEW)).to_be_checked()
    principal.leaves()

    alice = room.enters(page, "samordnare.kronoberg")
    alice.types("/dialog lista kronoberg")
    alice.presses("Omröstningen: Kronoberg")
    expect(alice.form).to_contain_text("1 av 6 anmälda har röstat.")
    good(page)
    for name, question in (("Nämndordförande Ljungby (fiktiv)", BUDGET), ("Sektionschef", DIMENSIONING)):
        alice.form.get_by_role("button", name="Rösta för en gäst").click()
        page.get_by_role("option", name=name).click()
        expect(alice.form).to_contain_text("och vet då hur")
        alice.form.get_by_role("checkbox", name=question).check()
        alice.presses("Spara min röst")
        expect(alice.form).to_contain_text("Gästens röst är sparad.")
        good(page)
        alice.presses("Tillbaka till omröstningen")
    expect(alice.form).to_contain_text("3 av 6 anmälda har röstat.")
    alice.leaves()
    for name in ("chef.vaxjo", "bitr.rektor.alvesta"):
        other = room.enters(page, name)
        other.types("/dialog omröstning")
        other.form.get_by_role("checkbox", name=NEW).check()
        other.presses("Spara min röst")
        expect(other.form).to_contain_text("Tack, din röst är sparad.")
        other.leaves()

    room.at("2027-01-11T16:00+01:00")
    principal = room.enters(page, "rektor.vaxjo")
    principal.hears("Så röstade ni.")
    good(page, "result")
    principal.presses("Visa hela resultatet")
    expect(principal.form).to_contain_text("5 av 6 anmälda har röstat. 2 röster registrerade av samordnaren.")
    good(page)
    principal.leaves()
    principal.types("/dialog omröstning")
    principal.hears("Det pågår ingen omröstning som du kan delta i.")
    principal.presses("Resultatet: Kronoberg")
    expect(principal.form).to_contain_text(NEW)
    principal.leaves()
    alice = room.enters(page, "samordnare.kronoberg")
    alice.presses("Visa hela resultatet")
    expect(alice.form.get_by_role("button", name="Till programmet")).to_be_visible()
    good(page)


METHODS = {
    Method.RANKING: ("Övergripande: plats 1", "1. Fråga 0"),
    Method.SCORES: ("Fråga 0", "overarching: 4 poäng"),
    Method.SINGLE: ("Fråga 0", "✓ Fråga 0"),
    Method.MULTIPLE: ("Fråga 0", "✓ Fråga 0"),
}
"""What is filled in, and what the receipt says of it. The season's own vote is with dots."""


@pytest.fixture
def votes(room: Room, session: Session) -> None:
    """A meeting for each method, at which a principal has a seat."""
    now = room.clock.now()
    person = session.scalars(select(Person).where(Person.email == "rektor.vaxjo@example.org")).one()
    for method in METHODS:
        event = make_event(session, title=f"Dialog med {method}", starts_at=now + timedelta(days=20))
        make_registration(session, event, person)
        for level in Level:
            session.add_all(
                Topic(event_id=event.id, level=level, title=f"Fråga {n} som är {level}", created_at=now) for n in (0, 1)
            )
        opening.open_for(session, event, wish=Wish(method), closes_at=now + timedelta(days=7), by_id=None, now=now)
        session.commit()


def test_every_kind_of_ballot_can_be_filled_in(page: Page, room: Room, votes: None) -> None:
    principal = room.enters(page, "rektor.vaxjo")
    for method, (control, receipt) in METHODS.items():
        principal.types(f"/dialog omröstning med {method}")
        expect(principal.form).to_contain_text(f"Dialog med {method}")
        good(page)
        if method in (Method.RANKING, Method.SCORES):
            principal.form.get_by_role("button", name=re.compile(f"^{control}")).first.click()
            page.get_by_role("option", name=re.compile("^(Fråga 0|4$)")).click()
        else:
            principal.form.get_by_label(control).first.check()
        principal.presses("Spara min röst")
        expect(principal.form).to_contain_text(receipt)
        good(page)
        principal.leaves()
