"""What an eye, or a screen reader, would complain about on a page: cut-off text, faint text, nameless controls."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

EYES = Path(__file__).with_name("looks.js").read_text(encoding="utf-8")

CONTROLS = {
    *("button", "link", "textbox", "searchbox", "combobox", "listbox", "option", "checkbox", "radio", "radiogroup"),
    *("spinbutton", "slider", "switch", "menuitem", "tab", "dialog", "alertdialog", "image", "Date", "DateTime"),
    *("region", "navigation", "table"),
}


def assert_nothing_clipped(page: Page) -> None:
    """No text is cut off, lies over other text, or makes the page scroll sideways."""
    _expect_nothing(_look(page, "clipped"))


def assert_contrast(page: Page) -> None:
    """All text has a contrast of 4.5 to what lies behind it (3 when it is large)."""
    _expect_nothing(_look(page, "faint"))


def assert_labelled(page: Page) -> None:
    """Everything one can use, and every picture that says something, has a name a screen reader can speak."""
    _expect_nothing(_nameless(page) + _look(page, "twins"))
    assert page.locator("html[lang]").count() == 1, "the page does not say its language"


def assert_looks_right(page: Page) -> None:
    assert_nothing_clipped(page)
    assert_contrast(page)
    assert_labelled(page)


def _expect_nothing(found: list[str]) -> None:
    """Said in full: assertions are spelled out by pytest in test modules only."""
    assert not found, "\n" + "\n".join(found)


def _look(page: Page, what: str) -> list[str]:
    found: list[str] = page.evaluate(f"() => {EYES.strip()}.{what}()")
    return found


def _nameless(page: Page) -> list[str]:
    """The browser's own computed names, as assistive technology gets them."""
    devtools = page.context.new_cdp_session(page)
    try:
        nodes = devtools.send("Accessibility.getFullAXTree")["nodes"]
        return [_markup(devtools, node) for node in nodes if _is_control(node) and not _name(node)]
    finally:
        devtools.detach()


def _is_control(node: dict[str, Any]) -> bool:
    return not node["ignored"] and node.get("role", {}).get("value") in CONTROLS


def _name(node: dict[str, Any]) -> str:
    return str(node.get("name", {}).get("value", "")).strip()


def _markup(devtools: Any, node: dict[str, Any]) -> str:
    html = devtools.send("DOM.getOuterHTML", {"backendNodeId": node["backendDOMNodeId"]})["outerHTML"]
    return f"{node['role']['value']}: {html[:160]}"
