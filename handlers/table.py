"""Our own table of handlers: a word, a button, a form, and the function that answers it."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Handler = Callable[..., None]


@dataclass(frozen=True)
class Entry:
    """A handler and the names of what it wants to be given."""

    handler: Handler
    wants: tuple[str, ...]


@dataclass
class Handlers:
    """Filled once at start by every module's `listen(on)`; looked up for each payload."""

    words: dict[str, Entry] = field(default_factory=dict)
    presses: dict[str, Entry] = field(default_factory=dict)
    views: dict[str, Entry] = field(default_factory=dict)
    options: dict[str, Entry] = field(default_factory=dict)
    shortcuts: dict[str, Entry] = field(default_factory=dict)
    events: dict[str, Entry] = field(default_factory=dict)

    def word(self, *words: str) -> Callable[[Handler], Handler]:
        """A word after the command, in each language."""
        return self._into(self.words, *words)

    def press(self, press: str) -> Callable[[Handler], Handler]:
        """A button or a menu, wherever it stands."""
        return self._into(self.presses, press)

    def view(self, view: str) -> Callable[[Handler], Handler]:
        """A submitted form."""
        return self._into(self.views, view)

    def option(self, field: str) -> Callable[[Handler], Handler]:
        """Type-ahead of an input."""
        return self._into(self.options, field)

    def shortcut(self, shortcut: str) -> Callable[[Handler], Handler]:
        """A choice in the menu of somebody's message, or among the shortcuts of the app."""
        return self._into(self.shortcuts, shortcut)

    def event(self, *types: str) -> Callable[[Handler], Handler]:
        """Something that happened in the workspace."""
        return self._into(self.events, *types)

    def _into(self, table: dict[str, Entry], *keys: str) -> Callable[[Handler], Handler]:
        def add(handler: Handler) -> Handler:
            entry = Entry(handler, tuple(inspect.signature(handler).parameters))
            for key in keys:
                if key in table:
                    raise ValueError(f"{key!r} has two handlers")
                table[str(key)] = entry
            return handler

        return add


def call(entry: Entry, given: Any) -> None:
    """Run a handler with what it asks for by name; `given` works each out when it is first wanted."""
    given.what = entry.handler.__name__
    entry.handler(**{name: getattr(given, name) for name in entry.wants})
