"""What has become of a question: in one sentence, and to those who proposed it."""

from bot.blocks.events import Message, when
from bot.blocks.ids import Press
from bot.blocks.text import Bold, actions, button, rich, safe
from bot.i18n import Translate
from bot.receipts import TopicFacts, TopicNews
from models.errors import N_
from models.topics import REASONS, Fate

FATES = {
    Fate.ON_PROGRAMME: N_("on the programme"),
    Fate.MERGED: N_("merged with another question"),
    Fate.SENT_ON: N_("sent on to another area"),
    Fate.ANSWERED: N_("answered in writing"),
    Fate.SAVED: N_("saved for next time"),
}
TOLD = {
    Fate.ON_PROGRAMME: N_("Your question is on the programme of {title}, {when}."),
    Fate.MERGED: N_("Your question for {title}, {when}, is merged with another that asks the same."),
    Fate.SENT_ON: N_("Your question for {title}, {when}, is sent on to {place}."),
    Fate.ANSWERED: N_("Your question for {title}, {when}, is answered in writing."),
    Fate.SAVED: N_("Your question for {title}, {when}, is saved for next time."),
    None: N_("Your question for {title}, {when}, is open again."),
}
ALIKE = {
    Fate.MERGED: N_("A question that asks the same is merged with yours for {title}, {when}."),
    None: N_("A question that was merged with yours for {title}, {when}, stands by itself again."),
}


def fate(topic: TopicFacts, t: Translate) -> str:
    """As everyone reads it beside the question."""
    assert topic.fate is not None
    words = t(FATES[topic.fate])
    if topic.into:
        words = t("merged with “{question}”", question=topic.into)
    if topic.sent_to:
        words = t("sent on to {place}", place=topic.sent_to)
    why = reason(topic.reason, t)
    return f"{words}. {why}" if why else words


def reason(words: str | None, t: Translate) -> str | None:
    """The bot's own in the reader's language, a person's as they wrote it."""
    return t(words) if words in REASONS else words


def news(found: TopicNews, t: Translate) -> Message:
    """To everyone who proposed it."""
    first, *rest = lines(found, t)
    return {
        "text": safe(" ".join([first, *rest])),
        "blocks": [
            rich([Bold(first)], *rest),
            actions(button(t("Read the questions"), Press.TOPICS, found.event.id)),
        ],
    }


def lines(found: TopicNews, t: Translate) -> list[str]:
    """The same as mail."""
    told = TOLD if found.is_mine else ALIKE
    place = found.sent_to or t("another area")
    first = t(told.get(found.fate, TOLD[found.fate]), title=found.event.title, when=when(found.event, t), place=place)
    why = reason(found.reason, t)
    said = [
        found.title,
        t("Merged with: {question}", question=found.into) if found.into else None,
        t("Reason: {reason}", reason=why) if why and found.fate is not Fate.ANSWERED else None,
        t("Answer: {answer}", answer=why) if why and found.fate is Fate.ANSWERED else None,
    ]
    return [first, *(line for line in said if line)]
