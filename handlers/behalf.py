"""Doing for somebody else what they could do themselves."""

from typing import Any

from bot.blocks import behalf as show
from bot.blocks.ids import Field, Press, View
from bot.context import Bot
from bot.i18n import Translate
from bot.services import access, events
from bot.services.people import Member
from bot.services.registration import behalf, cancelling, confirming
from handlers.answers import Answer
from handlers.registrations import wish_in
from handlers.requests import Typed
from handlers.table import Handlers


def listen(on: Handlers) -> None:
    on.press(Press.BEHALF)(ask_whom)
    on.press(Press.CHANGE_FOR)(open_answers)
    on.press(Press.COMING_FOR)(confirm_for)
    on.press(Press.CANCEL_FOR)(cancel_for)
    on.option(Field.PERSON)(suggest_people)
    on.view(View.WHOM)(show_somebody)
    on.view(View.BEHALF)(change_answers)


def ask_whom(bot: Bot, member: Member, event_id: int, answer: Answer, t: Translate) -> None:
    with bot.sessions.reading() as session:
        event = access.event_to_steer(session, member.workspace_id, event_id, person_id=member.person_id)
        facts = events.facts(session, event, bot.clock.now())
        may_merge = access.may_merge(session, event, member.person_id)
    answer.form(show.whom_form(facts, t, may_merge=may_merge))


def suggest_people(bot: Bot, member: Member, event_id: int, query: str, answer: Answer, t: Translate) -> None:
    with bot.sessions.reading() as session:
        event = access.event_to_steer(session, member.workspace_id, event_id, person_id=member.person_id)
        sees_hidden = access.sees_hidden(session, event, member.person_id)
        found = behalf.choices(session, event, query, sees_hidden=sees_hidden)
    answer.options(show.people_options(found))


def show_somebody(bot: Bot, member: Member, typed: Typed, answer: Answer, t: Translate) -> None:
    """How they stand, and what can be done for them."""
    registration_id = access.row_id(typed.chosen(Field.PERSON) or "")
    with bot.sessions.reading() as session:
        event, row = access.registration_to_steer(
            session, member.workspace_id, registration_id, person_id=member.person_id
        )
        found = behalf.shown(session, event, row, bot.clock.now())
    answer.form(show.seat(found, t))


def open_answers(bot: Bot, member: Member, value: str, answer: Answer, t: Translate) -> None:
    with bot.sessions.begin() as session:
        event, row = access.registration_to_steer(session, member.workspace_id, _id(value), person_id=member.person_id)
        sees_needs = access.sees_needs(session, event, member.person_id)
        found, facts = behalf.form(
            session, event, row, sees_needs=sees_needs, by_id=member.person_id, now=bot.clock.now()
        )
    answer.form(show.change_form(found, facts, t, has_needs=sees_needs))


def change_answers(bot: Bot, member: Member, about: dict[str, Any], typed: Typed, answer: Answer, t: Translate) -> None:
    registration_id, now = access.row_id(str(about.get("registration", ""))), bot.clock.now()
    with bot.sessions.begin() as session:
        event, row = access.registration_to_change(
            session, member.workspace_id, registration_id, person_id=member.person_id
        )
        has_needs = about.get("needs") is True and access.sees_needs(session, event, member.person_id)
        behalf.change(
            session, event, row, wish_in(typed),
            seen=about.get("version"), has_needs=has_needs, by_id=member.person_id, now=now,
        )  # fmt: skip
        found = behalf.shown(session, event, row, now)
    answer.say(show.done(found, t("The registration is changed.")))


def confirm_for(bot: Bot, member: Member, value: str, answer: Answer, t: Translate) -> None:
    now = bot.clock.now()
    with bot.sessions.begin() as session:
        event, row = access.registration_to_change(session, member.workspace_id, _id(value), person_id=member.person_id)
        confirming.confirm(session, event_id=event.id, person_id=row.person_id, now=now, by_id=member.person_id)
        found = behalf.shown(session, event, row, now)
    answer.say(show.done(found, t("It is noted that they are coming.")))


def cancel_for(bot: Bot, member: Member, value: str, answer: Answer, t: Translate) -> None:
    now = bot.clock.now()
    with bot.sessions.begin() as session:
        event, row = access.registration_to_change(session, member.workspace_id, _id(value), person_id=member.person_id)
        cancelling.cancel(session, event_id=event.id, person_id=row.person_id, now=now, by_id=member.person_id)
        found = behalf.shown(session, event, row, now)
    answer.say(show.done(found, t("The seat or the place in line is given back.")))


def _id(value: str) -> int | None:
    """`r12`: the letter keeps it apart from a meeting's id."""
    return access.row_id(value[1:]) if value.startswith("r") else None
