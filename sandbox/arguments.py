"""The arguments of a Web API call, whether they came as a form or as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from sandbox.errors import SlackError

JSON = dict[str, Any]


def from_request(headers: Mapping[str, str], body: bytes) -> tuple[str, JSON]:
    """The token and the arguments of an HTTP request to a method."""
    named = {name.lower(): value for name, value in headers.items()}
    token = named.get("authorization", "").removeprefix("Bearer ").strip()
    if named.get("content-type", "").startswith("application/json"):
        params = json.loads(body or b"{}")
    else:
        params = dict(parse_qsl(body.decode(), keep_blank_values=True))
    return token or str(params.pop("token", "")), params


class Arguments:
    """Reads one argument at a time; what is missing or of the wrong kind becomes `invalid_arguments`."""

    def __init__(self, params: JSON) -> None:
        self.params = params

    def has(self, name: str) -> bool:
        return self.params.get(name) is not None

    def text(self, name: str, default: str = "") -> str:
        value = self.params.get(name)
        if value is None:
            return default
        return str(value)

    def needed(self, name: str) -> str:
        value = self.text(name)
        if not value:
            raise refused(f"missing required field: {name}", f"/{name}")
        return value

    def flag(self, name: str) -> bool:
        return str(self.params.get(name, "")).lower() in ("1", "true")

    def whole(self, name: str, default: int) -> int:
        try:
            return int(self.params.get(name) or default)
        except (TypeError, ValueError):
            raise refused(f"must be an integer: {name}", f"/{name}") from None

    def structure(self, name: str) -> Any:
        """A list or object, also when it was sent as a JSON string."""
        value = self.params.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise SlackError("invalid_blocks_format" if name == "blocks" else "invalid_arguments") from None


def refused(message: str, pointer: str) -> SlackError:
    return SlackError.about("invalid_arguments", [f"[ERROR] {message} [json-pointer:{pointer}]"])
