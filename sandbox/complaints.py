"""Slack's own checks of a form, before the bot is asked."""

import re

from sandbox.controls import Control
from sandbox.inputs import is_empty, plain_value
from sandbox.state import JSON


def complaint(control: Control, state: JSON) -> str | None:
    """The key of the sentence in which Slack complains about a field, if it does."""
    if is_empty(state):
        return "required" if control.is_required else None
    value, element = plain_value(state), control.element
    if control.type == "plain_text_input":
        if len(value) < element.get("min_length", 0):
            return "too_short"
        return "too_long" if len(value) > element.get("max_length", 3000) else None
    if control.type == "number_input":
        return _number_complaint(str(value), element)
    if control.type == "email_text_input":
        return None if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value) else "not_email"
    if control.type == "url_text_input":
        return None if re.match(r"https?://\S+$", value) else "not_url"
    return None


def _number_complaint(value: str, element: JSON) -> str | None:
    shape = r"-?\d+([.,]\d+)?" if element["is_decimal_allowed"] else r"-?\d+"
    if not re.fullmatch(shape, value):
        return "not_number"
    number = float(value.replace(",", "."))
    if "min_value" in element and number < float(element["min_value"]):
        return "too_small"
    return "too_big" if "max_value" in element and number > float(element["max_value"]) else None
