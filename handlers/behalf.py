"""Doing for somebody else what they could do themselves."""

from collections.abc import Callable
from typing import Any

from bot.blocks import behalf as show
from bot.blocks.ids import Field, Press, View
from bot.context import Bot
from bot.i18n import Translate
from bot.receipts import Receipt
from bot.services import access, events
from bot.services.people import Member
from bot.services.registration import behalf, cancelling, confirming
from handlers.answers import Answer
from handlers.registrations import wish_in
from handlers.requests import Typed
from handlers.table import Handlers
from models.errors import N_


def listen(on: Handlers) -> None:
    on.press(Press.BEHALF)(ask_whom)
    on.press(Press.CHANGE_FOR)(open_answers)
    on.press(Press.COMING_FOR)(confirm_for)
    on.press(Press.CANCEL_FOR)(cancel_for)
    on.press(Press.DECLINE_FOR)(decline_for)
    on.option(Field.PERSON)(suggest_people)
    on.view(View.WHOM)(show_somebody)
    on.view(View.BEHALF)(change_answers)


def ask_whom(bot: Bot, member: Member, event_id: int, answer: Answer, t: Translate) -> None:
    with bot.sessions.reading() as session:
        whom = access.event_to_register_others(session, member.workspace_id, event_id, person_id=member.person_id)
        facts = events.facts(session, whom.event, bot.clock.now())
        may_merge = access.may_merge(session, whom.event, member.person_id)
    answer.form(show.whom_form(facts, t, may_merge=may_merge))


def suggest_people(bot: Bot, member: Member, event_id: int, query: str, answer: Answer, t: Translate) -> None:
    with bot.sessions.reading() as session:
        whom = access.event_to_register_others(session, member.workspace_id, event_id, person_id=member.person_id)
        sees_hidden = access.sees_hidden(session, whom.event, member.person_id)
        found = behalf.choices(session, whom.event, query, sees_hidden=sees_hidden, organisations=whom.organisations)
    answer.options(show.people_options([(one.value, one.who, one.has_answered) for one in found], t))


def show_somebody(bot: Bot, member: Member, event_id: int, typed: Typed, answer: Answer, t: Translate) -> None:
    """How they stand, and what can be done for them."""
    chosen = typed.chosen(Field.PERSON) or ""
    with bot.sessions.reading() as session:
        whom = access.somebody(session, member.workspace_id, chosen, event_id, person_id=member.person_id)
        found = behalf.shown(session, whom, bot.clock.now())
    answer.form(show.seat(found, t))


def open_answers(bot: Bot, member: Member, event_id: int | None, value: str, answer: Answer, t: Translate) -> None:
    with bot.sessions.begin() as session:
        whom = access.somebody(session, member.workspace_id, value, event_id, person_id=member.person_id)
        sees_needs = access.sees_needs(session, whom.event, member.person_id)
        found, facts = behalf.form(session, whom, sees_needs=sees_needs, by_id=member.person_id, now=bot.clock.now())
    answer.form(show.change_form(found, facts, t, has_needs=sees_needs))


def change_answers(
    bot: Bot, member: Member, event_id: int, about: dict[str, Any], typed: Typed, answer: Answer, t: Translate
) -> None:
    key, now, by_id = str(about.get("whom", "")), bot.clock.now(), member.person_id
    with bot.sessions.begin() as session:
        whom = access.somebody_held(session, member.workspace_id, key, event_id, person_id=by_id)
        has_needs = about.get("needs") is True and access.sees_needs(session, whom.event, by_id)
        behalf.change(
            session, whom, wish_in(typed), seen=about.get("version"), has_needs=has_needs,
            reason=typed.text(Field.REASON), by_id=by_id, now=now,
        )  # fmt: skip
        found = behalf.shown(session, whom, now)
    answer.say(show.done(found, t("The registration is changed.")))


def confirm_for(bot: Bot, member: Member, event_id: int | None, value: str, answer: Answer, t: Translate) -> None:
    _do(confirming.confirm, N_("It is noted that they are coming."), bot, member, event_id, value, answer, t)


def cancel_for(bot: Bot, member: Member, event_id: int | None, value: str, answer: Answer, t: Translate) -> None:
    _do(cancelling.cancel, N_("The seat or the place in line is given back."), bot, member, event_id, value, answer, t)


def decline_for(bot: Bot, member: Member, event_id: int | None, value: str, answer: Answer, t: Translate) -> None:
    """Also for somebody who has been invited and never had a seat."""
    _do(cancelling.decline, N_("It is noted that they cannot come."), bot, member, event_id, value, answer, t)


def _do(
    act: Callable[..., Receipt],
    done: str,
    bot: Bot,
    member: Member,
    event_id: int | None,
    value: str,
    answer: Answer,
    t: Translate,
) -> None:
    """One press."""
    now, by_id = bot.clock.now(), member.person_id
    with bot.sessions.begin() as session:
        whom = access.somebody_held(session, member.workspace_id, value, event_id, person_id=by_id)
        act(session, event_id=whom.event.id, person_id=whom.person_id, now=now, by_id=by_id)
        found = behalf.shown(session, whom, now)
    answer.say(show.done(found, t(done)))
