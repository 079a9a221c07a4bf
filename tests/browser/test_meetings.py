"""A new coordinator makes, moves and cancels a meeting in a real browser: every screen looks right and leads on."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.reach import assert_good_screen
from tests.browser.shots import keep
from tests.browser.test_journey import ALICE, demo_url
from tests.browser.visitor import Visitor

__all__ = ["demo_url"]


def looks(page: Page, name: str) -> None:
    """As it should at this width, with a way on and a way back."""
    keep(page, name)
    assert_good_screen(page)


@pytest.mark.browser
def test_alice_makes_a_meeting_publishes_it_moves_it_and_cancels_it(page: Page, demo_url: str) -> None:
    alice = Visitor(page, demo_url).visits(ALICE)
    alice.types("/dialog möten")
    expect(alice.form).to_contain_text("Mina möten")
    looks(page, "meetings")

    alice.presses("Nytt möte")
    expect(alice.form).to_contain_text("Var hör mötet hemma?")
    looks(page, "new-meeting")
    alice.form.get_by_label("Rubrik").fill("Dialog om sfi")
    alice.form.locator("input[type=date]").first.fill("2027-03-26")
    alice.presses("Spara som utkast")
    expect(alice.form).to_contain_text("Utkastet är sparat.")
    expect(alice.form).to_contain_text("Om dagen:")
    looks(page, "draft")

    alice.presses("Publicera: Kronoberg")
    expect(alice.form).to_contain_text("När?")
    looks(page, "publish")
    alice.presses("Publicera")
    expect(alice.form).to_contain_text("Mötet är publicerat.")

    for button, words in (("Plats och form", "Adress"), ("Platser", "Platser totalt"), ("Dagar i planen", "Inbjudan")):
        alice.presses(f"{button}: Kronoberg")
        expect(alice.form).to_contain_text(words)
        looks(page, button.split()[0].lower())
        alice.presses("Tillbaka till mötet")
        expect(alice.form).to_contain_text("Dialog om sfi")

    alice.presses("Flytta: Kronoberg")
    expect(alice.form).to_contain_text("Dag och tid")
    looks(page, "move")
    alice.form.locator("input[type=date]").first.fill("2027-03-31")
    alice.presses("Gå vidare")
    expect(alice.form).to_contain_text("Det här händer")
    looks(page, "causes")
    alice.presses(
        "Spara" if alice.form.get_by_role("button", name="Spara", exact=True).count() else "Spara och meddela"
    )
    expect(alice.form).to_contain_text("Sparat.")
    looks(page, "moved")

    alice.presses("Ställ in mötet: Kronoberg")
    expect(alice.form).to_contain_text("Vädervarning")
    looks(page, "cancel")
    alice.form.get_by_label("Vädervarning").check()
    alice.presses("Ställ in mötet")
    expect(alice.form).to_contain_text("Mötet är inställt.")
    looks(page, "cancelled")
