"""Reading a group of fields: typed values out, problems and forgotten names collected."""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any, TypeVar

from bot.services.seasons.nodes import Listing, Node, Scalar, Table, is_empty, kind_of, plain
from bot.services.seasons.problems import Findings, Term, quoted
from bot.services.seasons.values import Kind, Wrong
from models.errors import N_

T = TypeVar("T")


class Fields:
    """One group of a file. Reading goes on after a problem, so that one run names them all.

    `private` groups hold people's answers: what is unknown in them is told by name, never kept.
    """

    def __init__(self, table: Table, path: str, findings: Findings, *, private: bool = False) -> None:
        self.table = table
        self.path = path
        self.findings = findings
        self.private = private
        self._is_blank = False
        self._read: set[str] = set()
        self._wrong: set[str] = set()
        self._parts: list[Fields] = []

    def need(self, name: str, kind: Kind[T]) -> T:
        """The value; a problem when it is missing or wrong, and then the kind's blank."""
        value = self.get(name, kind)
        if value is None:
            self._missing(name)
            return kind.blank
        return value

    def get(self, name: str, kind: Kind[T]) -> T | None:
        """The value; None when it is absent, null or wrong."""
        node = self._node(name)
        if node is None:
            return None
        try:
            return kind.read(node)
        except Wrong as wrong:
            self.problem(name, wrong.sentence, **wrong.facts)
            return None

    def flag(self, name: str, kind: Kind[bool]) -> bool:
        return bool(self.get(name, kind))

    def all(self, name: str, kind: Kind[T]) -> list[T]:
        """The values of a list; empty when it is absent."""
        return [value for _, value in self.numbered(name, kind)]

    def as_it_stands(self, name: str) -> Any:
        """The whole part under a name, as JSON can hold it; None when there is nothing."""
        node = self._node(name)
        return None if node is None else plain(node)

    def numbered(self, name: str, kind: Kind[T]) -> list[tuple[int, T]]:
        """The values of a list, each with its line."""
        found = []
        for number, node in enumerate(self._items(name), 1):
            try:
                found.append((node.line, kind.read(node)))
            except Wrong as wrong:
                self._say(node.line, f"{self._way(name)}[{number}]", wrong.sentence, **wrong.facts)
        return found

    def group(self, name: str, *, required: bool = False, private: bool = False) -> "Fields":
        """The group under a name; an empty one when it is absent or wrong."""
        node = self._node(name)
        if node is None and required:
            self._missing(name)
        if node is not None and not isinstance(node, Table):
            self.problem(name, SHOULD_BE, wanted=Term(A_GROUP), found=Term(kind_of(node)))
        return self._part(node, self._way(name), private)

    def groups(self, name: str, *, required: bool = False, private: bool = False) -> "list[Fields]":
        """The groups of a list. One that has an id is known by it, any other by its number."""
        if required and is_empty(self.table.entries.get(name)):
            self._node(name)
            self._missing(name)
        return list(self._groups(name, private))

    def named_groups(self, name: str) -> "dict[str, Fields]":
        """A group of groups, by their names."""
        outer = self.group(name)
        return {inner: outer.group(inner, required=True) for inner in outer.table.entries}

    def names(self) -> list[str]:
        return list(self.table.entries)

    def has(self, name: str) -> bool:
        return not is_empty(self.table.entries.get(name))

    def are_good(self, *names: str) -> bool:
        """All are there and were read without a problem: they can be compared."""
        return all(self.has(name) and name not in self._wrong for name in names)

    def is_list(self, name: str) -> bool:
        return isinstance(self.table.entries.get(name), Listing)

    def keep(self, name: str, value: Any = None) -> None:
        """Remember a part that was read but has no use yet."""
        self._read.add(name)
        if self.has(name):
            self.findings.unused[self._way(name)] = plain(self.table.entries[name]) if value is None else value

    def problem(self, name: str, reason: str, /, **facts: Any) -> None:
        """What is wrong with a field; the first thing said of it is enough."""
        if name in self._wrong:
            return
        self._wrong.add(name)
        self._say(self.line(name), self._way(name), reason, **facts)

    def duplicate(self, name: str, value: str, first: int) -> None:
        self.problem(name, N_("{value} is already used on line {first}"), value=quoted(value), first=first)

    def note(self, name: str, reason: str, /, **facts: Any) -> None:
        self.findings.note(self.line(name), self._way(name), reason, **facts)

    def line(self, name: str = "") -> int:
        return self.table.lines.get(name, self.table.line)

    def tell_unread(self) -> None:
        """Note every name nobody asked for, here and below: most are misspelled."""
        for name in self.table.entries:
            if name not in self._read:
                self._note_unknown(name)
        for part in self._parts:
            part.tell_unread()

    def _node(self, name: str) -> Node | None:
        self._read.add(name)
        node = self.table.entries.get(name)
        return None if is_empty(node) else node

    def _items(self, name: str) -> tuple[Node, ...]:
        node = self._node(name)
        if node is None:
            return ()
        if not isinstance(node, Listing):
            self.problem(name, SHOULD_BE, wanted=Term(N_("a list")), found=Term(kind_of(node)))
            return ()
        return node.items

    def _groups(self, name: str, private: bool) -> "Iterator[Fields]":
        for number, node in enumerate(self._items(name), 1):
            way = f"{self._way(name)}[{_id(node) or number}]"
            if isinstance(node, Table):
                yield self._part(node, way, private)
            else:
                self._wrong.add(name)
                self._say(node.line, way, SHOULD_BE, wanted=Term(A_GROUP), found=Term(kind_of(node)))

    def _part(self, node: Node | None, way: str, private: bool) -> "Fields":
        is_there = isinstance(node, Table)
        table = node if isinstance(node, Table) else Table(self.table.line)
        part = Fields(table, way, self.findings, private=private or self.private)
        part._is_blank = self._is_blank or not is_there
        self._parts.append(part)
        return part

    def _missing(self, name: str) -> None:
        is_named = name in self.table.entries
        self.problem(name, N_("is empty") if is_named else N_("is missing"))

    def _say(self, line: int, way: str, reason: str, **facts: Any) -> None:
        if not self._is_blank:
            self.findings.problem(line, way, reason, **facts)

    def _note_unknown(self, name: str) -> None:
        if not self.private:
            self.findings.unused[self._way(name)] = plain(self.table.entries[name])
        close = get_close_matches(name, self._read - set(self.table.entries), n=1)
        if close:
            self.note(name, N_("unknown field; did you mean {name}?"), name=quoted(close[0]))
        else:
            self.note(name, N_("unknown field"))

    def _way(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name


A_GROUP = N_("a group of fields")
SHOULD_BE = N_("should be {wanted}, but is {found}")


def _id(node: Node) -> str | None:
    known = node.entries.get("id") if isinstance(node, Table) else None
    return known.text[:40] if isinstance(known, Scalar) and known.text else None
