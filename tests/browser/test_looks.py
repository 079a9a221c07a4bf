"""The helpers that judge a page must see what is wrong with a bad one."""

import pytest
from playwright.sync_api import Page

from tests.browser.looks import assert_contrast, assert_labelled, assert_looks_right, assert_nothing_clipped

pytestmark = pytest.mark.browser
GOOD = "<main><h1>Hej</h1><label>Namn <input></label><button>Skicka</button></main>"


def show(page: Page, body: str) -> None:
    head = '<!doctype html><html lang="sv"><title>Prov</title>'
    page.set_content(f'{head}<body style="background:#fff">{body}</body></html>')


def test_a_good_page_passes(wide: Page) -> None:
    show(wide, GOOD)
    assert_looks_right(wide)


@pytest.mark.parametrize(
    "bad",
    [
        '<p style="width:40px;overflow:hidden;white-space:nowrap">Regional dialog i Kronoberg</p>',
        '<p style="height:10px;overflow:hidden">Regional dialog</p>',
        '<p style="width:3000px">Regional dialog</p>',
        '<p style="position:absolute;left:-20px">Regional dialog</p>',
        '<p>Regional dialog</p><p style="margin-top:-34px">Växjö i januari</p>',
        '<input aria-label="Sök" style="width:60px" placeholder="Sök kommun, region eller myndighet">',
    ],
)
def test_clipped_text_is_seen(wide: Page, bad: str) -> None:
    show(wide, bad)
    with pytest.raises(AssertionError):
        assert_nothing_clipped(wide)


def test_what_can_be_scrolled_to_is_not_clipped(wide: Page) -> None:
    show(wide, '<div style="height:50px;overflow-y:auto"><p style="margin:0">' + "Hej<br>" * 30 + "</p></div>")
    assert_nothing_clipped(wide)


@pytest.mark.parametrize(
    "bad",
    [
        '<p style="color:#999">Regional dialog</p>',
        '<p style="opacity:0.4">Regional dialog</p>',
        '<div style="background:#333"><p style="color:#222">Regional dialog</p></div>',
        '<style>input::placeholder{color:#bbb}</style><input aria-label="Sök" placeholder="Sök">',
    ],
)
def test_faint_text_is_seen(wide: Page, bad: str) -> None:
    show(wide, bad)
    with pytest.raises(AssertionError):
        assert_contrast(wide)


@pytest.mark.parametrize(
    "bad",
    [
        "<button></button>",
        "<input>",
        "<input placeholder=''><label>Namn</label>",
        '<div role="listbox" tabindex="0"></div>',
        '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" width="20" height="20">',
        '<p id="a">Ett</p><p id="a">Två</p>',
    ],
)
def test_a_missing_name_is_seen(wide: Page, bad: str) -> None:
    show(wide, bad)
    with pytest.raises(AssertionError):
        assert_labelled(wide)
