"""Asking the coordinator after a deadline, and the coordinator's answer."""

from typing import Any

from bot.blocks import appeals as show
from bot.blocks.events import Message
from bot.blocks.ids import Field, Press, View
from bot.context import Bot
from bot.i18n import Translate
from bot.receipts import AppealFacts
from bot.services import access
from bot.services.people import Member
from bot.services.registration import appeals, desk, passing_on, wishes
from bot.services.registration.wishes import Wish
from handlers.answers import Answer
from handlers.requests import Typed
from handlers.table import Handlers
from models.errors import N_, Refusal


def listen(on: Handlers) -> None:
    on.press(Press.ASK_TO_COME)(open_form)
    on.press(Press.APPEAL_YES)(say_yes)
    on.press(Press.APPEAL_NO)(say_no)
    on.press(Press.APPEAL_REASON)(open_answer)
    on.view(View.APPEAL)(ask_to_come)
    on.view(View.APPEAL_ANSWER)(answer_with_reason)


def open_form(bot: Bot, member: Member, event_id: int | None, answer: Answer, t: Translate) -> None:
    with bot.sessions.reading() as session:
        event = access.event_in(session, member.workspace_id, event_id)
        facts = wishes.form_to_ask(session, event, member.person_id, bot.clock.now())
    answer.form(show.ask_form(facts, t))


def ask_to_come(
    bot: Bot, member: Member, event_id: int, about: dict[str, Any], typed: Typed, answer: Answer, t: Translate
) -> None:
    """A seat, or the seat of whoever has asked me to come instead."""
    wish = Wish(
        organisation=typed.chosen(Field.ORGANISATION) or "",
        role=typed.chosen(Field.ROLE),
        attendance=wishes.attendance(typed.chosen(Field.ATTENDANCE)),
    )
    words, now, person_id = typed.text(Field.WORDS), bot.clock.now(), member.person_id
    with bot.sessions.begin() as session:
        if "question" in about:
            question_id = access.row_id(str(about["question"]))
            row, event = access.question_to_settle(session, member.workspace_id, question_id, person_id=person_id)
            found = passing_on.say_yes_late(session, event, row, wish=wish, words=words, now=now)
        else:
            access.event_to_change(session, member.workspace_id, event_id)
            found = wishes.ask_to_come(session, event_id=event_id, person_id=person_id, wish=wish, words=words, now=now)
    answer.form(show.sent(found, t))


def say_yes(bot: Bot, member: Member, value: str, message: Message, answer: Answer, t: Translate) -> None:
    """One press."""
    _show(_answer(bot, member, _id(value), is_yes=True), message, answer, t)


def say_no(bot: Bot, member: Member, value: str, message: Message, answer: Answer, t: Translate) -> None:
    _show(_answer(bot, member, _id(value), is_yes=False), message, answer, t)


def open_answer(bot: Bot, member: Member, value: str, answer: Answer, t: Translate) -> None:
    """Yes or no, with words."""
    with bot.sessions.reading() as session:
        event, row = access.appeal_to_see(session, member.workspace_id, _id(value), person_id=member.person_id)
        found = desk.facts(session, event, row, bot.clock.now())
    answer.form(show.answer_form(found, t))


def answer_with_reason(
    bot: Bot, member: Member, about: dict[str, Any], typed: Typed, answer: Answer, t: Translate
) -> None:
    verdict = typed.chosen(Field.VERDICT)
    if verdict is None:
        raise Refusal(N_("Choose yes or no."), field=Field.VERDICT)
    appeal_id = access.row_id(str(about.get("appeal", "")))
    found = _answer(bot, member, appeal_id, is_yes=verdict == "yes", reason=typed.text(Field.WORDS))
    answer.say(show.answered(found, t))


def _show(found: AppealFacts, message: Message, answer: Answer, t: Translate) -> None:
    """In place of the question, so that nobody wonders whether it is answered; else in the list it stood in."""
    if message:
        answer.replace(show.answered(found, t))
    else:
        answer.say(show.answered(found, t))


def _answer(bot: Bot, member: Member, appeal_id: int | None, *, is_yes: bool, reason: str | None = None) -> AppealFacts:
    now = bot.clock.now()
    with bot.sessions.begin() as session:
        event, row = access.appeal_to_answer(session, member.workspace_id, appeal_id, person_id=member.person_id)
        appeals.answer(session, event, row, is_yes=is_yes, reason=reason, by_id=member.person_id, now=now)
        return desk.facts(session, event, row, now)


def _id(value: str) -> int | None:
    """`q12`: the letter keeps it apart from a meeting's id."""
    return access.row_id(value[1:]) if value.startswith("q") else None
