"""Blocks and mrkdwn as a person reads them: plain lines of text."""

import re
from collections.abc import Callable, Iterator
from html import unescape

from sandbox.controls import elements
from sandbox.elements import offered
from sandbox.state import JSON

Name = Callable[[str], str]
REFERENCE = re.compile(r"<([^<>|]+)(?:\|([^<>]*))?>")


def mrkdwn(text: str, name: Name) -> str:
    """Mentions by name, links by label, entities as characters."""

    def spoken(match: re.Match[str]) -> str:
        target, label = match[1], match[2]
        if target.startswith("!date^"):
            return label or ""
        if target.startswith("@"):
            return f"@{name(target[1:])}"
        if target.startswith("#"):
            return f"#{label or name(target[1:])}"
        if target.startswith("!"):
            return f"@{target[1:].split('^')[0]}"
        return label or target.removeprefix("mailto:")

    return unescape(REFERENCE.sub(spoken, text))


def written(text: JSON, name: Name) -> str:
    """A text object; emoji codes stay as they are."""
    return mrkdwn(text["text"], name) if text["type"] == "mrkdwn" else str(text["text"])


def lines(blocks: list[JSON], name: Name) -> Iterator[str]:
    for block in blocks:
        yield from _block(block, name)


def text_of(blocks: list[JSON], name: Name) -> str:
    return "\n".join(lines(blocks, name))


def rich_text(parts: list[JSON], name: Name) -> Iterator[str]:
    for part in parts:
        if part["type"] == "rich_text_list":
            bullet = "•" if part["style"] == "bullet" else "1."
            yield from (f"{bullet} {_inline(item['elements'], name)}" for item in part["elements"])
        else:
            yield _inline(part["elements"], name)


def _block(block: JSON, name: Name) -> Iterator[str]:
    kind = block["type"]
    if kind == "rich_text":
        yield from rich_text(block["elements"], name)
    elif kind == "table":
        yield from (" | ".join(_cell(cell, name) for cell in row) for row in block["rows"])
    elif kind == "context":
        yield from (_element(each, name) for each in block["elements"])
    elif kind == "markdown":
        yield block["text"]
    elif kind == "image":
        yield block["alt_text"]
    else:
        texts = [block.get("label"), block.get("text"), *block.get("fields", []), block.get("hint")]
        yield from (written(text, name) for text in texts if text)
    for element in elements(block):
        yield from _readable_parts(element, name)


def _readable_parts(element: JSON, name: Name) -> Iterator[str]:
    if element["type"] == "button":
        yield element["text"]["text"]
    elif element["type"] == "image":
        yield element["alt_text"]
    elif "placeholder" in element:
        yield element["placeholder"]["text"]
    for option in offered(element):
        yield written(option["text"], name)
        if "description" in option:
            yield written(option["description"], name)


def _element(element: JSON, name: Name) -> str:
    return str(element["alt_text"]) if element["type"] == "image" else written(element, name)


def _cell(cell: JSON, name: Name) -> str:
    return str(cell["text"]) if cell["type"] == "raw_text" else " ".join(rich_text(cell["elements"], name))


def _inline(parts: list[JSON], name: Name) -> str:
    return "".join(_spoken(part, name) for part in parts)


def _spoken(part: JSON, name: Name) -> str:
    kind = part["type"]
    if kind == "link":
        return str(part.get("text", part["url"]))
    if kind in ("user", "channel"):
        return ("@" if kind == "user" else "#") + name(part[f"{kind}_id"])
    if kind == "emoji":
        return f":{part['name']}:"
    if kind == "broadcast":
        return f"@{part['range']}"
    return str(part.get("text", part.get("fallback", "")))
