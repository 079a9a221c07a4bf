"""The sandbox's page, as people meet it: by keyboard, by ear, on a narrow screen, with unkind texts."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from sandbox.clock import DemoClock
from sandbox.state import BOT_USER
from sandbox.workspace import Workspace
from tests.browser.looks import assert_looks_right, assert_nothing_clipped
from tests.browser.tinybot import LONG_NAME, every_block
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser
RTL = "مرحبا بالعالم، هذا نص طويل من اليمين إلى اليسار \u202e och så svenska"


def bot_says(workspace: Workspace, text: str, blocks: list[dict[str, Any]] | None = None, **more: Any) -> None:
    workspace.post(workspace.channels["C0KRO"], BOT_USER, text, blocks, **more)


def inside_form(page: Page) -> bool:
    inside: bool = page.evaluate("() => Boolean(document.activeElement.closest('dialog'))")
    return inside


def test_a_newcomer_sees_what_to_try(bob: Visitor) -> None:
    assert_looks_right(bob.page)
    bob.page.get_by_role("button", name="/dialog register").click()
    bob.page.keyboard.press("Enter")
    expect(bob.form.get_by_role("heading", name="Anmälan")).to_be_focused()


def test_an_empty_conversation_tells_how_to_begin(bob: Visitor) -> None:
    bob.opens_place("Dialog")
    expect(bob.page.get_by_role("heading", name="Så här provar du")).to_be_visible()
    assert_looks_right(bob.page)


def test_an_old_address_still_leads_somewhere(browser: Browser, sandbox_url: str) -> None:
    """In a page of its own: the browser itself complains of the member that is not found."""
    with browser.new_page() as page:
        Visitor(page, sandbox_url).visits("U0GONE", "C0GONE")
        expect(page.locator("#actor")).to_contain_text("Samordnare Kronoberg")
        expect(page.locator("#place")).to_have_text("Dialog")


def test_every_kind_of_block_looks_right(bob: Visitor, workspace: Workspace) -> None:
    bot_says(workspace, "Inbjudan", every_block())
    expect(bob.last).to_contain_text("@Samordnare Kronoberg #dialog-kronoberg")
    assert_looks_right(bob.page)
    bob.page.locator("#scroll").evaluate("node => (node.scrollTop = 0)")
    assert_nothing_clipped(bob.page)


def test_every_part_of_a_form_looks_right(bob: Visitor) -> None:
    bob.types("/dialog register")
    expect(bob.form).to_be_visible()
    assert_looks_right(bob.page)
    bob.form.get_by_label("Namn").fill("")
    bob.presses("Anmäl")
    expect(bob.form.get_by_text("Fyll i det här obligatoriska fältet.").first).to_be_visible()
    assert_looks_right(bob.page)
    bob.select("Kommuner").click()
    assert_looks_right(bob.page)


def test_people_s_own_words_are_only_words(bob: Visitor) -> None:
    bob.types("<b>fet</b> & <script>alert(1)</script> <!channel> &amp;")
    expect(bob.last).to_contain_text("<b>fet</b> & <script>alert(1)</script> <!channel> &amp;")
    assert bob.last.locator("b").all_inner_texts() == ["Rektor Ljungby"]


@pytest.mark.parametrize("unkind", ["A" * 3000, "hej " * 750, RTL, "*" * 500, "_a " * 900, "`" * 300])
def test_unkind_texts_do_not_break_the_page(bob: Visitor, workspace: Workspace, unkind: str) -> None:
    section = {"type": "section", "text": {"type": "mrkdwn", "text": unkind}}
    table = {"type": "table", "rows": [[{"type": "raw_text", "text": unkind}, {"type": "raw_text", "text": "9"}]]}
    field = {"type": "section", "fields": [{"type": "plain_text", "text": unkind[:2000]}] * 2}
    bot_says(workspace, unkind, [section, field, table])
    bot_says(workspace, unkind)
    workspace.post(workspace.channels["C0KRO"], "U0CHARLIE", unkind)
    expect(bob.last).to_contain_text(LONG_NAME)
    assert_nothing_clipped(bob.page)


def test_registering_with_the_keyboard_alone(bob: Visitor) -> None:
    keys = bob.page.keyboard
    expect(bob.page.locator("#text")).to_be_focused()
    keys.type("/di")
    keys.press("Enter")
    keys.type("re")
    expect(bob.page.get_by_role("option", name="register")).to_be_visible()
    keys.press("Tab")
    expect(bob.page.locator("#text")).to_have_value("/dialog register ")
    keys.press("Enter")
    expect(bob.form.get_by_role("heading", name="Anmälan")).to_be_focused()

    reach(bob, bob.select("Organisation"))
    keys.type("ljungb")
    expect(bob.page.get_by_role("option")).to_have_text(["Ljungby kommun"])
    keys.press("Enter")
    expect(bob.select("Organisation")).to_be_focused()
    reach(bob, bob.select("Roll"))
    for key in ("ArrowDown", "ArrowDown", "Enter"):
        keys.press(key)
    expect(bob.select("Roll")).to_contain_text("Förtroendevald")
    reach(bob, bob.form.get_by_role("button", name="Anmäl", exact=True))
    keys.press("Enter")
    expect(bob.form).to_be_hidden()
    expect(bob.page.locator("#text")).to_be_focused()
    bob.opens_place("Dialog")
    expect(bob.last).to_contain_text("Du är anmäld för Ljungby kommun.")


def reach(visitor: Visitor, wanted: Any) -> None:
    """Tab until there."""
    for _ in range(40):
        if wanted.evaluate("node => node === document.activeElement"):
            return
        visitor.page.keyboard.press("Tab")
    raise AssertionError("Tab never comes there")


def test_the_suggestions_follow_the_arrow_keys(bob_at_desk: Visitor) -> None:
    page = bob_at_desk.page
    page.locator("#text").fill("/dialog ")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".option.active")).to_have_text("register")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.locator("#text")).to_have_value("/dialog help ")
    page.locator("#text").fill("/dialog h")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_a_form_keeps_focus_inside_and_gives_it_back(bob: Visitor) -> None:
    bob.types("/dialog help")
    opener = bob.last.get_by_role("button", name="Anmäl dig")
    opener.click()
    expect(bob.form).to_be_visible()
    for key in ["Tab"] * 20 + ["Shift+Tab"] * 25:
        bob.page.keyboard.press(key)
        assert inside_form(bob.page)
    bob.page.keyboard.press("Escape")
    expect(bob.form).to_be_hidden()
    expect(opener).to_be_focused()


def test_escape_closes_the_list_before_the_form(bob_at_desk: Visitor) -> None:
    bob_at_desk.types("/dialog register")
    bob_at_desk.select("Roll").click()
    bob_at_desk.page.keyboard.press("Escape")
    expect(bob_at_desk.page.get_by_role("listbox")).to_be_hidden()
    expect(bob_at_desk.select("Roll")).to_be_focused()
    bob_at_desk.page.keyboard.press("Escape")
    expect(bob_at_desk.form).to_be_hidden()


def test_errors_stand_at_their_field_and_the_first_gets_focus(bob_at_desk: Visitor) -> None:
    bob = bob_at_desk
    bob.types("/dialog register")
    bob.presses("Anmäl")
    expect(bob.select("Organisation")).to_be_focused()
    expect(bob.select("Organisation")).to_have_accessible_description(
        "Fyll i det här obligatoriska fältet. Skriv några bokstäver."
    )
    bob.chooses("Organisation", "Malmö kommun")
    bob.chooses("Roll", "Förtroendevald")
    bob.presses("Anmäl")
    expect(bob.select("Organisation")).to_have_accessible_description(
        "Malmö kommun har redan sina två platser. Skriv några bokstäver."
    )
    expect(bob.select("Organisation")).to_be_focused()


def test_what_one_has_written_survives_changes_to_the_form(bob_at_desk: Visitor) -> None:
    bob = bob_at_desk
    bob.types("/dialog register")
    bob.form.get_by_label("Namn").fill("Biträdande rektor")
    bob.form.get_by_label("Tid").fill("930")
    bob.chooses("Kommuner", "Lund")
    bob.page.keyboard.press("Escape")
    bob.form.get_by_label("Digitalt").check()
    expect(bob.form.get_by_label("Textning")).to_be_visible()
    expect(bob.form.get_by_label("Digitalt")).to_be_focused()
    bob.presses("Läs mer om dina uppgifter")
    expect(bob.form).to_have_accessible_name("Dina uppgifter")
    bob.presses("Tillbaka")
    expect(bob.form.get_by_label("Namn")).to_have_value("Biträdande rektor")
    expect(bob.form.get_by_label("Tid")).to_have_value("09.30")
    expect(bob.form.get_by_label("Digitalt")).to_be_checked()
    expect(bob.select("Kommuner")).to_contain_text("Lund")


def test_the_cross_closes_all_forms(bob_at_desk: Visitor) -> None:
    bob_at_desk.types("/dialog register")
    bob_at_desk.presses("Läs mer om dina uppgifter")
    expect(bob_at_desk.form).to_have_accessible_name("Dina uppgifter")
    bob_at_desk.presses("Stäng formuläret")
    expect(bob_at_desk.form).to_be_hidden()


def test_a_dangerous_button_asks_first(bob: Visitor, workspace: Workspace) -> None:
    bot_says(workspace, "Inbjudan", every_block())
    bob.presses("Jag kan inte")
    question = bob.page.get_by_role("alertdialog")
    expect(question).to_have_accessible_name("Tacka nej?")
    expect(question.get_by_role("button", name="Nej")).to_be_focused()
    assert_looks_right(bob.page)
    bob.page.keyboard.press("Escape")
    expect(bob.page.get_by_role("button", name="Jag kan inte")).to_be_focused()


def test_what_is_new_comes_by_itself_and_is_spoken(bob_at_desk: Visitor, workspace: Workspace) -> None:
    bot_says(workspace, "*Vi börjar om en timme*")
    expect(bob_at_desk.last).to_contain_text("Vi börjar om en timme")
    expect(bob_at_desk.page.locator("#announcer")).to_have_text("Dialog: Vi börjar om en timme")
    workspace.post(workspace.dm("U0BOB"), BOT_USER, "Du är anmäld.")
    link = bob_at_desk.page.get_by_role("link", name="Dialog 1 oläst")
    expect(link).to_be_visible()
    link.click()
    expect(bob_at_desk.page.get_by_role("link", name="Dialog", exact=True)).to_be_visible()


def test_a_reader_is_not_pulled_away_from_older_messages(bob_at_desk: Visitor, workspace: Workspace) -> None:
    for number in range(40):
        bot_says(workspace, f"Rad {number}")
    page = bob_at_desk.page
    expect(page.get_by_text("Rad 39", exact=True)).to_be_in_viewport()
    page.locator("#scroll").evaluate("node => (node.scrollTop = 0)")
    expect(page.get_by_text("Rad 0", exact=True)).to_be_in_viewport()
    bot_says(workspace, "Något nytt")
    page.get_by_role("button", name="Nya meddelanden").click()
    expect(page.get_by_text("Något nytt", exact=True)).to_be_in_viewport()


def test_answers_for_one_person_and_edits_are_marked(bob: Visitor, workspace: Workspace) -> None:
    bob.types("/dialog help")
    expect(bob.last).to_contain_text("Bara synligt för dig")
    assert_looks_right(bob.page)
    bot_says(workspace, "Kort", [{"type": "actions", "elements": [rename_button()]}])
    bob.presses("Ändra")
    expect(bob.last).to_contain_text("(redigerat)")
    expect(bob.last.get_by_role("button", name="Ändra igen")).to_be_focused()


def rename_button() -> dict[str, Any]:
    text = {"type": "plain_text", "text": "Ändra"}
    return {"type": "button", "action_id": "rename", "value": "1", "text": text}


def test_the_home_tab(bob: Visitor) -> None:
    bob.opens_place("Hem")
    expect(bob.page.get_by_role("heading", name="Mina dialoger")).to_be_visible()
    assert_looks_right(bob.page)
    bob.presses("Visa min anmälan")
    expect(bob.form).to_be_visible()


def test_acting_as_somebody_else(bob: Visitor) -> None:
    menu = bob.page.get_by_role("button", name="Meny")
    if menu.is_visible():
        menu.click()
        assert_looks_right(bob.page)
    bob.select("Du är").click()
    bob.page.get_by_role("option", name=LONG_NAME).click()
    expect(bob.page.locator("#place")).to_have_text("Dialog")
    assert "as=U0CHARLIE" in bob.page.url
    assert_looks_right(bob.page)


def test_the_clock_moves_when_asked(bob: Visitor, clock: DemoClock) -> None:
    page = bob.page
    expect(page.locator("#now")).to_have_text("tisdag 1 december 2026 kl. 09.00")
    page.get_by_role("button", name="Flytta klockan 1 dag framåt").click()
    expect(page.locator("#now")).to_have_text("onsdag 2 december 2026 kl. 09.00")
    expect(page.locator("#announcer")).to_have_text("Klockan är nu onsdag 2 december 2026 kl. 09.00")
    bob.presses("Till nästa händelse")
    expect(bob.notice).to_be_visible()
    assert_looks_right(page)
    clock.path.with_name("clock.next").write_text((clock.now() + timedelta(days=5)).isoformat(), encoding="utf-8")
    expect(page.locator("#next")).to_have_text("Härnäst: måndag 7 december 2026 kl. 09.00")
    bob.presses("Till nästa händelse")
    expect(page.locator("#now")).to_have_text("måndag 7 december 2026 kl. 09.00")


def test_slack_s_own_words_are_shown(bob: Visitor) -> None:
    bob.types("/diallog register")
    expect(bob.notice).to_have_text("/diallog är inget giltigt kommando.")
    assert_looks_right(bob.page)


def test_the_page_is_pleasant_in_the_dark(bob: Visitor, workspace: Workspace) -> None:
    bob.page.emulate_media(color_scheme="dark")
    bot_says(workspace, "Inbjudan", every_block())
    bob.types("/dialog help")
    expect(bob.last).to_contain_text("Bara synligt för dig")
    assert_looks_right(bob.page)


def test_nothing_is_fetched_from_elsewhere(bob_at_desk: Visitor) -> None:
    asked: list[str] = []
    bob_at_desk.page.on("request", lambda request: asked.append(request.url))
    bob_at_desk.page.reload()
    expect(bob_at_desk.page.locator("#place")).not_to_be_empty()
    assert asked and all(url.startswith(bob_at_desk.url) for url in asked)
