"""The waiting list, for whoever answers for it."""

from typing import Any

from bot.blocks import lines as show
from bot.blocks.ids import Field, Press, View
from bot.context import Bot
from bot.i18n import Translate
from bot.services import access
from bot.services.people import Member
from bot.services.registration import precedence
from handlers.answers import Answer
from handlers.requests import Typed
from handlers.table import Handlers
from models.errors import N_, Refusal

NO_REASON = N_("Say why.")
NO_LONGER = N_("That person is no longer on the waiting list.")


def listen(on: Handlers) -> None:
    on.press(Press.LINE)(show_line)
    on.press(Press.CHAIN)(show_chain)
    on.press(Press.LET_FORWARD)(ask_why)
    on.view(View.LET_FORWARD)(let_forward)


def show_line(bot: Bot, member: Member, event_id: int, answer: Answer, t: Translate) -> None:
    with bot.sessions.reading() as session:
        event = access.event_for_line(session, member.workspace_id, event_id, person_id=member.person_id)
        found = precedence.facts(session, event, bot.clock.now())
    answer.form(show.waiting_list(found, t))


def show_chain(bot: Bot, member: Member, event_id: int, answer: Answer, t: Translate) -> None:
    with bot.sessions.reading() as session:
        event = access.event_for_line(session, member.workspace_id, event_id, person_id=member.person_id)
        found = precedence.chain(session, event, bot.clock.now())
    answer.form(show.chain(found, t))


def ask_why(bot: Bot, member: Member, value: str, answer: Answer, t: Translate) -> None:
    """The form that asks for the reason."""
    with bot.sessions.reading() as session:
        event, registration_id = access.place_in_line(session, member.workspace_id, value, person_id=member.person_id)
        found = precedence.facts(session, event, bot.clock.now())
    row = next((row for row in found.rows if row.registration_id == registration_id), None)
    if row is None:
        raise Refusal(NO_LONGER)
    answer.form(show.forward_form(found, row, t))


def let_forward(
    bot: Bot, member: Member, event_id: int, about: dict[str, Any], typed: Typed, answer: Answer, t: Translate
) -> None:
    """With its reason; the line as it is then."""
    reason = typed.text(Field.REASON)
    if not reason:
        raise Refusal(NO_REASON, field=Field.REASON)
    with bot.sessions.begin() as session:
        event = access.event_to_steer_line(session, member.workspace_id, event_id, person_id=member.person_id)
        precedence.let_forward(
            session,
            event,
            registration_id=access.row_id(str(about.get("registration", ""))),
            by_id=member.person_id,
            reason=reason[: show.LONGEST_REASON],
            now=bot.clock.now(),
        )
        found = precedence.facts(session, event, bot.clock.now())
    answer.form(show.waiting_list(found, t))
