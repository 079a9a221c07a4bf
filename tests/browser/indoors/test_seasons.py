"""Whoever organises a season makes it in Slack: like last year's, or from nothing, area by area."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.indoors.conftest import Room, good

pytestmark = pytest.mark.browser
LAST = "Regionala dialoger om vuxenutbildning 2027"


def test_the_organiser_makes_a_season_like_last_years_and_another_from_nothing(page: Page, room: Room) -> None:
    nora = room.enters(page, "nationell.arrangor")
    nora.types("/dialog säsonger")
    expect(nora.form).to_contain_text(LAST)
    good(page)
    nora.presses(f"Ny likadan: {LAST}")
    expect(nora.form).to_contain_text("på samma veckodag ett år senare")
    good(page)
    nora.form.get_by_label("Rubrik").fill("Regionala dialoger 2028")
    nora.presses("Skapa")
    expect(nora.form).to_contain_text("Mötena är utkast")
    good(page)

    nora.presses("Till säsongerna")
    nora.presses("Ny säsong")
    nora.form.get_by_label("Rubrik").fill("Dialoger om yrkesutbildning")
    nora.presses("Skapa")
    expect(nora.form).to_contain_text("Lägg till vilka som är med")
    good(page)
    nora.presses("Nytt område")
    nora.form.get_by_label("Namn").fill("Blekinge")
    nora.form.get_by_label("Organisationer").fill("1080 Karlskrona\n1082 Karlshamn\nRegion Blekinge")
    good(page)
    nora.presses("Spara")
    expect(nora.form).to_contain_text("3 organisationer, ingen samordnare än")
    nora.presses("Samordnare: Blekinge")
    expect(nora.form).to_contain_text("Ingen ännu.")
    good(page)
    nora.chooses("Samordnare", "Samordnare Kronoberg")
    nora.presses("Spara")
    expect(nora.form).to_contain_text("3 organisationer, Samordnare Kronoberg")
    good(page, "season")
    for way in ("Ändra: Blekinge", "Titel och syfte", "Teman"):
        nora.presses(way)
        expect(nora.form.get_by_role("button", name="Tillbaka till säsongen")).to_be_visible()
        good(page)
        nora.presses("Tillbaka till säsongen")
        expect(nora.form).to_have_accessible_name("Säsong")
