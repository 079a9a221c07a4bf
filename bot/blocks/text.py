"""Small pieces of Block Kit. People's own words go through `rich`, `plain` or `safe`, and can ping nobody."""

from collections.abc import Sequence
from typing import Any

from bot.i18n import Translate

Block = dict[str, Any]


class Bold(str):
    """Words that stand out in `rich`."""

    __slots__ = ()


Line = str | Sequence[str]


UNSEEN = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))
"""Control characters, and those that turn the direction of whatever stands after them."""


def safe(words: str) -> str:
    """Slack's three control characters, neutralised: no mention, link or channel can form."""
    return seen(words).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def seen(words: str) -> str:
    """Without what cannot be seen but changes how the rest is shown."""
    return words if words.isascii() and words.isprintable() else words.translate(UNSEEN)


def shorten(words: str, longest: int) -> str:
    """At most `longest` characters, with an ellipsis where something was cut."""
    return words if len(words) <= longest else words[: longest - 1].rstrip() + "…"


def plain(words: str, longest: int = 3000) -> Block:
    return {"type": "plain_text", "text": shorten(seen(words), longest) or " ", "emoji": False}


def rich(*lines: Line | None) -> Block:
    """Lines of plain words: nothing in them is interpreted. `Bold(…)` parts stand out; None is left out."""
    elements: list[Block] = []
    for line in (line for line in lines if line):
        if elements:
            elements.append({"type": "text", "text": "\n"})
        elements += [_element(part) for part in ([line] if isinstance(line, str) else line) if part]
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}


def quoted(words: str) -> Block:
    """Words to copy as they stand."""
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_preformatted", "elements": [{"type": "text", "text": seen(words)}]}],
    }


def bullets(lines: Sequence[Line]) -> Block:
    items = [
        {"type": "rich_text_section", "elements": [_element(part) for part in _parts(line) if part]} for line in lines
    ]
    return {"type": "rich_text", "elements": [{"type": "rich_text_list", "style": "bullet", "elements": items}]}


def section(words: str, accessory: Block | None = None) -> Block:
    """One plain paragraph, with a button beside it."""
    block: Block = {"type": "section", "text": plain(words)}
    return block | {"accessory": accessory} if accessory else block


def heading(words: str) -> Block:
    return {"type": "header", "text": plain(words, 150)}


def small(words: str) -> Block:
    return {"type": "context", "elements": [plain(words, 2000)]}


def divider() -> Block:
    return {"type": "divider"}


def actions(*buttons: Block | None) -> Block:
    return {"type": "actions", "elements": [button for button in buttons if button]}


def button(
    words: str,
    press: str,
    value: object = "",
    *,
    style: str | None = None,
    confirm: Block | None = None,
    url: str | None = None,
    label: str | None = None,
) -> Block:
    """A button; `value` is the id of what it is about, `label` what a screen reader says beyond the words."""
    made: Block = {"type": "button", "text": plain(words, 75), "action_id": press}
    extra = {"value": str(value) or None, "style": style, "confirm": confirm, "url": url}
    extra["accessibility_label"] = shorten(label, 75) if label else None
    return made | {name: what for name, what in extra.items() if what}


def numbered(block: Block) -> Block:
    """Buttons with the same id in one block need different ones: the place is added, and read off again."""
    for place, element in enumerate(block["elements"]):
        element["action_id"] = f"{element['action_id']}:{place}"
    return block


def sure(title: str, words: str, yes: str, no: str) -> Block:
    """The dialog that asks once more before something is given up."""
    return {
        "title": plain(title, 100),
        "text": plain(words, 300),
        "confirm": plain(yes, 30),
        "deny": plain(no, 30),
        "style": "danger",
    }


def form(
    view: str, title: str, blocks: Sequence[Block], t: Translate, *, submit: str | None = None, about: str = ""
) -> Block:
    """A modal. `about` comes back with it: ids only."""
    made: Block = {
        "type": "modal",
        "callback_id": view,
        "title": plain(title, 24),
        "close": plain(t("Close") if submit is None else t("Never mind"), 24),
        "blocks": list(blocks),
        "private_metadata": about,
    }
    return made | {"submit": plain(submit, 24)} if submit else made


def _element(part: str) -> Block:
    element: Block = {"type": "text", "text": seen(part)}
    return element | {"style": {"bold": True}} if isinstance(part, Bold) else element


def _parts(line: Line) -> Sequence[str]:
    return [line] if isinstance(line, str) else line
