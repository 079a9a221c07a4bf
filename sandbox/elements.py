"""Buttons, menus, inputs and the objects they are made of, with Slack's limits."""

from typing import Any

from sandbox.shapes import (
    Check,
    anything,
    at_least_one,
    choice,
    exactly_one,
    flag,
    kinds,
    many,
    pattern,
    shape,
    string,
    whole,
    wrong,
)


def plain(most: int) -> Check:
    return kinds({"plain_text": shape({"text": string(most)}, {"emoji": flag})})


def words(most: int) -> Check:
    formatted = shape({"text": string(most)}, {"verbatim": flag})
    return kinds({"plain_text": shape({"text": string(most)}, {"emoji": flag}), "mrkdwn": formatted})


IDENTIFIER = string(255)
URL = string(3000)
DATE = pattern(r"\d{4}-\d\d-\d\d", "a date, YYYY-MM-DD")
TIME = pattern(r"([01]\d|2[0-3]):[0-5]\d", "a time, HH:mm")
CONFIRM = shape(
    {},
    {
        "title": plain(100),
        "text": words(300),
        "confirm": plain(30),
        "deny": plain(30),
        "style": choice("primary", "danger"),
    },
)
OPTION = shape({"text": plain(75), "value": string(150)}, {"description": plain(75)})
SPOKEN_OPTION = shape({"text": words(75), "value": string(150)}, {"description": words(75)})
LINKED_OPTION = shape({"text": plain(75), "value": string(150)}, {"description": plain(75), "url": URL})
OPTION_GROUP = shape({"label": plain(75), "options": many(OPTION, 100)})
DISPATCH = shape({}, {"trigger_actions_on": many(choice("on_enter_pressed", "on_character_entered"), 2)})

NAMED = {"action_id": IDENTIFIER}
ASKING = {**NAMED, "confirm": CONFIRM, "focus_on_load": flag}
HINTED = {**ASKING, "placeholder": plain(150)}
TYPED = {**HINTED, "dispatch_action_config": DISPATCH}
MANY = {"max_selected_items": whole(1, 100)}


def offered(element: dict[str, Any]) -> list[dict[str, Any]]:
    """The options an element shows, those in groups too."""
    grouped = [option for group in element.get("option_groups", []) for option in group["options"]]
    return [*element.get("options", []), *grouped]


def _distinct_values(element: Any, at: str, findings: list[str]) -> None:
    values = [option["value"] for option in offered(element)]
    for value in sorted({value for value in values if values.count(value) > 1}):
        wrong(findings, at, f"two options have the value {value}")


def _initial_is_offered(element: Any, at: str, findings: list[str]) -> None:
    chosen = [element["initial_option"]] if "initial_option" in element else []
    for option in [*chosen, *element.get("initial_options", [])]:
        if option not in offered(element):
            wrong(findings, at, f"initial option is not among the options: {option.get('value')}")


def _menu(extra: dict[str, Check]) -> Check:
    optional = {**HINTED, **extra, "options": many(OPTION, 100), "option_groups": many(OPTION_GROUP, 100)}
    return shape({}, optional, exactly_one("options", "option_groups"), _distinct_values, _initial_is_offered)


def _boxes(initial: dict[str, Check]) -> Check:
    options = {"options": many(SPOKEN_OPTION, 10)}
    return shape(options, {**ASKING, **initial}, _distinct_values, _initial_is_offered)


def _picker(kind: str) -> dict[str, Check]:
    single = {**HINTED, f"initial_{kind}": IDENTIFIER}
    several = {**HINTED, **MANY, f"initial_{kind}s": many(IDENTIFIER, 100)}
    more: dict[str, Check] = {}
    if kind == "conversation":
        more = {"default_to_current_conversation": flag, "filter": anything}
    elsewhere: dict[str, Check] = {} if kind == "user" else {"response_url_enabled": flag}
    return {
        f"{kind}s_select": shape({}, {**single, **more, **elsewhere}),
        f"multi_{kind}s_select": shape({}, {**several, **more}),
    }


def typed(longest: int, extra: dict[str, Check]) -> Check:
    return shape({}, {**TYPED, "initial_value": string(longest, 0), **extra})


BUTTON = shape(
    {"text": plain(75)},
    {
        **NAMED,
        "value": string(2000),
        "url": URL,
        "style": choice("primary", "danger"),
        "confirm": CONFIRM,
        "accessibility_label": string(75),
        "visible_to_user_ids": many(IDENTIFIER, 100),
    },
)
IMAGE = shape(
    {"alt_text": string(2000)},
    {"image_url": URL, "slack_file": shape({}, {"id": IDENTIFIER, "url": URL}, exactly_one("id", "url"))},
    exactly_one("image_url", "slack_file"),
)
CHOOSING: dict[str, Check] = {
    "checkboxes": _boxes({"initial_options": many(SPOKEN_OPTION, 10)}),
    "radio_buttons": _boxes({"initial_option": SPOKEN_OPTION}),
    "static_select": _menu({"initial_option": OPTION}),
    "multi_static_select": _menu({"initial_options": many(OPTION, 100), **MANY}),
    "external_select": shape({}, {**HINTED, "initial_option": OPTION, "min_query_length": whole(0, 255)}),
    "multi_external_select": shape(
        {}, {**HINTED, **MANY, "initial_options": many(OPTION, 100), "min_query_length": whole(0, 255)}
    ),
    **_picker("user"),
    **_picker("conversation"),
    **_picker("channel"),
    "datepicker": shape({}, {**HINTED, "initial_date": DATE}),
    "timepicker": shape({}, {**HINTED, "initial_time": TIME, "timezone": IDENTIFIER}),
}
DATETIME = {"datetimepicker": shape({}, {**ASKING, "initial_date_time": whole(10**9, 10**10 - 1)})}
OVERFLOW = shape({"options": many(LINKED_OPTION, 5)}, {**NAMED, "confirm": CONFIRM}, _distinct_values)
WRITING: dict[str, Check] = {
    "plain_text_input": typed(3000, {"multiline": flag, "min_length": whole(0, 3000), "max_length": whole(1, 3000)}),
    "email_text_input": typed(3000, {}),
    "url_text_input": typed(3000, {}),
    "number_input": shape(
        {"is_decimal_allowed": flag},
        {**TYPED, "initial_value": string(30), "min_value": string(30), "max_value": string(30)},
    ),
    "rich_text_input": shape({}, {**TYPED, "initial_value": anything}),
}
FILE = {"file_input": shape({}, {**NAMED, "filetypes": many(IDENTIFIER, 100), "max_files": whole(1, 10)})}

IN_SECTION = kinds({"button": BUTTON, "overflow": OVERFLOW, "image": IMAGE, **CHOOSING})
IN_ACTIONS = kinds(
    {
        "button": BUTTON,
        "overflow": OVERFLOW,
        "rich_text_input": WRITING["rich_text_input"],
        **CHOOSING,
        **DATETIME,
    }
)
IN_INPUT = kinds({**CHOOSING, **DATETIME, **WRITING, **FILE})
IN_CONTEXT = kinds({"image": IMAGE, "plain_text": plain(3000), "mrkdwn": words(3000)})
HAS_TEXT = at_least_one("text", "fields")
