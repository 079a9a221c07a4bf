"""The address from which my calendar reads my meetings: made, renewed, turned off."""

from bot.blocks import feeds as show
from bot.blocks.ids import Press
from bot.context import Bot
from bot.i18n import Translate
from bot.services import access
from bot.services.calendars import feeds
from bot.services.people import Member
from handlers.answers import Answer
from handlers.table import Handlers
from models.errors import N_, Refusal

NOWHERE = N_("There are no calendar addresses here: the bot cannot be reached from outside.")


def listen(on: Handlers) -> None:
    on.press(Press.FEED)(show_address)
    on.press(Press.FEED_RENEW)(renew_address)
    on.press(Press.FEED_STOP)(stop_address)


def show_address(bot: Bot, member: Member, answer: Answer, t: Translate) -> None:
    _base(bot)
    with bot.sessions.reading() as session:
        found = feeds.of(session, member.person_id)
    answer.form(show.address_form(found, t, tz=bot.settings.timezone))


def renew_address(bot: Bot, member: Member, value: str, answer: Answer, t: Translate) -> None:
    """Shown once. A second click has seen what no longer is, and changes nothing."""
    base, seen = _base(bot), access.row_id(value)
    with bot.sessions.begin() as session:
        found, token = feeds.renew(session, member.person_id, seen=seen or 0, now=bot.clock.now())
    address = f"{base}{token}.ics" if token else None
    answer.form(show.address_form(found, t, tz=bot.settings.timezone, address=address))


def stop_address(bot: Bot, member: Member, value: str, answer: Answer, t: Translate) -> None:
    seen = access.row_id(value)
    with bot.sessions.begin() as session:
        found = feeds.stop(session, member.person_id, seen=seen or 0, now=bot.clock.now())
    answer.form(show.address_form(found, t, tz=bot.settings.timezone))


def _base(bot: Bot) -> str:
    if bot.settings.feeds_at is None:
        raise Refusal(NOWHERE)
    return bot.settings.feeds_at
