"""Proposing questions and reading everyone's."""

from bot.blocks import events as lists
from bot.blocks import topics as show
from bot.blocks.ids import Field, Press, View
from bot.context import Bot
from bot.i18n import Translate
from bot.services import access, choosing
from bot.services.people import Member
from bot.services.topics import proposing, reading
from handlers.answers import Answer
from handlers.requests import Typed
from handlers.table import Handlers
from models.errors import N_, Refusal


def listen(on: Handlers) -> None:
    on.word("topic", "fråga", "fraga")(ask_for_a_question)
    on.word("topics", "frågor", "fragor")(list_topics)
    on.press(Press.PROPOSE)(open_form)
    on.press(Press.TOPICS)(show_topics)
    on.view(View.TOPIC)(propose_topic)


def ask_for_a_question(
    bot: Bot, member: Member, words: str, channel_id: str | None, answer: Answer, t: Translate
) -> None:
    """The form, with what was written already in it."""
    _open(bot, member, event_id=None, channel_id=channel_id, words=words, answer=answer, t=t)


def open_form(
    bot: Bot, member: Member, event_id: int | None, channel_id: str | None, answer: Answer, t: Translate
) -> None:
    _open(bot, member, event_id=event_id, channel_id=channel_id, words="", answer=answer, t=t)


def propose_topic(bot: Bot, member: Member, event_id: int, typed: Typed, answer: Answer, t: Translate) -> None:
    """The submitted question."""
    chosen = typed.chosen(Field.EVENT)
    with bot.sessions.begin() as session:
        event = access.event_in(session, member.workspace_id, access.row_id(chosen) if chosen else event_id)
        found = proposing.propose(
            session,
            event_id=event.id,
            person_id=member.person_id,
            title=typed.text(Field.TITLE) or "",
            level=typed.chosen(Field.LEVEL) or "",
            theme=typed.chosen(Field.THEME),
            background=typed.text(Field.BACKGROUND),
            now=bot.clock.now(),
        )
    answer.form(show.thanks(found, t))


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
        answer.say(lists.choices(meant.page, t, title=title))


def show_topics(bot: Bot, member: Member, event_id: int, answer: Answer, t: Translate) -> None:
    with bot.sessions.reading() as session:
        found = reading.read(session, member, event_id, bot.clock.now())
    answer.form(show.shown(found, t))


def _open(
    bot: Bot, member: Member, *, event_id: int | None, channel_id: str | None, words: str, answer: Answer, t: Translate
) -> None:
    now = bot.clock.now()
    with bot.sessions.reading() as session:
        if event_id is not None:
            access.event_in(session, member.workspace_id, event_id).refuse_topics_outside_their_time(now)
        open_events = choosing.to_propose(session, member, event_id=event_id, channel_id=channel_id, now=now)
        if not open_events:
            raise Refusal(N_("No coming meeting takes questions right now."))
        facts = proposing.form(session, open_events, open_events[0], now)
    answer.form(show.topic_form(facts, t, words=words))
