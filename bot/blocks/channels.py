"""Tying a channel to an area: the choice, and what it led to."""

from bot.blocks.events import Message
from bot.blocks.ids import Press
from bot.blocks.text import actions, button, numbered, rich, safe, section
from bot.i18n import Translate
from bot.receipts import Bound


def choose_place(places: list[tuple[str, str]], t: Translate) -> Message:
    words = t("Which area does this channel belong to?")
    rows = [places[first : first + 5] for first in range(0, len(places), 5)]
    buttons = [numbered(actions(*(button(name, Press.BIND, key) for key, name in row))) for row in rows]
    return {"text": safe(words), "blocks": [section(words), *buttons[:40]]}


def bound(done: Bound, t: Translate) -> Message:
    words = t("This channel now belongs to {name}.", name=done.name)
    more = t.n("{n} card is on its way.", "{n} cards are on their way.", done.cards) if done.cards else ""
    return {"text": safe(f"{words} {more}".strip()), "blocks": [rich(words, more or None)]}
