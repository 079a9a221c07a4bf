"""Somebody's message as a first draft of a question: plain words, and nobody's name."""

import html
import re

from bot.services.topics.proposing import LONGEST

LONGEST_BACKGROUND = 1000
MOST = 4000
"""Characters that are looked at: a message may be ten times as long, and a question is a tenth of it."""
ADDRESSED = re.compile(r"<[@!][^<>]*>[:,]?")
"""<@U123>, <!here>, <!subteam^S1|@chefer>: whom it was said to."""
LABELLED = re.compile(r"<[^<>|]*\|([^<>]*)>")
BARE = re.compile(r"<((?:https?|mailto|tel):[^<>|]*)>")
UNSAVED = re.compile("[\x00\ud800-\udfff]")


def draft(text: str) -> tuple[str, str | None]:
    """The question, and the whole of it as background when it is too long for one."""
    words = plain(text)
    if len(words) <= LONGEST:
        return words, None
    return words[:LONGEST].rpartition(" ")[0] or words[:LONGEST], words[:LONGEST_BACKGROUND]


def plain(text: str) -> str:
    """Slack's marks as people read them, on one line; those it was addressed to left out."""
    said = ADDRESSED.sub(" ", UNSAVED.sub("", text[:MOST]))
    return " ".join(html.unescape(BARE.sub(r"\1", LABELLED.sub(r"\1", said))).split())
