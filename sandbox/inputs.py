"""What is in the inputs: how a form starts, what survives an update, what a person's choice becomes."""

from datetime import date, datetime, time
from typing import Any

from sandbox.controls import Control, NotThereError, controls
from sandbox.elements import offered
from sandbox.state import JSON, Values

SINGLE = {"static_select", "external_select", "radio_buttons", "overflow"}
SEVERAL = {"multi_static_select", "multi_external_select", "checkboxes"}
FIELDS = {
    "datepicker": "date",
    "timepicker": "time",
    "datetimepicker": "date_time",
    "users_select": "user",
    "conversations_select": "conversation",
    "channels_select": "channel",
    "multi_users_select": "users",
    "multi_conversations_select": "conversations",
    "multi_channels_select": "channels",
}
TYPED = {"plain_text_input", "email_text_input", "url_text_input", "number_input"}


def starting_values(blocks: list[JSON]) -> Values:
    values: Values = {}
    for control in controls(blocks):
        if control.has_state:
            values.setdefault(control.block_id, {})[control.action_id] = _starting(control.element)
    return values


def kept_values(old: Values, blocks: list[JSON]) -> Values:
    """What was typed survives an update where block_id, action_id and kind of element are unchanged."""
    values = starting_values(blocks)
    for block_id, actions in values.items():
        for action_id, fresh in actions.items():
            before = old.get(block_id, {}).get(action_id)
            if before and before["type"] == fresh["type"]:
                actions[action_id] = before
    return values


def state_of(control: Control, raw: Any) -> JSON:
    """The state an element takes when a person enters `raw`: text, an option's value or text, a list of them."""
    element, kind = control.element, control.type
    if kind in SINGLE:
        chosen = None if raw in (None, "") else _option(control, raw)
        return {"type": kind, "selected_option": chosen}
    if kind in SEVERAL:
        return {"type": kind, "selected_options": _options(control, raw)}
    if kind in FIELDS:
        state = {"type": kind, f"selected_{FIELDS[kind]}": _plain(raw)}
        return state | ({"timezone": element["timezone"]} if "timezone" in element else {})
    if kind in TYPED:
        return {"type": kind, "value": None if raw in (None, "") else str(raw)}
    if kind == "rich_text_input":
        return {"type": kind, "rich_text_value": raw}
    if kind == "file_input":
        return {"type": kind, "files": raw or []}
    raise NotThereError(f"{control.label or control.action_id} cannot be filled in")


def plain_value(state: JSON) -> Any:
    """The state in plain words: the text, the chosen option's value, a list of values."""
    if "selected_option" in state:
        return state["selected_option"] and state["selected_option"]["value"]
    if "selected_options" in state:
        return [option["value"] for option in state["selected_options"]]
    return next((value for name, value in state.items() if name not in ("type", "timezone")), None)


def is_empty(state: JSON) -> bool:
    value = plain_value(state)
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


def pressed(control: Control) -> JSON:
    """What a button tells of itself."""
    return {name: control.element[name] for name in ("text", "value", "url") if name in control.element}


def find_option(options: list[JSON], wanted: Any, *, is_first_enough: bool = False) -> JSON | None:
    """By value, else by text, else the only one (or the first) whose text holds the words asked for."""
    asked = str(wanted)
    for option in options:
        if option["value"] == asked:
            return option
    for option in options:
        if option["text"]["text"] == asked:
            return option
    if len(asked) < 3 or asked.isdigit():
        return None
    near = [option for option in options if asked.casefold() in option["text"]["text"].casefold()]
    return near[0] if len(near) == 1 or (near and is_first_enough) else None


def _option(control: Control, raw: Any) -> JSON:
    if isinstance(raw, dict):
        text = raw["text"] if isinstance(raw["text"], dict) else {"type": "plain_text", "text": raw["text"]}
        return {"text": text, "value": raw["value"]}
    options = offered(control.element)
    found = find_option(options, raw)
    if found is None:
        shown = ", ".join(option["text"]["text"] for option in options)
        raise NotThereError(f"{control.label} offers no {raw!r}, only: {shown}")
    return found


def _options(control: Control, raw: Any) -> list[JSON]:
    if isinstance(raw, bool):
        return offered(control.element) if raw else []
    wanted = raw if isinstance(raw, (list, tuple, set)) else [] if raw in (None, "") else [raw]
    chosen = [_option(control, each) for each in wanted]
    most = control.element.get("max_selected_items")
    if most and len(chosen) > most:
        raise NotThereError(f"{control.label} takes at most {most}")
    return chosen


def _plain(raw: Any) -> Any:
    if isinstance(raw, datetime):
        return int(raw.timestamp())
    if isinstance(raw, date):
        return raw.isoformat()
    if isinstance(raw, time):
        return raw.strftime("%H:%M")
    return raw if raw != "" else None


def _starting(element: JSON) -> JSON:
    kind = element["type"]
    if kind in SINGLE:
        return {"type": kind, "selected_option": element.get("initial_option")}
    if kind in SEVERAL:
        return {"type": kind, "selected_options": element.get("initial_options", [])}
    if kind in FIELDS:
        default: list[str] | None = [] if kind.startswith("multi") else None
        state = {"type": kind, f"selected_{FIELDS[kind]}": element.get(f"initial_{FIELDS[kind]}", default)}
        return state | ({"timezone": element["timezone"]} if "timezone" in element else {})
    if kind == "rich_text_input":
        return {"type": kind, "rich_text_value": element.get("initial_value")}
    if kind == "file_input":
        return {"type": kind, "files": []}
    return {"type": kind, "value": element.get("initial_value")}
