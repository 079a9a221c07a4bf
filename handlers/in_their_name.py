"""Sending somebody else, and proposing a question, in somebody's name: the forms a coordinator fills in for them."""

from typing import Any

from bot.blocks import behalf as show
from bot.blocks.ids import Field, Press, View
from bot.context import Bot
from bot.i18n import Translate
from bot.members import Members
from bot.services import access
from bot.services.people import Member
from bot.services.registration import behalf
from handlers.answers import Answer
from handlers.colleagues import named
from handlers.requests import Typed
from handlers.table import Handlers


def listen(on: Handlers) -> None:
    on.press(Press.SEND_FOR)(choose_somebody)
    on.press(Press.PROPOSE_FOR)(open_question)
    on.view(View.SUBSTITUTE_FOR)(ask_somebody)
    on.view(View.TOPIC_FOR)(propose)


def choose_somebody(bot: Bot, member: Member, event_id: int | None, value: str, answer: Answer, t: Translate) -> None:
    now = bot.clock.now()
    with bot.sessions.reading() as session:
        whom = access.somebody(session, member.workspace_id, value, event_id, person_id=member.person_id, in_full=True)
        behalf.seat_to_pass_on(session, whom, now)
        found = behalf.shown(session, whom, now)
    answer.form(show.send_form(found, t))


def ask_somebody(
    bot: Bot, member: Member, members: Members, event_id: int, about: dict[str, Any], typed: Typed, answer: Answer,
    t: Translate,
) -> None:  # fmt: skip
    colleague = named(bot, members, typed, answer, t)
    if colleague is None:
        return
    key, now, by_id = str(about.get("whom", "")), bot.clock.now(), member.person_id
    with bot.sessions.begin() as session:
        whom = access.somebody_held(session, member.workspace_id, key, event_id, person_id=by_id, in_full=True)
        colleague_id = colleague.person_id(session, member.workspace_id, now)
        behalf.pass_on(session, whom, colleague_id, field=colleague.field, by_id=by_id, now=now)
        found = behalf.shown(session, whom, now)
    answer.say(show.done(found, t("The question is on its way. The seat stays where it is until there is a yes.")))


def open_question(bot: Bot, member: Member, event_id: int | None, value: str, answer: Answer, t: Translate) -> None:
    now = bot.clock.now()
    with bot.sessions.reading() as session:
        whom = access.somebody(session, member.workspace_id, value, event_id, person_id=member.person_id, in_full=True)
        themes = behalf.themes(session, whom.event, now)
        found = behalf.shown(session, whom, now)
    answer.form(show.topic_form(found, themes, t))


def propose(
    bot: Bot, member: Member, event_id: int, about: dict[str, Any], typed: Typed, answer: Answer, t: Translate
) -> None:
    key, now, by_id = str(about.get("whom", "")), bot.clock.now(), member.person_id
    with bot.sessions.begin() as session:
        whom = access.somebody_held(session, member.workspace_id, key, event_id, person_id=by_id, in_full=True)
        behalf.propose(
            session,
            whom,
            title=typed.text(Field.TITLE) or "",
            level=typed.chosen(Field.LEVEL) or "",
            theme=typed.chosen(Field.THEME),
            background=typed.text(Field.BACKGROUND),
            by_id=by_id,
            now=now,
        )
        found = behalf.shown(session, whom, now)
    answer.say(show.done(found, t("The question is saved.")))
