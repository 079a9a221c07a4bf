"""A result as a picture: what is to be drawn, and what it says to those who do not see it."""

import re
from typing import Any

from bot.blocks import poll_results, quick_polls, squares
from bot.blocks.events import Message
from bot.blocks.prioritising import SQUARES
from bot.blocks.text import shorten
from bot.i18n import Translate
from bot.receipts import PollResult
from models.errors import N_
from models.polls import PollKind

MOST = 12
"""Options of a list: more would be too small to read."""
LONGEST = 1000
"""Characters of a description, as Slack has it."""
MESSAGES = {PollKind.IMPORTANCE: squares.message, PollKind.QUICK: quick_polls.closed}
NO_NUMBERS = N_("only the order")


def picture(result: PollResult, t: Translate) -> dict[str, Any]:
    """For `bot.pictures`."""
    if not result.poll.is_about_challenges:
        return {"kind": "bars", "title": result.poll.title, "lists": [_bars(result, one, t) for one in result.lists]}
    return {
        "kind": "squares",
        "title": result.poll.title,
        "x": t("Feasibility"),
        "y": t("Importance"),
        "names": {square.value: t(name) for square, name in SQUARES.items()},
        "challenges": [
            {"words": one.words, "square": one.square, "x": one.feasibility, "y": one.importance}
            for one in result.challenges
        ],
    }


def spoken(result: PollResult, t: Translate) -> str:
    """The same in words."""
    message: Message = MESSAGES.get(result.poll.kind, poll_results.message)(result, t)
    return shorten(str(message["text"]), LONGEST)


def filename(result: PollResult, t: Translate) -> str:
    return re.sub(r"\W+", "-", f"{t('The result')} {result.poll.title}".lower()).strip("-")[:80] + ".png"


def _bars(result: PollResult, one: Any, t: Translate) -> dict[str, Any]:
    rows = [
        (f"{row.place}. {row.words}", row.points or 0,
         t(NO_NUMBERS) if row.points is None else poll_results.points(result, row, t))
        for row in one.rows[:MOST]
    ]  # fmt: skip
    return {"name": poll_results.list_name(one, t), "rows": rows}
