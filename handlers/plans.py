"""The plan of a meeting, for whoever coordinates it: what goes out when, and what has been sent on by mail."""

from typing import Any

from bot.blocks import guests as show_guests
from bot.blocks.ids import Press
from bot.context import Bot
from bot.i18n import Translate
from bot.services import access, guests
from bot.services.people import Member
from handlers.answers import Answer
from handlers.table import Handlers


def listen(on: Handlers) -> None:
    on.press(Press.MAIL_SENT)(mark_mail_sent)


def mark_mail_sent(bot: Bot, member: Member, value: str, message: dict[str, Any], answer: Answer, t: Translate) -> None:
    """The text stays, so that it can be read again; the button gives way to who sent it."""
    with bot.sessions.begin() as session:
        done = guests.mark_sent(
            session, member.workspace_id, access.row_id(value), person_id=member.person_id, now=bot.clock.now()
        )
    answer.replace(show_guests.marked(message, done, t))
