"""What somebody with a keyboard, or lost, would complain about: controls Tab misses, screens that lead nowhere."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

from tests.browser.looks import assert_looks_right

FEET = Path(__file__).with_name("reach.js").read_text(encoding="utf-8").strip()


def assert_reached_by_tab(page: Page) -> None:
    """Tab comes to every control, in the order they are read, shows where it is, and stays in an open form."""
    found = _walk(page) and _walk(page)  # what came while walking is no fault of the page; a fault is met again
    assert not found, "\n" + "\n".join(found)


def assert_leads_on(page: Page, *, says: str = "") -> None:
    """A way back and a next step: in the open form, the Home tab or the newest message.

    Where nothing can be pressed, `says` are the words it has about what comes.
    """
    found: list[str] = page.evaluate(f"says => {FEET}.dead(says)", says)
    assert not found, "\n" + "\n".join(found)


def assert_good_screen(page: Page, *, says: str = "") -> None:
    """For the eye, the ear, the finger and the newcomer."""
    assert_looks_right(page)
    assert_leads_on(page, says=says)
    assert_reached_by_tab(page)


def _walk(page: Page) -> list[str]:
    most = int(page.evaluate(f"() => (window.walk = {FEET}).most"))
    for _ in range(most):
        page.keyboard.press("Tab")
    found: list[str] = page.evaluate("() => window.walk.finish()")
    return found
