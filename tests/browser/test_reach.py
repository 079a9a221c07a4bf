"""The helpers that walk over a page must see what is wrong with a bad one."""

import pytest
from playwright.sync_api import Page

from tests.browser.reach import assert_leads_on, assert_reached_by_tab
from tests.browser.test_looks import show

pytestmark = pytest.mark.browser
HEAD = '<div class="dialog-head"><button class="cross">Stäng</button></div>'
BACK = '<button class="button">Tillbaka</button>'
KEPT = """() => document.querySelector("dialog").addEventListener("keydown", (event) => {
  const [first, last] = [".cross", ".primary"].map((one) => document.querySelector(one));
  if (event.key !== "Tab" || document.activeElement !== last) return;
  event.preventDefault();
  first.focus();
})"""
NEXT = '<button class="button primary">Spara</button>'


def show_form(page: Page, body: str, foot: str = BACK + NEXT) -> None:
    show(page, f'<a href="#x">Bakom</a><dialog>{HEAD}{body}<div class="dialog-foot">{foot}</div></dialog>')
    page.evaluate("() => document.querySelector('dialog').showModal()")


def test_a_good_page_is_walked_from_any_place_in_it(wide: Page) -> None:
    radios = '<input type="radio" name="a" aria-label="Ja"><input type="radio" name="a" aria-label="Nej" checked>'
    rows = "".join(f"<p><button>Anmäl {n}</button> <button>Mer {n}</button></p>" for n in range(30))
    show(wide, f'<a href="#x">Hem</a>{radios}<input type="date" aria-label="Dag">{rows}<button disabled>Nej</button>')
    wide.get_by_role("button", name="Mer 7", exact=True).focus()
    top = wide.evaluate("() => document.scrollingElement.scrollTop")
    assert_reached_by_tab(wide)
    assert wide.evaluate("() => document.activeElement.textContent") == "Mer 7", "the focus is back where it was"
    assert wide.evaluate("() => document.scrollingElement.scrollTop") == top


@pytest.mark.parametrize(
    "bad",
    [
        '<button>Ett</button><span role="button">Två</span>',
        '<button tabindex="3">Ett</button><button tabindex="2">Två</button><button tabindex="1">Tre</button>',
        '<div style="display:flex;flex-direction:row-reverse"><button>Ett</button><button>Två</button></div>',
        '<div style="display:flex;flex-direction:column-reverse"><button>Ett</button><button>Två</button></div>',
        "<style>:focus{outline:none}</style><button>Ett</button>",
        '<button style="position:fixed;left:-900px">Ett</button>',
        '<button>Ett</button><button onfocus="this.blur()">Två</button><button>Tre</button>',
    ],
)
def test_a_control_tab_misses_or_meets_out_of_order_is_seen(wide: Page, bad: str) -> None:
    show(wide, bad)
    with pytest.raises(AssertionError):
        assert_reached_by_tab(wide)


def test_a_form_that_lets_the_focus_out_is_seen(wide: Page) -> None:
    show_form(wide, "<p>Hej</p>")
    with pytest.raises(AssertionError):
        assert_reached_by_tab(wide)
    wide.evaluate(KEPT)
    assert_reached_by_tab(wide)


def test_a_screen_leads_on_or_says_what_comes(wide: Page) -> None:
    show_form(wide, "<p>Hej</p>")
    assert_leads_on(wide)
    show_form(wide, "<p>Inbjudan går ut i morgon.</p>", BACK)
    assert_leads_on(wide, says="Inbjudan går ut i morgon.")
    show(wide, '<article><a href="#x">Gammal</a></article><article><button>Anmäl dig</button></article>')
    assert_leads_on(wide)


def test_a_dead_end_is_seen(wide: Page) -> None:
    show_form(wide, "<p>Hej</p>", BACK)
    with pytest.raises(AssertionError):
        assert_leads_on(wide)
    show_form(wide, "<button>Mer</button>", "")
    with pytest.raises(AssertionError):
        assert_leads_on(wide)
    show(wide, '<article><a href="#x">Gammal</a></article><article>Hej</article>')
    with pytest.raises(AssertionError):
        assert_leads_on(wide)
    with pytest.raises(AssertionError):
        assert_leads_on(wide, says="Vi hörs")
