"""Nobody needs a mouse: registering, voting and moving a meeting with the keys alone, and hearing what happens."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.indoors.conftest import Room
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser
MOST = 80
MARKED = """node => getComputedStyle(node).outlineStyle !== 'none'
    || getComputedStyle(node.parentElement).boxShadow !== 'none'"""


def reaches(page: Page, wanted: Locator, key: str = "Tab") -> None:
    """Goes there, and sees where it is."""
    expect(wanted).to_be_visible()
    for _ in range(MOST):
        if wanted.evaluate("node => node === document.activeElement"):
            assert wanted.evaluate(MARKED), "nothing shows where the focus is"
            return
        page.keyboard.press(key)
    raise AssertionError(f"{key} never comes there")


def writes(page: Page, line: str) -> None:
    expect(page.locator("#text")).to_be_focused()
    page.keyboard.insert_text(line)
    expect(page.locator("#text")).to_have_value(line)
    page.keyboard.press("Enter")


def opened(visitor: Visitor, title: str) -> None:
    """The form says what it is, and one is in it."""
    expect(visitor.form).to_have_accessible_name(title)
    expect(visitor.form.get_by_role("heading", level=2).first).to_be_focused()


def chooses(page: Page, select: Locator, option: str) -> None:
    reaches(page, select)
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("listbox")).to_be_visible()
    active = page.locator(":popover-open .option.active")
    for _ in range(MOST):
        if active.count() and active.inner_text() == option:
            break
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(select).to_be_focused()


def leaves(page: Page, visitor: Visitor, back_to: Locator) -> None:
    page.keyboard.press("Escape")
    expect(visitor.form).to_be_hidden()
    expect(back_to).to_be_focused()


def test_a_newcomer_registers_and_votes_and_the_coordinator_moves_the_meeting(wide: Page, room: Room) -> None:
    page, keys, said = wide, wide.keyboard, wide.locator("#announcer")
    room.later()
    bob = room.enters(page, "rektor.ljungby")
    field = page.locator("#text")
    writes(page, "/dialog register kronoberg")
    opened(bob, "Anmäl dig")
    reaches(page, bob.select("Organisation"))
    keys.type("ljungby")
    expect(page.get_by_role("option", name="Ljungby kommun")).to_be_visible()
    keys.press("Enter")
    expect(bob.select("Organisation")).to_contain_text("Ljungby kommun")
    chooses(page, bob.select("Din roll"), "Rektor eller skolledare")
    reaches(page, bob.form.get_by_role("button", name="Anmäl mig"))
    keys.press("Enter")
    expect(bob.form).to_contain_text("Du är anmäld.")
    expect(said).to_contain_text("Du är anmäld.")
    opened(bob, "Min anmälan")
    leaves(page, bob, field)
    room.later()
    expect(said).to_contain_text("Dialog: Du är anmäld till Regional dialog")

    room.at("2027-01-07T09:00+01:00")
    expect(said).to_contain_text("Vilka frågor ska vi ta upp?")
    writes(page, "/dialog omröstning")
    opened(bob, "Rösta")
    boxes = bob.form.get_by_role("checkbox")
    reaches(page, boxes.nth(1))
    keys.press("Space")
    reaches(page, boxes.nth(0), "Shift+Tab")
    keys.press("Space")
    reaches(page, bob.form.get_by_role("button", name="Spara min röst"))
    keys.press("Enter")
    expect(said).to_contain_text("Tack, din röst är sparad.")
    opened(bob, "Rösta")
    reaches(page, bob.form.get_by_role("button", name="Ändra min röst"))
    keys.press("Space")
    expect(boxes.nth(0)).to_be_checked()
    leaves(page, bob, field)

    alice = room.enters(page, "samordnare.kronoberg")
    writes(page, "/dialog möten")
    opened(alice, "Mina möten")
    reaches(page, alice.form.get_by_role("button", name="Öppna: Kronoberg"))
    keys.press("Enter")
    opened(alice, "Mötet")
    reaches(page, alice.form.get_by_role("button", name="Flytta: Kronoberg"))
    keys.press("Enter")
    opened(alice, "Dag och tid")
    for label, time in (("Börjar", "12.30"), ("Slutar", "15.30")):
        reaches(page, alice.form.get_by_label(label))
        keys.press("Control+A")
        keys.type(time)
    keys.press("Enter")
    expect(alice.form).to_contain_text("Det här händer")
    reaches(page, alice.form.get_by_role("button", name=re.compile("^Spara")))
    keys.press("Enter")
    expect(said).to_contain_text("Sparat.")
    expect(alice.form).to_contain_text("kl. 12.30–15.30")
    leaves(page, alice, field)

    writes(page, "/dialog lista kronoberg")
    plan = alice.last.get_by_role("button", name="Planen: Kronoberg")
    reaches(page, plan, "Shift+Tab")
    keys.press("Enter")
    opened(alice, "Planen")
    leaves(page, alice, plan)
