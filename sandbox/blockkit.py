"""The limits of Block Kit, refused with the words and pointers Slack uses."""

import json
from collections.abc import Iterator
from typing import Any

from sandbox.elements import (
    HAS_TEXT,
    IDENTIFIER,
    IN_ACTIONS,
    IN_CONTEXT,
    IN_INPUT,
    IN_SECTION,
    OPTION,
    OPTION_GROUP,
    URL,
    offered,
    plain,
    words,
)
from sandbox.richtext import RICH_TEXT_PARTS
from sandbox.shapes import Check, anything, choice, exactly_one, flag, kinds, many, shape, string, whole, wrong

VIEW_BYTES = 250 * 1024
BLOCK = {"block_id": IDENTIFIER}
EVERYWHERE: dict[str, Check] = {
    "section": shape(
        {},
        {**BLOCK, "text": words(3000), "fields": many(words(2000), 10), "accessory": IN_SECTION, "expand": flag},
        HAS_TEXT,
    ),
    "header": shape({"text": plain(150)}, {**BLOCK, "level": whole(1, 4)}),
    "divider": shape({}, BLOCK),
    "context": shape({"elements": many(IN_CONTEXT, 10)}, BLOCK),
    "actions": shape({"elements": many(IN_ACTIONS, 25)}, BLOCK),
    "input": shape(
        {"label": plain(2000), "element": IN_INPUT},
        {**BLOCK, "hint": plain(2000), "optional": flag, "dispatch_action": flag},
    ),
    "image": shape(
        {"alt_text": string(2000)},
        {**BLOCK, "image_url": URL, "slack_file": anything, "title": plain(2000)},
        exactly_one("image_url", "slack_file"),
    ),
    "rich_text": shape({"elements": many(RICH_TEXT_PARTS, 1000)}, BLOCK),
}
CELL = kinds({"raw_text": shape({"text": string(3000)}), "rich_text": EVERYWHERE["rich_text"]})
TABLE = shape({"rows": many(many(CELL, 20), 100)}, {**BLOCK, "column_settings": many(anything, 20)})
MARKDOWN = shape({"text": string(12_000)}, BLOCK)
ALERT = shape({"text": words(200)}, {**BLOCK, "level": choice("default", "info", "warning", "error", "success")})
BLOCKS = {
    "message": kinds({**EVERYWHERE, "table": TABLE, "markdown": MARKDOWN}),
    "modal": kinds({**EVERYWHERE, "alert": ALERT}),
    "home": kinds({**EVERYWHERE, "table": TABLE}),
}
COMMON = {"private_metadata": string(3000, 0), "callback_id": string(255, 0), "external_id": string(255, 0)}
VIEWS = {
    "modal": shape(
        {"title": plain(24), "blocks": many(BLOCKS["modal"], 100)},
        {**COMMON, "submit": plain(24), "close": plain(24), "submit_disabled": flag,
         "clear_on_close": flag, "notify_on_close": flag},
    ),
    "home": shape({"blocks": many(BLOCKS["home"], 100, 0)}, COMMON),
}  # fmt: skip


def faults_in_message(blocks: Any) -> list[str]:
    findings: list[str] = []
    many(BLOCKS["message"], 50, 0)(blocks, "/blocks", findings)
    if not findings:
        _all_unlike(blocks, "/blocks", findings)
        if sum(block["type"] == "table" for block in blocks) > 1:
            wrong(findings, "/blocks", "only one table block allowed")
        if any(block["type"] == "input" and block["element"]["type"] == "file_input" for block in blocks):
            wrong(findings, "/blocks", "file_input is not allowed in messages")
    return findings


def faults_in_view(view: Any, *, kind: str) -> list[str]:
    findings: list[str] = []
    if not isinstance(view, dict) or view.get("type") != kind:
        wrong(findings, "/view/type", f"must be {kind}")
        return findings
    VIEWS[kind](view, "/view", findings)
    if not findings:
        _all_unlike(view["blocks"], "/view/blocks", findings)
        if kind == "modal" and "submit" not in view and any(b["type"] == "input" for b in view["blocks"]):
            wrong(findings, "/view", "missing required field: submit")
    return findings


def is_too_large(view: Any) -> bool:
    return len(json.dumps(view, ensure_ascii=False).encode()) > VIEW_BYTES


def faults_in_options(answer: Any) -> list[str]:
    findings: list[str] = []
    check = shape(
        {}, {"options": many(OPTION, 100, 0), "option_groups": many(OPTION_GROUP, 100, 0)},
        exactly_one("options", "option_groups"),
    )  # fmt: skip
    check(answer, "", findings)
    if not findings:
        values = [option["value"] for option in offered(answer)]
        if len(set(values)) != len(values):
            wrong(findings, "/options", "two options have the same value")
    return findings


def _all_unlike(blocks: list[dict[str, Any]], at: str, findings: list[str]) -> None:
    """Ids are unique where Slack needs them to be, and one element at most takes the focus."""
    _no_twins([block["block_id"] for block in blocks if "block_id" in block], at, "block_id", findings)
    for number, block in enumerate(blocks):
        named = [each["action_id"] for each in _elements(block) if "action_id" in each]
        _no_twins(named, f"{at}/{number}", "action_id", findings)
    if sum(bool(each.get("focus_on_load")) for block in blocks for each in _elements(block)) > 1:
        wrong(findings, at, "only one element can have focus_on_load")


def _no_twins(names: list[str], at: str, field: str, findings: list[str]) -> None:
    for name in sorted({name for name in names if names.count(name) > 1}):
        wrong(findings, at, f"{field} {name} already exists")


def _elements(block: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if block["type"] == "actions":
        yield from block["elements"]
    elif block["type"] == "input":
        yield block["element"]
    elif "accessory" in block:
        yield block["accessory"]
