"""A document as YAML that people read: what fits on a line stands on one, long texts are folded, codes are quoted."""

import re
from datetime import date
from typing import Any

import yaml

WIDTH = 120
LONG = 100
"""Characters from which a text is folded: it stands somewhere to the right."""
READ_OTHERWISE = re.compile(r"[\d.:]+|[\d-]+")
"""Codes and clock times: some reader of YAML takes each of them for a number."""


class _Writer(yaml.SafeDumper):
    """Lists stand further in than the name above them."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> Any:
        return super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


def written(document: Any) -> str:
    """The whole file. The parts of the document stand in its own order."""
    parts = [
        yaml.dump(_Part({name: part}), Dumper=_Writer, allow_unicode=True, sort_keys=False, width=WIDTH)
        for name, part in document.items()
    ]
    return "".join(part if _is_short(part) else f"\n{part}" for part in parts).lstrip("\n")


class _Part(dict[str, Any]):
    """A name of the file itself: always on a line of its own."""


def _is_short(part: str) -> bool:
    return part.count("\n") < 2


def _text(writer: _Writer, value: str) -> yaml.ScalarNode:
    if READ_OTHERWISE.fullmatch(value):
        style = '"'
    elif len(value) > LONG and "\n" not in value:
        style = ">"
    else:
        style = None
    return writer.represent_scalar("tag:yaml.org,2002:str", value, style=style)


def _part(writer: _Writer, value: _Part) -> yaml.MappingNode:
    return writer.represent_mapping("tag:yaml.org,2002:map", value.items(), flow_style=False)


def _group(writer: _Writer, value: dict[str, Any]) -> yaml.MappingNode:
    node = writer.represent_mapping("tag:yaml.org,2002:map", value.items(), flow_style=False)
    node.flow_style = bool(value) and _fits(value) if _is_leaf(value) else not value
    return node


def _list(writer: _Writer, value: list[Any]) -> yaml.SequenceNode:
    is_on_a_line = not value or (all(not isinstance(one, dict) for one in value) and _fits(value))
    return writer.represent_sequence("tag:yaml.org,2002:seq", value, flow_style=is_on_a_line)


def _is_leaf(value: dict[str, Any]) -> bool:
    return all(not isinstance(one, dict) and not _holds_groups(one) for one in value.values())


def _holds_groups(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(one, dict | list) for one in value)


def _fits(value: Any) -> bool:
    return _length(value) <= WIDTH


def _length(value: Any) -> int:
    if isinstance(value, dict):
        return sum(len(name) + 2 + _length(one) + 2 for name, one in value.items())
    if isinstance(value, list):
        return sum(_length(one) + 2 for one in value)
    return len(value.isoformat() if isinstance(value, date) else str(value))


_Writer.add_representer(str, _text)
_Writer.add_representer(_Part, _part)
_Writer.add_representer(dict, _group)
_Writer.add_representer(list, _list)
