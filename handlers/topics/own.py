"""Changing or withdrawing one's own question."""

from typing import Any

from bot.blocks import topic_form as show
from bot.blocks import topics as lists
from bot.blocks.ids import Press, View
from bot.context import Bot
from bot.i18n import Translate
from bot.services import access
from bot.services.people import Member
from bot.services.topics import proposing, reading
from handlers.answers import Answer
from handlers.requests import Typed
from handlers.table import Handlers
from handlers.topics.proposing import draft_in


def listen(on: Handlers) -> None:
    on.press(Press.CHANGE_TOPIC)(open_change)
    on.press(Press.WITHDRAW_TOPIC)(withdraw_topic)
    on.view(View.CHANGED_TOPIC)(change_topic)


def open_change(bot: Bot, member: Member, value: str, answer: Answer, t: Translate) -> None:
    now = bot.clock.now()
    with bot.sessions.reading() as session:
        event, topic = access.my_topic(session, member.workspace_id, value, person_id=member.person_id)
        proposing.refuse_unless_mine_still(session, event, topic, now)
        facts = proposing.form(session, [event], event, person_id=member.person_id, written="", now=now)
        mine = reading.read(session, member, event.id, now).get(topic.id)
    answer.form(show.change_form(mine, facts, t))


def change_topic(bot: Bot, member: Member, about: dict[str, Any], typed: Typed, answer: Answer, t: Translate) -> None:
    draft, now = draft_in(typed), bot.clock.now()
    with bot.sessions.begin() as session:
        value = str(about.get("topic", ""))
        event, topic = access.my_topic_to_change(session, member.workspace_id, value, person_id=member.person_id)
        proposing.change(
            session,
            event,
            topic,
            title=draft.title,
            level=draft.level or topic.level,
            theme=draft.theme_id,
            background=draft.background,
            now=now,
        )
        found = reading.read(session, member, event.id, now)
        page = lists.page_of(found, topic.id)
    answer.form(lists.shown(found, t, page=page, said=t("Your question is changed.")))


def withdraw_topic(bot: Bot, member: Member, value: str, answer: Answer, t: Translate) -> None:
    now = bot.clock.now()
    with bot.sessions.begin() as session:
        event, topic = access.my_topic_to_change(session, member.workspace_id, value, person_id=member.person_id)
        proposing.withdraw(session, event, topic, now)
        found = reading.read(session, member, event.id, now)
    answer.form(lists.shown(found, t, said=t("Your question is withdrawn.")))
