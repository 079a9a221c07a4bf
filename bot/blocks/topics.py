"""Everyone's questions: what is asked, how many stand behind it, and what has become of it."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from bot.blocks import labels, topic_news
from bot.blocks.events import Message, when
from bot.blocks.ids import Press, View
from bot.blocks.text import Block, Bold, actions, button, form, heading, numbered, rich, safe, section, shorten, small
from bot.blocks.topic_form import supporters
from bot.i18n import Translate
from bot.receipts import TopicFacts, TopicList
from models.errors import N_
from models.topics import Fate

PAGE = 40
"""Questions a page: a message holds fifty blocks, a person's eye fewer."""
GLANCE = 200
"""Characters of a background in the list."""
FIRST_WORDS = 100


class _Part(NamedTuple):
    title: str
    has: Callable[[TopicFacts], bool]


def _of_level(level: str) -> Callable[[TopicFacts], bool]:
    return lambda topic: topic.is_open and topic.level == level


PARTS = (
    _Part(N_("Wait for the coordinator"), lambda topic: topic.is_pending),
    *(_Part(label, _of_level(level)) for level, label in labels.LEVELS.items()),
    _Part(N_("What has become of the others"), lambda topic: topic.fate is not None),
)


def thanks(found: TopicList, t: Translate) -> Block:
    """The receipt in the form, with what others have proposed."""
    return shown(found, t, said=t("Thank you, your question is saved."))


def shown(found: TopicList, t: Translate, *, page: int = 1, said: str | None = None) -> Block:
    """One page of the questions, in a form; `said` is what has just been done."""
    first = [rich([Bold(said)])] if said else []
    blocks = [heading(found.event.title), *first, *_listed(found, page, t)]
    return form(View.SHOWN, t("Questions"), blocks, t)


def message(found: TopicList, t: Translate) -> Message:
    """The first page, as an answer to a command."""
    count = t.n("{n} question proposed so far.", "{n} questions proposed so far.", len(found.topics))
    text = f"{found.event.title}: {count} " + "; ".join(topic.title for topic in found.topics)
    return {"text": safe(shorten(text, 3500)), "blocks": [heading(found.event.title), *_listed(found, 1, t)]}


def page_of(found: TopicList, topic_id: int) -> int:
    """Where in the list a question stands."""
    ids = [topic.id for _, topic in _in_order(found)]
    return ids.index(topic_id) // PAGE + 1 if topic_id in ids else 1


def notes(topic: TopicFacts, t: Translate) -> str:
    """What is to be known of a question besides its words."""
    said = [
        topic.theme,
        t("from last time") if topic.is_from_last_time else None,
        t("from {area}", area=topic.from_area) if topic.from_area else None,
        t("your question") if topic.is_mine else None,
        supporters(topic, t),
        t("you support it") if topic.is_supported else None,
        t("proposed by {whom}", whom=topic.proposer) if topic.proposer else None,
    ]
    return "; ".join(note for note in said if note)


def _listed(found: TopicList, page: int, t: Translate) -> list[Block]:
    order = list(_in_order(found))
    pages = max(1, -(-len(order) // PAGE))
    page = min(max(1, page), pages)
    blocks: list[Block] = [rich(when(found.event, t))]
    part = None
    for title, topic in order[(page - 1) * PAGE : page * PAGE]:
        if title != part:
            blocks.append(rich([Bold(t(title))]))
            part = title
        blocks.append(_topic(topic, found, t))
    if not order:
        blocks.append(section(t("Nobody has proposed a question yet.")))
    return [*blocks, *_ways(found, page, pages, t)]


def _in_order(found: TopicList) -> Iterator[tuple[str, TopicFacts]]:
    """What is decided stands in the order of the fates: the programme first."""
    for part in PARTS:
        those = (topic for topic in found.topics if part.has(topic))
        yield from ((part.title, topic) for topic in sorted(those, key=_by_fate))


def _by_fate(topic: TopicFacts) -> int:
    return list(Fate).index(topic.fate) if topic.fate else 0


def _ways(found: TopicList, page: int, pages: int, t: Translate) -> list[Block]:
    event = found.event
    back = button(t("Previous"), Press.TOPICS_PAGE, f"{event.id} {page - 1}") if page > 1 else None
    on = button(t("Next"), Press.TOPICS_PAGE, f"{event.id} {page + 1}") if page < pages else None
    switch = t("Show new questions at once") if found.approves else t("Read new questions first")
    ways = [
        back,
        on,
        button(t("Propose a question"), Press.PROPOSE, event.id) if event.takes_topics else None,
        button(switch, Press.READ_FIRST, event.id) if found.may_steer and event.takes_topics else None,
        button(t("The programme"), Press.PROGRAMME, event.id) if found.may_steer or event.has_programme else None,
    ]
    words = [small(t("Page {page} of {pages}.", page=page, pages=pages))] if pages > 1 else []
    return [*words, *([numbered(actions(*ways))] if any(ways) else [])]


def _topic(topic: TopicFacts, found: TopicList, t: Translate) -> Block:
    noted = notes(topic, t)
    lines = [
        f"{topic.title} ({noted})" if noted else topic.title,
        shorten(topic.background, GLANCE) if topic.background else None,
        t("As it was proposed: {question}", question=topic.was) if topic.was else None,
        *(t("Merged with: {question}", question=shorten(one, FIRST_WORDS)) for one in topic.merged[:10]),
        f"→ {topic_news.fate(topic, t)}" if topic.fate else None,
    ]
    return section("\n".join(line for line in lines if line), _way(topic, found, t))


def _way(topic: TopicFacts, found: TopicList, t: Translate) -> Block | None:
    """The one thing this reader is likeliest to want with it."""
    value = f"f{topic.id}"

    def way(words: str, press: Press) -> Block:
        """What is seen on it comes first for those who hear it, or say it, too."""
        return button(words, press, value, label=f"{words}: {topic.title}")

    if found.may_steer:
        return way(t("Handle"), Press.TOPIC)
    if topic.may_change:
        return way(t("Change"), Press.CHANGE_TOPIC)
    if topic.is_supported and topic.may_support:
        return way(t("Take my support back"), Press.UNSUPPORT)
    return way(t("Support"), Press.SUPPORT) if topic.may_support else None
