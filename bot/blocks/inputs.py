"""The inputs of a form: labelled, with what was answered last time filled in."""

from collections.abc import Sequence
from datetime import date, time

from bot.blocks.text import Block, plain

Option = tuple[str, str]
"""What is sent back, and what people read."""
FRESH = "#"
"""Between a field and a number: an input made anew shows what we say, not what was typed before it was drawn again."""


def text_input(
    field: str,
    label: str,
    *,
    value: str | None = None,
    is_required: bool = True,
    is_long: bool = False,
    longest: int = 500,
    hint: str | None = None,
    kind: str = "plain_text_input",
    dispatches: bool = False,
) -> Block:
    """With `dispatches` the form is told of every letter."""
    element: Block = {"type": kind, "action_id": field}
    if kind == "plain_text_input":
        element |= {"multiline": is_long, "max_length": longest}
    if value:
        element["initial_value"] = value[:longest]
    made = _input(field, label, element, is_required=is_required, hint=hint)
    if dispatches:
        element["dispatch_action_config"] = {"trigger_actions_on": ["on_character_entered"]}
        made["dispatch_action"] = True
    return made


def choice(
    field: str,
    label: str,
    options: Sequence[Option],
    *,
    chosen: str | None = None,
    is_required: bool = True,
    hint: str | None = None,
) -> Block:
    """One of several, from a menu."""
    element: Block = {"type": "static_select", "action_id": field, "options": [option(one) for one in options]}
    return _input(field, label, element | _initial(options, chosen), is_required=is_required, hint=hint)


def radio(
    field: str, label: str, options: Sequence[Option], *, chosen: str | None = None, dispatches: bool = False
) -> Block:
    """One of a few, all visible. With `dispatches` the form is told at once."""
    element: Block = {"type": "radio_buttons", "action_id": field, "options": [option(one) for one in options]}
    made = _input(field, label, element | _initial(options, chosen), is_required=True)
    return made | {"dispatch_action": True} if dispatches else made


def ticks(
    field: str, label: str, options: Sequence[Option], *, chosen: Sequence[str] = (), is_required: bool = False
) -> Block:
    """Any of a few."""
    element: Block = {"type": "checkboxes", "action_id": field, "options": [option(one) for one in options]}
    initial = [option(one) for one in options if one[0] in chosen]
    if initial:
        element["initial_options"] = initial
    return _input(field, label, element, is_required=is_required)


def search(field: str, label: str, *, chosen: Option | None, placeholder: str, is_required: bool = True) -> Block:
    """Type-ahead over a long list, answered by the bot."""
    element: Block = {
        "type": "external_select",
        "action_id": field,
        "min_query_length": 0,
        "placeholder": plain(placeholder, 150),
    }
    if chosen:
        element["initial_option"] = option(chosen)
    return _input(field, label, element, is_required=is_required)


def person(field: str, label: str, *, placeholder: str) -> Block:
    """Somebody in Slack; may be left empty."""
    element: Block = {"type": "users_select", "action_id": field, "placeholder": plain(placeholder, 150)}
    return _input(field, label, element, is_required=False)


def people(field: str, label: str, *, placeholder: str, chosen: Sequence[str] = (), most: int | None = None) -> Block:
    """Several people in Slack; may be left empty."""
    element: Block = {"type": "multi_users_select", "action_id": field, "placeholder": plain(placeholder, 150)}
    element |= {"initial_users": list(chosen)} if chosen else {}
    element |= {"max_selected_items": most} if most else {}
    return _input(field, label, element, is_required=False)


def channel(field: str, label: str, *, placeholder: str, hint: str) -> Block:
    """A channel the person can see; may be left empty."""
    element: Block = {
        "type": "conversations_select",
        "action_id": field,
        "placeholder": plain(placeholder, 150),
        "filter": {"include": ["public", "private"], "exclude_external_shared_channels": True},
    }
    return _input(field, label, element, is_required=False, hint=hint)


def number(
    field: str, label: str, *, value: int | None, largest: int, is_required: bool = True, hint: str | None = None
) -> Block:
    """A whole number, from nought."""
    element: Block = {
        "type": "number_input",
        "action_id": field,
        "is_decimal_allowed": False,
        "min_value": "0",
        "max_value": str(largest),
    }
    initial = {} if value is None else {"initial_value": str(value)}
    return _input(field, label, element | initial, is_required=is_required, hint=hint)


def anew(block: Block, round_: int) -> Block:
    """The same input as another one: what was typed into it before is not kept."""
    return block | {"block_id": f"{block['block_id']}{FRESH}{round_}"}


def day(field: str, label: str, *, value: date | None, hint: str | None = None, is_required: bool = False) -> Block:
    """A day; may be left empty unless it is required."""
    element: Block = {"type": "datepicker", "action_id": field}
    if value:
        element["initial_date"] = value.isoformat()
    return _input(field, label, element, is_required=is_required, hint=hint)


def clock(field: str, label: str, *, value: time | None, is_required: bool = False, hint: str | None = None) -> Block:
    """A time of the day."""
    element: Block = {"type": "timepicker", "action_id": field}
    if value:
        element["initial_time"] = value.strftime("%H:%M")
    return _input(field, label, element, is_required=is_required, hint=hint)


def option(one: Option) -> Block:
    return {"text": plain(one[1], 75), "value": one[0]}


def _initial(options: Sequence[Option], chosen: str | None) -> Block:
    found = next((one for one in options if one[0] == chosen), None)
    return {"initial_option": option(found)} if found else {}


def _input(field: str, label: str, element: Block, *, is_required: bool, hint: str | None = None) -> Block:
    block: Block = {
        "type": "input",
        "block_id": field,
        "label": plain(label, 2000),
        "element": element,
        "optional": not is_required,
    }
    return block | {"hint": plain(hint, 2000)} if hint else block
