"""A coordinator names a facilitator and hands over in a real browser: every screen looks right and leads on."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.reach import assert_good_screen
from tests.browser.test_journey import ALICE, LJUNGBY, demo_url
from tests.browser.visitor import Visitor

__all__ = ["demo_url"]
NAME = "Rektor Ljungby"


@pytest.mark.browser
def test_alice_names_a_facilitator_and_asks_a_successor_who_takes_over(page: Page, demo_url: str) -> None:
    alice = Visitor(page, demo_url).visits(ALICE)
    alice.types("/dialog möten")
    alice.presses("Öppna: Kronoberg")
    alice.presses("Processledare och antecknare: Kronoberg")
    expect(alice.form).to_contain_text("De ordnar frågorna och bygger programmet.")
    assert_good_screen(page)
    alice.chooses("Processledare", NAME)
    page.keyboard.press("Escape")
    alice.presses("Spara")
    expect(alice.form).to_contain_text(f"(fiktiv), {NAME}")
    assert_good_screen(page)

    alice.presses("Till mina möten")
    alice.presses("Vem som samordnar")
    expect(alice.form).to_contain_text("Ställföreträdare: ingen")
    assert_good_screen(page)
    alice.presses("Ställföreträdare: Kronoberg")
    expect(alice.form).to_contain_text("En ställföreträdare får göra allt som du får")
    assert_good_screen(page)
    alice.presses("Tillbaka")
    alice.presses("Lämna över: Kronoberg")
    expect(alice.form).to_contain_text("Du samordnar tills svaret är ja.")
    assert_good_screen(page)
    alice.chooses("Vem som tar över", NAME)
    alice.presses("Fråga")
    expect(alice.form).to_contain_text(f"{NAME} har fått frågan.")
    assert_good_screen(page)

    successor = Visitor(page, demo_url).visits(LJUNGBY)
    expect(successor.last).to_contain_text("frågar om du vill ta över som samordnare: Kronoberg.")
    assert_good_screen(page)
    successor.presses("Ta över: Kronoberg")
    expect(successor.last).to_contain_text("Nu samordnar du Kronoberg.")
    assert_good_screen(page)
