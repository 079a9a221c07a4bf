"""Choosing the day of a meeting: asking about days, following the answers, deciding."""

from typing import Any

from bot.blocks import date_choosing as show
from bot.blocks import dates as show_days
from bot.blocks.events import Message
from bot.blocks.ids import Field, Press, View
from bot.context import Bot
from bot.i18n import Translate
from bot.receipts import DatePollFacts
from bot.services.access import dates as doors
from bot.services.access import row_id
from bot.services.dates import answering, deciding, making, reading
from bot.services.dates.making import Opening
from bot.services.people import Member
from handlers.answers import Answer
from handlers.dates import said_in
from handlers.requests import Typed
from handlers.table import Handlers
from models.errors import N_, Refusal


def listen(on: Handlers) -> None:
    on.press(Press.MAKE_DATE_POLL)(open_form)
    on.press(Press.MORE_DAYS)(add_rows)
    on.view(View.DATE_POLL)(write_poll)
    on.press(Press.OPEN_DATE_POLL)(ask_now)
    on.press(Press.CLOSE_DATE_POLL)(close_now)
    on.press(Press.DROP_DATE_POLL)(give_up)
    on.press(Press.DAYS_FOR_GUEST)(open_guests_form)
    on.view(View.DAYS_FOR_GUEST)(answer_for_guest)
    on.press(Press.DECIDE_DAY)(decide_proposed)
    on.press(Press.OTHER_DAY)(open_other_days)
    on.view(View.OTHER_DAY)(decide_other)


def open_form(bot: Bot, member: Member, event_id: int | None, answer: Answer, t: Translate) -> None:
    with bot.sessions.reading() as session:
        event, poll = doors.event_to_date(session, member.workspace_id, event_id, person_id=member.person_id)
        found = reading.form(session, event, poll, bot.clock.now())
    answer.form(show.poll_form(found, t))


def add_rows(
    bot: Bot, member: Member, event_id: int | None, about: dict[str, Any], answer: Answer, t: Translate
) -> None:
    """What has been typed stays, since the fields keep their names."""
    rows = about.get("rows")
    with bot.sessions.reading() as session:
        event, poll = doors.event_to_date(session, member.workspace_id, event_id, person_id=member.person_id)
        found = reading.form(session, event, poll, bot.clock.now())
    answer.form(show.poll_form(found, t, rows=(rows if isinstance(rows, int) else show.FIRST_ROWS) + show.STEP))


def write_poll(bot: Bot, member: Member, about: dict[str, Any], typed: Typed, answer: Answer, t: Translate) -> None:
    """What speaks against the days is shown before anybody is asked."""
    now, rows = bot.clock.now(), [_row(typed, place) for place in range(show.MOST)]
    opening = Opening(typed.text(Field.WORDS), typed.day(Field.OPENS), typed.clock(Field.OPENS_AT))
    with bot.sessions.begin() as session:
        event, _ = doors.event_to_date(
            session, member.workspace_id, _event(about), person_id=member.person_id, holds=True
        )
        poll = making.write(
            session, event, rows, typed.day(Field.DAY), typed.clock(Field.CLOCK), opening=opening,
            by_id=member.person_id, now=now,
        )  # fmt: skip
        found = reading.voices(session, poll, now, person_id=member.person_id, language=t.language)
    answer.form(show.lead(found, t))


def ask_now(bot: Bot, member: Member, event_id: int | None, answer: Answer, t: Translate) -> None:
    now = bot.clock.now()
    with bot.sessions.begin() as session:
        event, poll = doors.poll_to_lead(session, member.workspace_id, event_id, person_id=member.person_id)
        making.open_now(session, event, poll, by_id=member.person_id, now=now)
        found = reading.voices(session, poll, now, person_id=member.person_id, language=t.language)
    answer.form(show.lead(found, t, said=t("Everyone is being asked.")))


