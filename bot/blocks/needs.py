"""What people need to take part, and what they eat: for the coordinator's own eyes, in a form alone."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TypeVar

from bot.blocks.ids import Press, View
from bot.blocks.participants import turning
from bot.blocks.steps import about
from bot.blocks.text import (
    Block,
    Bold,
    Line,
    actions,
    bullets,
    button,
    divider,
    form,
    heading,
    quoted,
    rich,
    shorten,
    small,
)
from bot.i18n import Translate
from bot.receipts import EventFacts

T = TypeVar("T")
PAGE = 20
"""People, or diets, a page: each may have written a thousand characters."""
CHUNK = 2
LONGEST = 3000
"""Characters that one text may hold."""

Row = tuple[str, str | None, str | None]
"""Name, needs, diet."""


def needs(event: EventFacts, rows: Sequence[Row], t: Translate, *, page: int = 1) -> Block:
    """Page by page; whoever serves the food gets the diets without names, after the people."""
    pages = _pages(rows, t)
    page = min(max(1, page), len(pages))
    blocks = [
        heading(event.title),
        small(t("Only you see this. It is deleted 7 days after the meeting.")),
        *pages[page - 1],
        *turning(Press.NEEDS_PAGE, page, len(pages), t),
        actions(button(t("Back to the list"), Press.PARTICIPANTS, event.id)),
    ]
    return form(View.SHOWN, t("Needs and diet"), blocks, t, about=about(event.id))


def _pages(rows: Sequence[Row], t: Translate) -> list[list[Block]]:
    """One page when everything fits on it."""
    people = [_people(some) for some in _slices(rows, PAGE)]
    counted = Counter(diet.strip().capitalize() for _, _, diet in rows if diet).most_common()
    diets = [_diets(some, t) for some in _slices(counted, PAGE)]
    if len(people) <= 1 and len(diets) <= 1:
        return [[block for page in (*people, *diets) for block in page]]
    return [*people, *diets]


def _people(rows: Sequence[Row]) -> list[Block]:
    lines: list[Line] = [
        [Bold(name), ": ", "; ".join(part for part in (need, diet) if part)] for name, need, diet in rows
    ]
    return [bullets(some) for some in _slices(lines, CHUNK)]


def _diets(counted: Sequence[tuple[str, int]], t: Translate) -> list[Block]:
    """To be copied as they stand."""
    title = rich([Bold(t("To whoever serves the food, without names:"))])
    parts = [""]
    for diet, n in counted:
        line = shorten(f"{n} × {diet}", LONGEST)
        fits = len(parts[-1]) + len(line) < LONGEST
        parts[-1:] = [f"{parts[-1]}\n{line}".strip()] if fits else [parts[-1], line]
    return [divider(), title, *(quoted(part) for part in parts)]


def _slices(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    return (items[first : first + size] for first in range(0, len(items), size))
