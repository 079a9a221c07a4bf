"""Yes and no to a seat that is offered."""

from collections.abc import Callable

from bot.blocks import registrations as show
from bot.blocks.events import Message
from bot.blocks.ids import Press
from bot.context import Bot
from bot.i18n import Translate
from bot.receipts import Receipt
from bot.services import access
from bot.services.people import Member
from bot.services.registration import offers
from handlers.answers import Answer
from handlers.table import Handlers
from models.errors import N_

SAVED = N_("Saved. They are told in Slack; about a guest you get a text to send.")


def listen(on: Handlers) -> None:
    on.press(Press.TAKE_OFFER)(accept)
    on.press(Press.TURN_DOWN)(turn_down)


def accept(bot: Bot, member: Member, value: str, answer: Answer, t: Translate) -> None:
    """A seat, for the first who says yes."""
    _reply(offers.accept, show.receipt, bot, member, value, answer, t)


def turn_down(bot: Bot, member: Member, value: str, answer: Answer, t: Translate) -> None:
    """The seat goes on at once."""
    _reply(offers.turn_down, show.gave_up, bot, member, value, answer, t)


def _reply(
    do: Callable[..., Receipt],
    tell: Callable[[Receipt, Translate], Message],
    bot: Bot,
    member: Member,
    value: str,
    answer: Answer,
    t: Translate,
) -> None:
    """My own answer, or a guest's as the coordinator has heard it."""
    with bot.sessions.begin() as session:
        event, person_id = access.offer_to_answer(session, member.workspace_id, value, person_id=member.person_id)
        receipt = do(session, event_id=event.id, person_id=person_id, by_id=member.person_id, now=bot.clock.now())
    answer.say(tell(receipt, t) if person_id == member.person_id else show.said(t(SAVED)))
