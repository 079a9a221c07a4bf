"""A vote becomes a programme: the coordinator fills, changes and publishes it, and everyone reads their own parts."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.indoors.conftest import Room, good
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser
BUDGET = "Vad behöver politiken veta"


def presses(visitor: Visitor, beginning: str) -> None:
    """The first button of the form whose name begins so."""
    visitor.form.get_by_role("button", name=re.compile(f"^{beginning}")).first.click()


def test_the_coordinator_publishes_a_programme_and_everyone_reads_theirs(page: Page, room: Room) -> None:
    room.at("2027-01-07T09:00+01:00")
    principal = room.enters(page, "rektor.vaxjo")
    principal.types("/dialog omröstning")
    principal.form.get_by_role("checkbox", name=BUDGET).check()
    principal.presses("Spara min röst")
    expect(principal.form).to_contain_text("Tack, din röst är sparad.")
    principal.leaves()
    room.at("2027-01-11T16:00+01:00")

    alice = room.enters(page, "samordnare.kronoberg")
    alice.hears("Så röstade ni.")
    alice.presses("Visa hela resultatet")
    expect(alice.form).to_contain_text("1 av 6 anmälda har röstat.")
    alice.presses("Hämta som bild")
    expect(alice.form).to_contain_text("Bilden är på väg till dig")
    good(page)
    alice.presses("Tillbaka till resultatet")
    expect(alice.form.get_by_role("button", name="Till programmet")).to_be_visible()
    alice.presses("Till programmet")
    expect(alice.form).to_contain_text("Ifyllt efter resultatet; minuterna följer rösterna.")
    good(page, "programme-draft")
    presses(alice, f"5 minuter kortare: {BUDGET}")
    expect(alice.form).to_contain_text("Bestämt för hand.")
    for way in ("Byt ut", "För vilka", "Mall och tider", "Som deltagarna läser det", "Mejltext"):
        presses(alice, way)
        expect(alice.form.get_by_role("button", name="Tillbaka till programmet")).to_be_visible()
        good(page)
        alice.presses("Tillbaka till programmet")
        expect(alice.form.get_by_role("button", name="Mall och tider")).to_be_visible()
    alice.presses("Publicera")
    expect(alice.form).to_contain_text("Programmet är publicerat.")
    good(page)
    alice.leaves()
    picture = alice.messages.get_by_role("img", name=re.compile("^Så röstade ni"))
    expect(picture).to_be_visible()
    assert picture.evaluate("node => node.complete && node.naturalWidth > 300")

    room.later(minutes=1)
    principal = room.enters(page, "rektor.vaxjo")
    principal.hears("Programmet är klart.")
    good(page)
    principal.presses("Visa hela programmet: Regional dialog om vuxenutbildning i Kronoberg")
    expect(principal.form).to_contain_text("För dig:")
    good(page, "programme-whole", says="Frågor? Kontakta Samordnare Kronoberg")
