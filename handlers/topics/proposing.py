"""Proposing a question: by a word, a button, or out of somebody's message."""

from typing import Any

from bot.blocks import topic_form as show
from bot.blocks import topics as lists
from bot.blocks.ids import Field, Press, Shortcut, View
from bot.context import Bot
from bot.i18n import Translate
from bot.receipts import TopicDraft
from bot.services import access, choosing
from bot.services.people import Member
from bot.services.topics import proposing, quoting, reading
from handlers.answers import Answer
from handlers.requests import Typed
from handlers.table import Handlers
from models.errors import N_, Refusal


def listen(on: Handlers) -> None:
    on.word("topic", "fråga", "fraga")(ask_for_a_question)
    on.press(Press.PROPOSE)(open_form)
    on.shortcut(Shortcut.MAKE_TOPIC)(make_question_of)
    on.press(Field.TITLE)(look_for_alike)
    on.view(View.TOPIC)(propose_topic)


def ask_for_a_question(
    bot: Bot, member: Member, words: str, channel_id: str | None, answer: Answer, t: Translate
) -> None:
    """The form, with what was written already in it."""
    draft = TopicDraft(words)
    _open(bot, member, event_id=None, channel_id=channel_id, draft=draft, answer=answer, t=t)


def open_form(
    bot: Bot, member: Member, event_id: int | None, channel_id: str | None, answer: Answer, t: Translate
) -> None:
    _open(bot, member, event_id=event_id, channel_id=channel_id, draft=TopicDraft(), answer=answer, t=t)


def make_question_of(
    bot: Bot, member: Member, message: dict[str, Any], channel_id: str | None, answer: Answer, t: Translate
) -> None:
    """Somebody's words as a first draft. Whose they were is kept nowhere."""
    title, background = quoting.draft(str(message.get("text") or ""))
    draft = TopicDraft(title, background=background)
    _open(bot, member, event_id=None, channel_id=channel_id, draft=draft, answer=answer, t=t)


def look_for_alike(bot: Bot, member: Member, about: dict[str, Any], typed: Typed, answer: Answer, t: Translate) -> None:
    """At every letter: the form is drawn anew when others turn out to have asked something else like it."""
    draft, event_id = draft_in(typed), _chosen(typed, about)
    with bot.sessions.reading() as session:
        event = access.event_in(session, member.workspace_id, event_id)
        found = reading.ids_alike(session, event, draft.title, person_id=member.person_id)
    if found == about.get("alike"):
        answer.nothing()
        return
    _open(bot, member, event_id=event_id, channel_id=None, draft=draft, answer=answer, t=t)


def propose_topic(bot: Bot, member: Member, about: dict[str, Any], typed: Typed, answer: Answer, t: Translate) -> None:
    """The submitted question."""
    draft = draft_in(typed)
    with bot.sessions.begin() as session:
        event = access.event_in(session, member.workspace_id, _chosen(typed, about))
        found = proposing.propose(
            session,
            event_id=event.id,
            person_id=member.person_id,
            title=draft.title,
            level=draft.level or "",
            theme=draft.theme_id,
            background=draft.background,
            now=bot.clock.now(),
        )
    answer.form(lists.thanks(found, t))


def draft_in(typed: Typed) -> TopicDraft:
    """What stands in a question's form."""
    return TopicDraft(
        title=typed.text(Field.TITLE) or "",
        level=typed.chosen(Field.LEVEL),
        theme_id=typed.chosen(Field.THEME),
        background=typed.text(Field.BACKGROUND),
    )


def _chosen(typed: Typed, about: dict[str, Any]) -> int | None:
    return access.row_id(typed.chosen(Field.EVENT) or str(about.get("event", "")))


def _open(
    bot: Bot,
    member: Member,
    *,
    event_id: int | None,
    channel_id: str | None,
    draft: TopicDraft,
    answer: Answer,
    t: Translate,
) -> None:
    now = bot.clock.now()
    with bot.sessions.reading() as session:
        if event_id is not None:
            access.event_in(session, member.workspace_id, event_id).refuse_topics_outside_their_time(now)
        open_events = choosing.to_propose(session, member, event_id=event_id, channel_id=channel_id, now=now)
        if not open_events:
            raise Refusal(N_("No coming meeting takes questions right now."))
        facts = proposing.form(
            session, open_events, open_events[0], person_id=member.person_id, written=draft.title, now=now
        )
    answer.form(show.topic_form(facts, t, draft=draft))
