"""What a YAML file holds, each part with the line it stands on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from models.errors import N_


@dataclass(frozen=True)
class Node:
    line: int


@dataclass(frozen=True)
class Scalar(Node):
    """One value, as it is written; `kind` is what YAML takes it for: str, int, float, bool, null, timestamp."""

    text: str
    kind: str


@dataclass(frozen=True)
class Listing(Node):
    items: tuple[Node, ...] = ()


@dataclass(frozen=True)
class Table(Node):
    """Names and values. `lines` has the line of each name: that is where a reader looks for the field."""

    entries: Mapping[str, Node] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)


def is_empty(node: Node | None) -> bool:
    return node is None or (isinstance(node, Scalar) and node.kind == "null")


def kind_of(node: Node) -> str:
    """A word for what was found where something else was wanted."""
    if isinstance(node, Listing):
        return N_("a list")
    if isinstance(node, Table):
        return N_("a group of fields")
    return N_("a single value")


def plain(node: Node) -> Any:
    """The value as JSON can hold it: dates and odd numbers stay as they are written."""
    if isinstance(node, Listing):
        return [plain(item) for item in node.items]
    if isinstance(node, Table):
        return {name: plain(value) for name, value in node.entries.items()}
    assert isinstance(node, Scalar)
    if node.kind == "null":
        return None
    if node.kind == "bool":
        return node.text.lower() in TRUE
    if node.kind == "int" and node.text.isdecimal() and not node.text.startswith("0") and len(node.text) < 16:
        return int(node.text)
    return node.text


TRUE = frozenset({"true", "yes", "on", "y"})
