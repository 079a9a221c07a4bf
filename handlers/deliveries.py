"""The ledger: what did not get through, sending it again, dropping it."""

from collections.abc import Callable

from bot.blocks import deliveries as show
from bot.blocks.events import Message
from bot.blocks.ids import Press
from bot.context import Bot
from bot.i18n import Translate
from bot.services.access import row_id
from bot.services.messages import history, resending
from bot.services.people import Member
from handlers.answers import Answer
from handlers.table import Handlers
from models.errors import N_


def listen(on: Handlers) -> None:
    on.word("deliveries", "utskick")(list_deliveries)
    on.press(Press.DELIVERIES)(turn_page)
    on.press(Press.SEND_AGAIN)(send_again)
    on.press(Press.DROP)(drop)


def list_deliveries(bot: Bot, member: Member, is_admin: bool, answer: Answer, t: Translate) -> None:
    """What did not get through, and what is on its way."""
    answer.redraw(_page(bot, member, is_admin, 1, t))


def turn_page(bot: Bot, member: Member, is_admin: bool, value: str, answer: Answer, t: Translate) -> None:
    answer.redraw(_page(bot, member, is_admin, row_id(value) or 1, t))


def send_again(bot: Bot, member: Member, is_admin: bool, value: str, answer: Answer, t: Translate) -> None:
    done = N_("It is being sent again.")
    answer.redraw(_carried_out(bot, member, is_admin, value, t, act=resending.send_again, done=done))


def drop(bot: Bot, member: Member, is_admin: bool, value: str, answer: Answer, t: Translate) -> None:
    done = N_("It is dropped, and will not be sent.")
    answer.redraw(_carried_out(bot, member, is_admin, value, t, act=resending.drop, done=done))


def _carried_out(
    bot: Bot, member: Member, is_admin: bool, value: str, t: Translate, *, act: Callable[..., None], done: str
) -> Message:
    """What has been done to one delivery, and the page it stands on."""
    delivery_id, page = _meant(value)
    with bot.sessions.begin() as session:
        act(
            session,
            member.workspace_id,
            delivery_id,
            person_id=member.person_id,
            is_admin=is_admin,
            now=bot.clock.now(),
        )
    return _page(bot, member, is_admin, page, t, done=done)


def _page(bot: Bot, member: Member, is_admin: bool, number: int, t: Translate, *, done: str | None = None) -> Message:
    with bot.sessions.reading() as session:
        page = history.deliveries(
            session,
            member.workspace_id,
            person_id=member.person_id,
            is_admin=is_admin,
            now=bot.clock.now(),
            number=number,
        )
    return show.deliveries(page, t, done=t(done) if done else None)


def _meant(value: str) -> tuple[int | None, int]:
    """The row and the page it was shown on."""
    delivery_id, _, page = value.partition(" ")
    return row_id(delivery_id), row_id(page) or 1
