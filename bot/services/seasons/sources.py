"""A file as it came in, without what people answered: what has no table yet comes out of an export unchanged."""

from datetime import date
from typing import Any

import yaml

from bot.services.seasons.nodes import TRUE, Listing, Node, Scalar, Table

ANSWERS = frozenset({"registrations", "participants", "access_needs", "dietary", "ballots"})
"""Parts that hold what people answered, wherever they stand."""
INVENTED = ("sample_", "expected_")
"""How the names begin of what only examples have."""
Document = dict[str, Any]
DUMPER: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def without_answers(node: Node) -> Any:
    """Plain values: text, numbers, days, lists and groups."""
    if isinstance(node, Listing):
        return [without_answers(item) for item in node.items]
    if isinstance(node, Table):
        return {name: without_answers(value) for name, value in node.entries.items() if not is_answer(name)}
    assert isinstance(node, Scalar)
    return _value(node)


def is_answer(name: str) -> bool:
    return name in ANSWERS or name.startswith(INVENTED)


def cleaned(value: Any) -> Any:
    """What was kept as it stood, without answers, and with its days as days."""
    if isinstance(value, list):
        return [cleaned(one) for one in value]
    if isinstance(value, dict):
        return {name: cleaned(one) for name, one in value.items() if not is_answer(name)}
    return _day(value) if isinstance(value, str) else value


def kept(source: Any) -> str:
    """As text that is read back with days as days."""
    return str(yaml.dump(dict(source), Dumper=DUMPER, allow_unicode=True, sort_keys=False))


def read(text: str) -> Document:
    found: Document = yaml.load(text, Loader=LOADER)
    return found


def _value(node: Scalar) -> Any:
    if node.kind == "null":
        return None
    if node.kind == "bool":
        return node.text.lower() in TRUE
    if node.kind == "timestamp":
        return _day(node.text)
    is_number = node.kind == "int" and node.text.isdecimal() and str(int(node.text)) == node.text
    return int(node.text) if is_number and len(node.text) < 16 else node.text


def _day(written: str) -> date | str:
    try:
        return date.fromisoformat(written) if len(written) == 10 else written
    except ValueError:
        return written
