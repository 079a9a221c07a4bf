"""Which day suits: the three buttons, the form with every day, and who can."""

from typing import Any

from bot.blocks import calendar_entries as entries
from bot.blocks import date_choosing as choosing
from bot.blocks import dates as show
from bot.blocks.events import Message
from bot.blocks.ids import Field, Press, View
from bot.context import Bot
from bot.i18n import Translate
from bot.receipts import DatePollFacts
from bot.services.access import dates as doors
from bot.services.access import row_id
from bot.services.dates import answering, holding, reading
from bot.services.people import Member
from handlers import calendars
from handlers.answers import Answer
from handlers.requests import Typed
from handlers.table import Handlers


def listen(on: Handlers) -> None:
    on.press(Press.DATE)(show_date_poll)
    on.press(Press.CAN)(say_can)
    on.press(Press.CAN_IF_NEEDED)(say_can_if_needed)
    on.press(Press.CANNOT)(say_cannot)
    on.press(Press.ANSWER_DAYS)(open_form)
    on.press(Press.WHO_CAN)(show_who_can)
    on.press(Press.HOLD_DAYS)(hold_days)
    on.view(View.DAYS)(answer_every_day)


def show_date_poll(bot: Bot, member: Member, event_id: int | None, answer: Answer, t: Translate) -> None:
    """To whoever chooses the day, everything; to everyone else, the form to answer."""
    with bot.sessions.reading() as session:
        now, person_id = bot.clock.now(), member.person_id
        event, poll, leads = doors.date_to_see(session, member.workspace_id, event_id, person_id=person_id)
        if poll is None:
            view = choosing.poll_form(reading.form(session, event, None, now), t)
        elif leads:
            found = reading.voices(session, poll, now, person_id=person_id, language=t.language)
            view = choosing.lead(found, t)
        else:
            answering.refuse_unless_taking_answers(event, poll)
            view = show.answer_form(reading.facts(session, poll, now, person_id=person_id), t)
    answer.form(view)


def say_can(bot: Bot, member: Member, value: str, message: Message, answer: Answer, t: Translate) -> None:
    _press(bot, member, value, "yes", message, answer, t)


def say_can_if_needed(bot: Bot, member: Member, value: str, message: Message, answer: Answer, t: Translate) -> None:
    _press(bot, member, value, "if_needed", message, answer, t)


def say_cannot(bot: Bot, member: Member, value: str, message: Message, answer: Answer, t: Translate) -> None:
    _press(bot, member, value, "no", message, answer, t)


def open_form(bot: Bot, member: Member, event_id: int | None, answer: Answer, t: Translate) -> None:
    with bot.sessions.reading() as session:
        event, poll = doors.poll_to_answer(session, member.workspace_id, event_id, person_id=member.person_id)
        answering.refuse_unless_taking_answers(event, poll)
        found = reading.facts(session, poll, bot.clock.now(), person_id=member.person_id)
    answer.form(show.answer_form(found, t))


def answer_every_day(
    bot: Bot, member: Member, about: dict[str, Any], typed: Typed, answer: Answer, t: Translate
) -> None:
    now = bot.clock.now()
    with bot.sessions.begin() as session:
        event, poll = doors.poll_to_answer(
            session, member.workspace_id, row_id(str(about.get("event", ""))), person_id=member.person_id, holds=True
        )
        answering.answer(session, event, poll, person_id=member.person_id, said=said_in(about, typed), now=now)
        found = reading.facts(session, poll, now, person_id=member.person_id)
    answer.say(show.noted(found, t))


def show_who_can(bot: Bot, member: Member, event_id: int | None, answer: Answer, t: Translate) -> None:
    with bot.sessions.reading() as session:
        _, poll, _ = doors.poll_to_see(session, member.workspace_id, event_id, person_id=member.person_id)
        found = reading.voices(session, poll, bot.clock.now(), person_id=member.person_id, language=t.language)
    answer.form(show.voices(found, t))


def hold_days(bot: Bot, member: Member, slack_user_id: str, event_id: int | None, answer: Answer, t: Translate) -> None:
    """All the days, preliminary; once one is decided, that one, and the others struck out; all when none will be."""
    with bot.sessions.begin() as session:
        event, poll = doors.days_to_hold(session, member.workspace_id, event_id, person_id=member.person_id)
        found, days = holding.take(session, event, poll, person_id=member.person_id, now=bot.clock.now())
    calendars.send_entries(bot, slack_user_id, found, entries.holds(found, days, t), answer, t)


def said_in(about: dict[str, Any], typed: Typed) -> dict[int, str]:
    """What stands at each of the days that the form showed."""
    days = about.get("days")
    known = days if isinstance(days, list) else []
    said = {day: typed.chosen(f"{Field.OPTION}{place}") for place, day in enumerate(known) if isinstance(day, int)}
    return {day: can for day, can in said.items() if can}


def _press(bot: Bot, member: Member, value: str, can: str, message: Message, answer: Answer, t: Translate) -> None:
    found = _say(bot, member, value, can)
    if message:
        answer.replace(show.question(found, t))
    else:
        answer.say(show.noted(found, t))


def _say(bot: Bot, member: Member, value: str, can: str) -> DatePollFacts:
    now = bot.clock.now()
    with bot.sessions.begin() as session:
        event, poll, day = doors.day_to_answer(session, member.workspace_id, value, person_id=member.person_id)
        answering.answer(session, event, poll, person_id=member.person_id, said={day.id: can}, now=now)
        return reading.facts(session, poll, now, person_id=member.person_id)
