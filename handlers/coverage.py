"""Who covers what, and asking an organisation's contact for whoever is missing."""

from typing import Any

from bot.blocks import coverage as show
from bot.blocks.ids import Field, Press, View
from bot.context import Bot
from bot.i18n import Translate
from bot.services import access
from bot.services.coverage import grids, requests
from bot.services.people import Member
from handlers.answers import Answer
from handlers.requests import Typed
from handlers.table import Handlers


def listen(on: Handlers) -> None:
    on.press(Press.COVERAGE)(show_coverage)
    on.press(Press.COVERAGE_PAGE)(turn_page)
    on.press(Press.SEAT_REQUEST)(ask_for_somebody)
    on.view(View.SEAT_REQUEST)(send)


def show_coverage(bot: Bot, member: Member, event_id: int, answer: Answer, t: Translate) -> None:
    _show(bot, member, event_id, 1, answer, t)


def turn_page(bot: Bot, member: Member, event_id: int, value: str, answer: Answer, t: Translate) -> None:
    _show(bot, member, event_id, access.row_id(value.removeprefix("page ")) or 1, answer, t)


def ask_for_somebody(bot: Bot, member: Member, event_id: int, value: str, answer: Answer, t: Translate) -> None:
    """`h12 principal`: an organisation, and the role nobody fills there."""
    organisation, _, role = value.removeprefix("h").partition(" ")
    with bot.sessions.reading() as session:
        event = access.event_for_inviting(session, member.workspace_id, event_id, person_id=member.person_id)
        found = requests.facts(session, event, access.row_id(organisation) or 0, role, bot.clock.now())
    answer.form(show.request_form(found, t))


def send(
    bot: Bot, member: Member, event_id: int, about: dict[str, Any], typed: Typed, answer: Answer, t: Translate
) -> None:
    organisation_id = access.row_id(str(about.get("organisation", ""))) or 0
    role, words = str(about.get("role", "")), typed.text(Field.WORDS) or ""
    with bot.sessions.begin() as session:
        event = access.event_to_invite(session, member.workspace_id, event_id, person_id=member.person_id)
        found = requests.ask(session, event, organisation_id, role, words, by_id=member.person_id, now=bot.clock.now())
    answer.form(show.asked(found, t))


def _show(bot: Bot, member: Member, event_id: int, number: int, answer: Answer, t: Translate) -> None:
    with bot.sessions.reading() as session:
        event = access.event_for_participants(session, member.workspace_id, event_id, person_id=member.person_id)
        found = grids.coverage(
            session,
            event,
            bot.clock.now(),
            names_hidden=access.sees_hidden(session, event, member.person_id),
            may_ask=access.may_invite(session, event, member.person_id),
            number=number,
        )
    answer.form(show.coverage(found, t))
