"""Reading who did what."""

from bot.blocks import logbook as show
from bot.blocks.events import Message
from bot.blocks.ids import Press
from bot.context import Bot
from bot.i18n import Translate
from bot.services import logbook
from bot.services.access import row_id
from bot.services.people import Member
from handlers.answers import Answer
from handlers.table import Handlers

LONGEST = 100
"""Characters of the words that a page's buttons carry on."""


def listen(on: Handlers) -> None:
    on.word("log", "logg")(read_log)
    on.press(Press.LOG)(turn_page)


def read_log(bot: Bot, member: Member, is_admin: bool, words: str, answer: Answer, t: Translate) -> None:
    """Of all meetings one answers for; with words, of those they fit."""
    answer.redraw(_page(bot, member, is_admin, words[:LONGEST], 1, t))


def turn_page(bot: Bot, member: Member, is_admin: bool, value: str, answer: Answer, t: Translate) -> None:
    number, _, words = value.partition(" ")
    answer.redraw(_page(bot, member, is_admin, words, row_id(number) or 1, t))


def _page(bot: Bot, member: Member, is_admin: bool, words: str, number: int, t: Translate) -> Message:
    with bot.sessions.reading() as session:
        found = logbook.page(
            session, member, words=words, is_admin=is_admin, default_tz=bot.settings.timezone, number=number
        )
    return show.log(found, t)
