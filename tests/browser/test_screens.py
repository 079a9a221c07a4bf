"""Inviting, the board, who covers what and one's meetings, each screen as large as it gets: with the longest names,
and 33 municipalities."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from bot.i18n import read_texts
from sandbox import views
from sandbox.client import FakeSlack
from sandbox.clock import DemoClock
from sandbox.running import MANIFEST, read_manifest
from sandbox.wire import Wire
from sandbox.workspace import Workspace
from tests.browser.looks import assert_looks_right
from tests.browser.reach import assert_good_screen
from tests.browser.tinybot import LONG_NAME
from tests.browser.visitor import Visitor
from tests.gallery import LARGEST, Size, gallery

pytestmark = pytest.mark.browser
OURS = ("inviting", "invited", "invitations", "coverage", "boards", "meetings", "checklists")
LONG = Size(title=f"Regional dialog: {LONG_NAME}", name=LONG_NAME, words=f"{LONG_NAME}. " * 8, many=33)
BOB = "U0BOB"


@pytest.fixture
def workspace(clock: DemoClock) -> Workspace:
    """Nobody answers here: what the bot would show is put before Bob."""
    workspace = Workspace(now=clock.now, manifest=read_manifest(MANIFEST))
    workspace.person(BOB, name="Samordnare Skåne")
    return workspace


@pytest.fixture
def bob(page: Page, workspace: Workspace, clock: DemoClock) -> Iterator[Visitor]:
    wire = Wire(workspace, clock)
    wire.start()
    yield Visitor(page, wire.url).visits(BOB)
    page.goto("about:blank")
    wire.stop()


@pytest.fixture
def drawn(page: Page) -> dict[str, dict[str, Any]]:
    """Words as they are, at a desk; on a telephone with names that cannot be broken between words."""
    is_wide = (page.viewport_size or {"width": 0})["width"] > 1000
    found = gallery(read_texts().language("sv", "Europe/Stockholm"), LONG if is_wide else LARGEST)
    return {name: one for name, one in found.items() if name.startswith(OURS)}


def test_every_form_of_them_looks_right_and_leads_on(
    page: Page, workspace: Workspace, bob: Visitor, drawn: dict[str, dict[str, Any]]
) -> None:
    forms = {name: one for name, one in drawn.items() if one.get("type") == "modal"}
    assert len(forms) > 40
    for number, (name, one) in enumerate(forms.items()):
        title = f"{number} {one['title']['text']}"[:24]  # so that it is this one we look at
        views.open_view(workspace, BOB, {**one, "title": {"type": "plain_text", "text": title}})
        expect(page.locator("#form-title")).to_have_text(title)
        looks_good(page, name)


def test_every_message_and_home_of_them_looks_right(
    page: Page, workspace: Workspace, bob: Visitor, drawn: dict[str, dict[str, Any]]
) -> None:
    messages = {name: one for name, one in drawn.items() if "type" not in one}
    for one in messages.values():
        FakeSlack(workspace).chat_postMessage(channel=BOB, **one)
    expect(bob.messages).to_have_count(len(messages))
    assert_looks_right(page)
    bob.opens_place("Hem")
    for name, one in [(name, one) for name, one in drawn.items() if one.get("type") == "home"]:
        views.publish(workspace, BOB, one)
        expect(page.locator("#home > .block")).to_have_count(len(one["blocks"]))
        looks_good(page, name)


def looks_good(page: Page, name: str) -> None:
    try:
        assert_good_screen(page)
    except AssertionError as fault:
        fault.add_note(name)
        raise
