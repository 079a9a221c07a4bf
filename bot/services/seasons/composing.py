"""From YAML events to nodes, with limits: the usual loaders build whatever a file asks them to."""

import re
from collections.abc import Iterator
from typing import Any

import yaml

from bot.services.seasons.nodes import Listing, Node, Scalar, Table
from bot.services.seasons.problems import quoted
from models.errors import N_, Refusal

DEEPEST = 20
MOST_NODES = 200_000
"""Counted with everything that aliases repeat: a few lines of them can stand for billions."""
TAGS = {f"tag:yaml.org,2002:{kind}": kind for kind in ("str", "int", "float", "bool", "null", "timestamp")}
COLLECTION_TAGS = (None, "!", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq")
NOT_STORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
"""An escape (\\0, \\ud800) can write what no database takes."""
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Refused(Refusal):
    """The file as a whole cannot be used; the line says where that was seen."""

    def __init__(self, line: int, sentence: str, /, **facts: Any) -> None:
        super().__init__(sentence, **facts)
        self.line = line


def compose(text: str) -> Node:
    """The one document of the text. Raises Refused, or yaml.YAMLError when it is not YAML."""
    composer = Composer(yaml.parse(text, Loader=LOADER))
    return composer.document()


class Composer:
    def __init__(self, events: Iterator[Any]) -> None:
        self._events = events
        self._resolver: Any = yaml.resolver.Resolver()
        self._anchors: dict[str, tuple[Node, int]] = {}
        self._count = 0

    def document(self) -> Node:
        next(self._events)
        if isinstance(next(self._events), yaml.StreamEndEvent):
            raise Refused(1, N_("the file is empty"))
        node = self._node(next(self._events), depth=0)
        next(self._events)
        after = next(self._events)
        if not isinstance(after, yaml.StreamEndEvent):
            raise Refused(_line(after), N_("a second document begins here; one file holds one series"))
        return node

    def _node(self, event: Any, depth: int) -> Node:
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        self._weigh(1, event)
        if depth > DEEPEST:
            raise Refused(_line(event), N_("this is nested more than {deepest} levels deep"), deepest=DEEPEST)
        before = self._count
        node = self._scalar(event) if isinstance(event, yaml.ScalarEvent) else self._collection(event, depth)
        if event.anchor:
            self._anchors[event.anchor] = (node, self._count - before + 1)
        return node

    def _alias(self, event: Any) -> Node:
        if event.anchor not in self._anchors:
            raise Refused(_line(event), N_("the alias *{name} points to nothing before it"), name=event.anchor)
        node, weight = self._anchors[event.anchor]
        self._weigh(weight, event)
        return node

    def _weigh(self, weight: int, event: Any) -> None:
        self._count += weight
        if self._count > MOST_NODES:
            raise Refused(
                _line(event), N_("with its aliases the file grows to more than {most} values"), most=MOST_NODES
            )

    def _scalar(self, event: Any) -> Scalar:
        tag = event.tag
        if tag is None or tag == "!":
            tag = self._resolver.resolve(yaml.ScalarNode, event.value, event.implicit)
            kind = TAGS.get(tag, "str")
        elif tag in TAGS:
            kind = TAGS[tag]
        else:
            raise Refused(_line(event), N_("the tag {tag} is not used in these files"), tag=quoted(tag))
        if NOT_STORABLE.search(event.value):
            raise Refused(
                _line(event), N_("{value} holds a character that is not text"), value=quoted(ascii(event.value))
            )
        return Scalar(_line(event), event.value, kind)

    def _collection(self, event: Any, depth: int) -> Node:
        if event.tag not in COLLECTION_TAGS:
            raise Refused(_line(event), N_("the tag {tag} is not used in these files"), tag=quoted(event.tag))
        if isinstance(event, yaml.SequenceStartEvent):
            return Listing(_line(event), tuple(self._items(depth)))
        return self._table(event, depth)

    def _items(self, depth: int) -> Iterator[Node]:
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            yield self._node(event, depth + 1)

    def _table(self, start: Any, depth: int) -> Table:
        entries: dict[str, Node] = {}
        lines: dict[str, int] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            name = self._name(event, depth)
            if name in entries:
                raise Refused(
                    _line(event), N_("{value} is already used on line {first}"), value=quoted(name), first=lines[name]
                )
            lines[name] = _line(event)
            entries[name] = self._node(next(self._events), depth + 1)
        return Table(_line(start), entries, lines)

    def _name(self, event: Any, depth: int) -> str:
        node = self._node(event, depth + 1)
        if not isinstance(node, Scalar):
            raise Refused(_line(event), N_("a field needs a name here, not a list or a group"))
        if node.text == "<<":
            raise Refused(_line(event), N_("merging with << is not used in these files; write the fields out"))
        return node.text


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1
