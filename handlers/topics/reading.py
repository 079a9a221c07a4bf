"""Reading everyone's questions, and standing behind one."""

from collections.abc import Callable

from bot.blocks import events as events_list
from bot.blocks import topics as show
from bot.blocks.ids import Press
from bot.context import Bot
from bot.i18n import Translate
from bot.receipts import TopicFacts
from bot.services import access, choosing
from bot.services.people import Member
from bot.services.topics import reading, supporting
from handlers.answers import Answer
from handlers.table import Handlers


def listen(on: Handlers) -> None:
    on.word("topics", "frågor", "fragor")(list_topics)
    on.press(Press.TOPICS)(show_topics)
    on.press(Press.TOPICS_PAGE)(turn_page)
    on.press(Press.SUPPORT)(support)
    on.press(Press.UNSUPPORT)(take_support_back)


def list_topics(bot: Bot, member: Member, words: str, channel_id: str | None, answer: Answer, t: Translate) -> None:
    """One meeting's questions; otherwise choose."""
    now = bot.clock.now()
    with bot.sessions.reading() as session:
        meant = choosing.to_read(session, member, words=words, channel_id=channel_id, now=now)
        found = reading.read(session, member, meant.event_id, now) if meant.is_clear else None
    if found:
        answer.say(show.message(found, t))
    else:
        title = t("Which meeting?") if meant.page.lines else t("I found no meeting for “{words}”.", words=words)
        answer.say(events_list.choices(meant.page, t, title=title))


def show_topics(bot: Bot, member: Member, event_id: int, answer: Answer, t: Translate) -> None:
    show_page(bot, member, event_id, answer, t)


def turn_page(bot: Bot, member: Member, value: str, answer: Answer, t: Translate) -> None:
    event_id, _, page = value.partition(" ")
    show_page(bot, member, access.row_id(event_id), answer, t, page=access.row_id(page) or 1)


def support(bot: Bot, member: Member, value: str, answer: Answer, t: Translate) -> None:
    """Instead of asking the same, or from the list."""
    with bot.sessions.begin() as session:
        event, topic = access.topic_to_support(session, member.workspace_id, value, person_id=member.person_id)
        supporting.support(session, event, topic, person_id=member.person_id, now=bot.clock.now())
        event_id, topic_id = event.id, topic.id
    show_page(bot, member, event_id, answer, t, at=topic_id, said=_supports(t))


def take_support_back(bot: Bot, member: Member, value: str, answer: Answer, t: Translate) -> None:
    with bot.sessions.begin() as session:
        event, topic = access.topic_to_support(session, member.workspace_id, value, person_id=member.person_id)
        supporting.take_back(session, event, topic, person_id=member.person_id, now=bot.clock.now())
        event_id, topic_id = event.id, topic.id
    said = t("You no longer support it.")
    show_page(bot, member, event_id, answer, t, at=topic_id, said=lambda _: said)


def show_page(
    bot: Bot,
    member: Member,
    event_id: int | None,
    answer: Answer,
    t: Translate,
    *,
    page: int = 1,
    at: int | None = None,
    said: Callable[[TopicFacts], str] | None = None,
) -> None:
    """The list as it is now: at a page, or where one question stands, with what has been done to it."""
    with bot.sessions.reading() as session:
        found = reading.read(session, member, event_id, bot.clock.now())
    if at is None:
        answer.form(show.shown(found, t, page=page))
        return
    words = said(found.get(at)) if said else None
    answer.form(show.shown(found, t, page=show.page_of(found, at), said=words))


def _supports(t: Translate) -> Callable[[TopicFacts], str]:
    return lambda topic: t("Thank you. You support “{question}”.", question=topic.title)
