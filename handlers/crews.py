"""The coordinator names who leads the conversation and who takes notes at a meeting."""

from typing import Any

from bot.blocks import crews as show
from bot.blocks import meetings
from bot.blocks.ids import Field, Press, View
from bot.context import Bot
from bot.i18n import Translate
from bot.members import Members
from bot.services import access
from bot.services.coordinating import crews
from bot.services.meetings import managing
from bot.services.people import Member
from handlers import gathering
from handlers.answers import Answer
from handlers.requests import Typed
from handlers.table import Handlers


def listen(on: Handlers) -> None:
    on.press(Press.CREW)(open_form)
    on.view(View.CREW)(name_them)


def open_form(bot: Bot, member: Member, event_id: int | None, answer: Answer, t: Translate) -> None:
    with bot.sessions.reading() as session:
        event = access.event_for_crew(session, member.workspace_id, event_id, person_id=member.person_id)
        found = crews.crew(session, event, bot.clock.now())
    answer.form(show.crew_form(found, t))


def name_them(
    bot: Bot, member: Member, members: Members, event_id: int | None, about: dict[str, Any], typed: Typed,
    answer: Answer, t: Translate,
) -> None:  # fmt: skip
    with bot.sessions.reading() as session:
        access.event_for_crew(session, member.workspace_id, event_id, person_id=member.person_id)
    fields = (Field.LEADING, Field.NOTING)
    wanted = {field.value: gathering.everyone(bot, members, typed.people(field), field) for field in fields}
    seen = {field.value: gathering.numbers(about.get(field)) for field in fields}
    now = bot.clock.now()
    with bot.sessions.begin() as session:
        event = access.event_to_name_crew(session, member.workspace_id, event_id, person_id=member.person_id)
        crews.change(session, event, wanted, seen, by_id=member.person_id, now=now)
        found = managing.meeting(session, event, now, t.language)
    answer.form(meetings.shown(found, t, said=t("Saved. Whoever has been given a duty, or has it no more, is told.")))
