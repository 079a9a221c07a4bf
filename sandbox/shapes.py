"""Small checks that combine into the shape of a JSON object, and say what is wrong, and where, as Slack does."""

import re
from collections.abc import Callable, Mapping
from typing import Any

Check = Callable[[Any, str, list[str]], None]


def wrong(findings: list[str], at: str, message: str) -> None:
    findings.append(f"[ERROR] {message} [json-pointer:{at or '/'}]")


def string(most: int, least: int = 1) -> Check:
    def check(value: Any, at: str, findings: list[str]) -> None:
        if not isinstance(value, str):
            wrong(findings, at, "must be a string")
        elif len(value) > most:
            wrong(findings, at, f"must be less than {most + 1} characters")
        elif len(value) < least:
            wrong(findings, at, f"must be more than {least - 1} characters")

    return check


def pattern(expression: str, means: str) -> Check:
    def check(value: Any, at: str, findings: list[str]) -> None:
        if not isinstance(value, str) or not re.fullmatch(expression, value):
            wrong(findings, at, f"must be {means}")

    return check


def flag(value: Any, at: str, findings: list[str]) -> None:
    if not isinstance(value, bool):
        wrong(findings, at, "must be a boolean")


def anything(value: Any, at: str, findings: list[str]) -> None:
    """Accepts every value."""


def whole(least: int, most: int) -> Check:
    def check(value: Any, at: str, findings: list[str]) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            wrong(findings, at, "must be an integer")
        elif not least <= value <= most:
            wrong(findings, at, f"must be between {least} and {most}")

    return check


def choice(*allowed: str) -> Check:
    def check(value: Any, at: str, findings: list[str]) -> None:
        if value not in allowed:
            wrong(findings, at, f"must be one of: {', '.join(allowed)}")

    return check


def many(item: Check, most: int, least: int = 1) -> Check:
    def check(value: Any, at: str, findings: list[str]) -> None:
        if not isinstance(value, list):
            return wrong(findings, at, "must be an array")
        if len(value) > most:
            wrong(findings, at, f"no more than {most} items allowed")
        if len(value) < least:
            wrong(findings, at, f"must contain at least {least} item{'' if least == 1 else 's'}")
        for number, each in enumerate(value):
            item(each, f"{at}/{number}", findings)

    return check


def shape(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None, *extra: Check) -> Check:
    """An object with these fields, and no others; `extra` sees the whole object once its fields are right."""
    fields = {"type": anything, **required, **(optional or {})}

    def check(value: Any, at: str, findings: list[str]) -> None:
        if not isinstance(value, dict):
            return wrong(findings, at, "must be an object")
        before = len(findings)
        for name in required:
            if name not in value:
                wrong(findings, at, f"missing required field: {name}")
        for name, held in value.items():
            if name not in fields:
                wrong(findings, at, f"invalid additional property: {name}")
            else:
                fields[name](held, f"{at}/{name}", findings)
        if len(findings) == before:
            for look in extra:
                look(value, at, findings)

    return check


def kinds(table: Mapping[str, Check]) -> Check:
    """An object whose `type` chooses its shape; a type that is not in the table is refused."""

    def check(value: Any, at: str, findings: list[str]) -> None:
        if not isinstance(value, dict):
            return wrong(findings, at, "must be an object")
        known = table.get(str(value.get("type")))
        if known is None:
            return wrong(findings, f"{at}/type", f"unsupported type: {value.get('type')}")
        known(value, at, findings)

    return check


def exactly_one(*names: str) -> Check:
    def check(value: Any, at: str, findings: list[str]) -> None:
        if sum(name in value for name in names) != 1:
            wrong(findings, at, f"must hold exactly one of: {', '.join(names)}")

    return check


def at_least_one(*names: str) -> Check:
    def check(value: Any, at: str, findings: list[str]) -> None:
        if not any(value.get(name) for name in names):
            wrong(findings, at, f"must hold at least one of: {', '.join(names)}")

    return check
