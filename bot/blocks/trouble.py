"""What those who answer for a meeting, or for the bot, hear when something has gone wrong."""

from collections import Counter

from bot.blocks import labels
from bot.blocks.events import Message
from bot.blocks.text import Bold, rich, safe
from bot.i18n import Translate


def not_reached(title: str, rows: list[tuple[str, str]], t: Translate) -> Message:
    """To the coordinator: who did not hear, and why."""
    first = t.n("{n} message did not reach its recipient.", "{n} messages did not reach their recipients.", len(rows))
    each = Counter((name, labels.reason(reason, t)) for name, reason in rows)
    lines = [f"{name}: {why}" + (f" ({n} ×)" if n > 1 else "") for (name, why), n in list(each.items())[:50]]
    return {"text": safe(f"{title}: {first}"), "blocks": [rich([Bold(title)], first, *lines)]}


def miscount(title: str, taken: int, found: int, t: Translate) -> Message:
    """To whoever looks after the bot: the seats do not add up."""
    words = t(
        "The seats of {title} do not add up: the counter says {taken}, the registrations are {found}. "
        "Nothing has been changed.",
        title=title,
        taken=taken,
        found=found,
    )
    return {"text": safe(words), "blocks": [rich(words)]}
