"""What a payload must look like before any of it is read: what is not Slack's is told apart at the door."""

import re
from collections.abc import Callable
from typing import Any

Shape = Any
"""A dict of shapes by key (`key?` may be missing or null), a list of one shape, or a test of a value."""

UNSAVABLE = re.compile("[\x00\ud800-\udfff]")
"""No database keeps these, and nobody can have meant them."""
MANY = 100


def is_whole(kind: str, body: dict[str, Any]) -> bool:
    if kind != "event":
        return fits(SHAPES[kind], body)
    event: Any = body.get("event")
    return fits({"type": _is_name}, event) and fits(EVENTS.get(event["type"], {}), event)


def fits(shape: Shape, value: Any) -> bool:
    if isinstance(shape, dict):
        return isinstance(value, dict) and all(_has(value, key, inner) for key, inner in shape.items())
    if isinstance(shape, list):
        return isinstance(value, list) and len(value) <= MANY and all(fits(shape[0], one) for one in value)
    test: Callable[[Any], bool] = shape
    return test(value)


def savable(words: str) -> str:
    """What people typed, without what no database keeps."""
    return UNSAVABLE.sub("", words)


def _has(found: dict[str, Any], key: str, shape: Shape) -> bool:
    name = key.removesuffix("?")
    if found.get(name) is None:
        return name != key
    return fits(shape, found[name])


def _is_words(value: Any) -> bool:
    return isinstance(value, str)


def _is_name(value: Any) -> bool:
    """Slack's own words: ids, names, addresses."""
    return isinstance(value, str) and len(value) <= 3000 and not UNSAVABLE.search(value)


def _is_id(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(r"[A-Z]\w{0,31}", value, re.ASCII) is not None


def _are_inputs(value: Any) -> bool:
    """{block_id: {action_id: what was entered}}"""
    return isinstance(value, dict) and all(
        isinstance(actions, dict) and all(fits(ENTERED, one) for one in actions.values()) for actions in value.values()
    )


OPTION = {"value": _is_name}
ENTERED = {"value?": _is_words, "selected_option?": OPTION, "selected_options?": [OPTION], "selected_user?": _is_id,
           "selected_users?": [_is_id], "selected_conversation?": _is_id}  # fmt: skip
VIEW = {
    "id": _is_name,
    "hash": _is_name,
    "type?": _is_name,
    "callback_id?": _is_name,
    "private_metadata?": _is_words,
    "state?": {"values?": _are_inputs},
}
USER = {"id": _is_id, "team_id?": _is_id}
PROFILE = {"real_name?": _is_name, "display_name?": _is_name, "email?": _is_name}
PLACE = {"channel?": {"id?": _is_id}, "response_url?": _is_name, "container?": {}}
ACTION = {"action_id": _is_name, "value?": _is_name, "selected_option?": OPTION}
SHAPES: dict[str, Shape] = {
    "command": {"user_id": _is_id, "trigger_id": _is_name, "text?": _is_words, "channel_id?": _is_id,
                "team_id?": _is_id, "response_url?": _is_name},
    "press": {"user": USER, "trigger_id": _is_name, "view?": VIEW, "actions": [ACTION], **PLACE},
    "submission": {"user": USER, "view": VIEW},
    "closed": {"user": USER, "view?": VIEW},
    "shortcut": {"user": USER, "trigger_id": _is_name, "callback_id": _is_name, "message": {"text?": _is_words},
                 **PLACE},
    "shortcut from anywhere": {"user": USER, "trigger_id": _is_name, "callback_id": _is_name},
    "options": {"user": USER, "action_id?": _is_name, "value?": _is_words, "view?": VIEW},
}  # fmt: skip
EVENTS: dict[str, Shape] = {
    "app_home_opened": {"user": _is_id, "tab?": _is_name},
    "member_joined_channel": {"user": _is_id, "channel": _is_id},
    "user_change": {
        "event_ts?": _is_name,
        "user": {**USER, "real_name?": _is_name, "locale?": _is_name, "tz?": _is_name, "profile?": PROFILE},
    },
}
"""Those we listen to."""
