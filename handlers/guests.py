"""Registering others: one guest, or everybody on a pasted list."""

from typing import Any

from bot.blocks import delegations as show
from bot.blocks.ids import Field, Press, View
from bot.context import Bot
from bot.i18n import Translate
from bot.services import access
from bot.services.people import Member
from bot.services.registration import delegations
from bot.services.registration.delegates import Defaults
from handlers.answers import Answer
from handlers.registrations import wish_in
from handlers.requests import Typed
from handlers.table import Handlers


def listen(on: Handlers) -> None:
    on.press(Press.GUEST)(open_guest)
    on.press(Press.GUESTS)(open_list)
    on.view(View.GUEST)(register_guest)
    on.view(View.GUESTS)(read_or_register_list)


def open_guest(bot: Bot, member: Member, event_id: int, answer: Answer, t: Translate) -> None:
    with bot.sessions.reading() as session:
        whom = access.event_to_register_others(session, member.workspace_id, event_id, person_id=member.person_id)
        facts = delegations.form(session, whom, bot.clock.now())
    answer.form(show.guest_form(facts, t, may_exceed=whom.may_exceed))


def register_guest(bot: Bot, member: Member, event_id: int, typed: Typed, answer: Answer, t: Translate) -> None:
    """A seat or a place in line for somebody else; they are told in Slack, or by a mail text to whoever did it."""
    with bot.sessions.begin() as session:
        access.event_to_change(session, member.workspace_id, event_id)
        name, receipt = delegations.register(
            session,
            access.event_to_register_others(session, member.workspace_id, event_id, person_id=member.person_id),
            name=typed.text(Field.NAME) or "",
            email=typed.text(Field.EMAIL) or "",
            wish=wish_in(typed),
            reason=typed.text(Field.REASON),
            by_id=member.person_id,
            now=bot.clock.now(),
        )
    answer.say(show.registered(name, receipt, t))


def open_list(bot: Bot, member: Member, event_id: int, answer: Answer, t: Translate) -> None:
    with bot.sessions.reading() as session:
        whom = access.event_to_register_others(session, member.workspace_id, event_id, person_id=member.person_id)
        facts = delegations.form(session, whom, bot.clock.now())
    answer.form(show.list_form(facts, t, may_exceed=whom.may_exceed))


def read_or_register_list(
    bot: Bot, member: Member, event_id: int, about: dict[str, Any], typed: Typed, answer: Answer, t: Translate
) -> None:
    """Shown first as it is understood; what is registered is what was shown."""
    words = "\n".join(part for part in (typed.text(Field.LIST), typed.text(Field.MORE)) if part)
    defaults = Defaults(organisation=typed.chosen(Field.ORGANISATION) or "", role=typed.chosen(Field.ROLE))
    read, now = show.mark(words, defaults.organisation, defaults.role), bot.clock.now()
    if about.get("read") == read:
        with bot.sessions.begin() as session:
            access.event_to_change(session, member.workspace_id, event_id)
            whom = access.event_to_register_others(session, member.workspace_id, event_id, person_id=member.person_id)
            reason, by_id = typed.text(Field.REASON), member.person_id
            done = delegations.confirm(session, whom, words, defaults, reason=reason, by_id=by_id, now=now)
        answer.say(show.registered_list(done, t))
        return
    with bot.sessions.reading() as session:
        whom = access.event_to_register_others(session, member.workspace_id, event_id, person_id=member.person_id)
        facts = delegations.form(session, whom, now)
        found = delegations.read(session, whom, words, defaults, now)
    answer.form(show.preview(facts, found, read, t, may_exceed=whom.may_exceed))
