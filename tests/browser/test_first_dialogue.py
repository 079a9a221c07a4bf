"""A coordinator who has read nothing makes a dialogue, invites thirty, moves it and sees who covers what.

A press is a pointer put down anywhere on the page, or Enter. Typing is none, a date's digits neither; and Tab is the
test's own: each screen is walked with it.
"""

import pytest
from playwright.sync_api import Page, expect

from sandbox.seed import user_id
from tests.browser.looks import assert_looks_right
from tests.browser.reach import assert_good_screen
from tests.browser.shots import keep
from tests.browser.test_journey import demo_url
from tests.browser.visitor import Visitor

__all__ = ["demo_url"]
NEWCOMER = user_id("samordnare.skane@example.org")
"""Her area has 33 municipalities."""
MOST = 25
COUNTING = """() => {
  window.presses = [];
  const note = ({ isTrusted, target }) => isTrusted && presses.push(target.innerText || target.className);
  addEventListener("pointerdown", note, true);
  addEventListener("keydown", (event) => event.key === "Enter" && note(event), true);
}"""
MEMBERS = ("chef.vaxjo", "chef.malmo", "chef.gotland", "bitr.rektor.alvesta", "samordnare.kronoberg", "samordnare.gr",
           "samordnare.skaraborg", "samordnare.sormland", "samordnare.gotland", "samordnare.dalarna",
           "samordnare.vasterbotten")  # fmt: skip
IN_SLACK = [f"{name}@example.org" for name in MEMBERS]
"""With the nine principals of the group they are twenty. Of members the address is enough."""
OUTSIDE = [f"Gäst {n} Gästsson; gast{n}@example.org; Malmö kommun" for n in range(10)]


@pytest.mark.browser
def test_a_newcomer_makes_a_dialogue_invites_thirty_moves_it_and_sees_who_covers_what(
    page: Page, demo_url: str
) -> None:
    alice = Visitor(page, demo_url).visits(NEWCOMER, "home")
    page.evaluate(COUNTING)
    expect(page.get_by_role("main")).to_contain_text("Läget för mina möten")
    seen(page, "first-home")

    alice.presses("Nytt möte")
    expect(alice.form).to_contain_text("Var hör mötet hemma?")
    alice.form.get_by_label("Rubrik").fill("Dialog om sfi")
    alice.form.get_by_label("Dag", exact=True).or_(alice.form.locator("input[type=date]")).first.fill("2027-02-10")
    seen(page)
    alice.presses("Spara som utkast")
    expect(alice.form).to_contain_text("Utkastet är sparat.")
    seen(page, "first-draft")

    alice.presses("Bjud in: Skåne")
    expect(alice.form).to_contain_text("Personer i Slack")
    alice.select("En grupp i Slack").click()
    expect(page.get_by_role("option")).to_have_count(1)
    assert_looks_right(page)
    page.get_by_role("option", name="Rektorer").click()
    alice.form.get_by_label("En lista med personer").fill("\n".join([*IN_SLACK, *OUTSIDE]))
    seen(page)
    understood(alice, "30 personer att bjuda in, 10 av dem är inte i Slack")
    seen(page, "first-shown")
    alice.presses("Bjud in 30 personer")
    expect(alice.form).to_contain_text("30 inbjudna: 30 har inte fått den än.")
    expect(alice.form).to_contain_text("Inbjudan går ut enligt planen, när mötet är publicerat")
    seen(page)

    alice.presses("Till mötet")
    expect(alice.form).to_contain_text("Utkast.")
    alice.presses("Publicera: Skåne")
    expect(alice.form).to_contain_text("När det är publicerat:")
    seen(page)
    alice.presses("Publicera")
    expect(alice.form).to_contain_text("Mötet är publicerat.")
    expect(alice.form).to_contain_text("Härnäst: inbjudan onsdag 16 december 2026 kl. 09.00.")
    seen(page)

    alice.presses("Flytta: Skåne")
    expect(alice.form).to_contain_text("Dag och tid")
    alice.form.locator("input[type=date]").fill("2027-02-11")
    expect(alice.form).to_contain_text("torsdag 11 februari 2027")
    seen(page)
    alice.presses("Gå vidare")
    expect(alice.form).to_contain_text("Det här händer")
    seen(page, "first-causes")
    alice.presses("Spara")
    expect(alice.form).to_contain_text("Sparat.")
    expect(alice.form).to_contain_text("Härnäst: inbjudan torsdag 17 december 2026 kl. 09.00.")
    seen(page)

    alice.presses("Deltagare: Skåne")
    expect(alice.form).to_contain_text("Ingen anmäld från:")
    seen(page)
    alice.presses("Vem täcker vad")
    expect(alice.form).to_contain_text("Förtroendevald: 0 av 33")
    seen(page, "first-coverage")
    alice.presses("Stäng")
    expect(alice.form).to_be_hidden()
    expect(page.get_by_role("main")).to_contain_text("30 inbjudna, 0 har svarat, 0 anmälda.")
    seen(page)

    presses = page.evaluate("() => window.presses")
    assert 10 < len(presses) <= MOST, presses


def understood(alice: Visitor, words: str) -> None:
    """A bot that has just started is still reading who is in Slack: then one shows the list once more."""
    send, rows = alice.form.locator(".dialog-foot .primary"), alice.form.get_by_label("En lista med personer")
    for _ in range(MOST):
        send.click()
        expect(send).not_to_have_attribute("aria-busy", "true")
        expect(alice.form).to_contain_text("att bjuda in")
        if words in alice.form.inner_text():
            return
        rows.fill(f"{rows.input_value()}\n")
    expect(alice.form).to_contain_text(words)


def seen(page: Page, name: str = "") -> None:
    if name:
        keep(page, name, also_narrow=True)
    assert_good_screen(page)