def close_now(bot: Bot, member: Member, event_id: int | None, answer: Answer, t: Translate) -> None:
    now = bot.clock.now()
    with bot.sessions.begin() as session:
        event, poll = doors.poll_to_lead(session, member.workspace_id, event_id, person_id=member.person_id)
        making.close_now(session, event, poll, by_id=member.person_id, now=now)
        found = reading.voices(session, poll, now, person_id=member.person_id, language=t.language)
    answer.form(show.lead(found, t, said=t("The poll is closed.")))


def give_up(bot: Bot, member: Member, event_id: int | None, answer: Answer, t: Translate) -> None:
    with bot.sessions.begin() as session:
        event, poll = doors.poll_to_lead(session, member.workspace_id, event_id, person_id=member.person_id)
        making.give_up(session, event, poll, by_id=member.person_id, now=bot.clock.now())
    answer.sentence(t("The poll has ended without a day."))


def open_guests_form(bot: Bot, member: Member, event_id: int | None, answer: Answer, t: Translate) -> None:
    now = bot.clock.now()
    with bot.sessions.reading() as session:
        event, poll = doors.poll_to_lead(
            session, member.workspace_id, event_id, person_id=member.person_id, holds=False
        )
        answering.refuse_unless_taking_answers(event, poll)
        found = reading.voices(session, poll, now, person_id=member.person_id, language=t.language)
    if not found.guests:
        raise Refusal(N_("Everyone who is asked is in Slack."))
    answer.form(show_days.answer_form(found.poll, t, guests=found.guests))


def answer_for_guest(
    bot: Bot, member: Member, about: dict[str, Any], typed: Typed, answer: Answer, t: Translate
) -> None:
    now = bot.clock.now()
    with bot.sessions.begin() as session:
        event, poll = doors.poll_to_lead(session, member.workspace_id, _event(about), person_id=member.person_id)
        guest = doors.guest_to_answer_for(session, event, (typed.chosen(Field.PERSON) or "").removeprefix("p"))
        answering.answer(
            session, event, poll, person_id=guest.id, said=said_in(about, typed), now=now, by_id=member.person_id
        )
        found = reading.voices(session, poll, now, person_id=member.person_id, language=t.language)
        name = guest.name
    answer.form(show.lead(found, t, said=t("The answer of {name} is written in.", name=name)))


def decide_proposed(bot: Bot, member: Member, value: str, message: Message, answer: Answer, t: Translate) -> None:
    """One press."""
    found = _decide(bot, member, value, None, t)
    if message:
        answer.replace(show.done(found, t))
    else:
        answer.say(show.done(found, t))


def open_other_days(bot: Bot, member: Member, event_id: int | None, answer: Answer, t: Translate) -> None:
    with bot.sessions.reading() as session:
        _, poll = doors.poll_to_lead(session, member.workspace_id, event_id, person_id=member.person_id, holds=False)
        found = reading.facts(session, poll, bot.clock.now(), person_id=member.person_id, language=t.language)
    answer.form(show.other_day_form(found, t))


def decide_other(bot: Bot, member: Member, typed: Typed, answer: Answer, t: Translate) -> None:
    chosen = typed.chosen(Field.OPTION)
    if chosen is None:
        raise Refusal(N_("Choose a day."), field=Field.OPTION)
    answer.say(show.done(_decide(bot, member, chosen, typed.text(Field.REASON), t), t))


def _decide(bot: Bot, member: Member, value: str, reason: str | None, t: Translate) -> DatePollFacts:
    now = bot.clock.now()
    with bot.sessions.begin() as session:
        event, poll, day = doors.day_to_choose(session, member.workspace_id, value, person_id=member.person_id)
        deciding.decide(session, event, poll, day, by_id=member.person_id, reason=reason, now=now)
        return reading.facts(session, poll, now, person_id=member.person_id, language=t.language)


def _row(typed: Typed, place: int) -> making.Row:
    return making.Row(
        typed.day(f"{Field.OPTION}{place}"), typed.clock(f"{Field.STARTS}{place}"), typed.clock(f"{Field.ENDS}{place}")
    )


def _event(about: dict[str, Any]) -> int | None:
    return row_id(str(about.get("event", "")))
