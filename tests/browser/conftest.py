"""A real browser in front of a sandbox on a port of this machine."""

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

from sandbox.client import FakeSlack
from sandbox.clock import DemoClock
from sandbox.doors import InProcess
from sandbox.wire import Wire
from sandbox.workspace import Workspace
from tests.browser import tinybot
from tests.browser.visitor import Visitor

MISSING = "Browser tests need Chromium: install it, or set CHROMIUM to its path."
WIDE: ViewportSize = {"width": 1280, "height": 860}
NARROW: ViewportSize = {"width": 390, "height": 844}
PATIENCE = 20_000
"""Milliseconds that anything may take, however busy the machine is."""
FIRST_MORNING = datetime(2026, 12, 1, 8, tzinfo=UTC)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = shutil.which(os.environ.get("CHROMIUM") or "chromium")
    if chromium is None:
        pytest.fail(MISSING, pytrace=False)
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def wide(browser: Browser) -> Iterator[Page]:
    yield from opened(browser, WIDE)


@pytest.fixture
def narrow(browser: Browser) -> Iterator[Page]:
    yield from opened(browser, NARROW)


@pytest.fixture(params=[WIDE, NARROW], ids=["1280", "390"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The test is run at both widths."""
    yield from opened(browser, request.param)


def opened(browser: Browser, size: ViewportSize) -> Iterator[Page]:
    """A page of its own, in Swedish. What goes wrong inside it fails the test."""
    context = browser.new_context(viewport=size, locale="sv-SE", timezone_id="Europe/Stockholm")
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    yield page
    context.close()
    assert wrong == []


@pytest.fixture
def clock(tmp_path: Path) -> DemoClock:
    clock = DemoClock.starting_at(tmp_path / "clock", FIRST_MORNING)
    clock.patience = 0  # nobody is sending anything here
    return clock


@pytest.fixture
def workspace(clock: DemoClock) -> Workspace:
    """Three people and a channel; Charlie is not in it, and his name is long."""
    workspace = Workspace(now=clock.now, manifest=tinybot.MANIFEST, name="Sandlådan")
    alice = workspace.person("U0ALICE", name="Samordnare Kronoberg")
    bob = workspace.person("U0BOB", name="Rektor Ljungby")
    workspace.person("U0CHARLIE", name=tinybot.LONG_NAME)
    workspace.channel("C0KRO", name="dialog-kronoberg", members=[alice, bob])
    return workspace


@pytest.fixture
def sandbox_url(workspace: Workspace, clock: DemoClock) -> Iterator[str]:
    """Served, with the tiny bot in it. A payload the bot could not answer fails the test."""
    workspace.connect(InProcess(tinybot.build(FakeSlack(workspace, retry_handlers=[]))))
    wire = Wire(workspace, clock)
    wire.start()
    yield wire.url
    wire.stop()
    assert workspace.failures == []


@pytest.fixture
def bob(page: Page, sandbox_url: str) -> Visitor:
    """Bob in front of the page, in the channel, at both widths."""
    return Visitor(page, sandbox_url).visits("U0BOB", "C0KRO")


@pytest.fixture
def bob_at_desk(wide: Page, sandbox_url: str) -> Visitor:
    return Visitor(wide, sandbox_url).visits("U0BOB", "C0KRO")
