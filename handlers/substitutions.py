"""Sending somebody else: asking, answering, and taking the question back."""

from dataclasses import replace
from typing import Any

from bot.blocks import registration_form as forms
from bot.blocks import registrations as show
from bot.blocks import substitutions as blocks
from bot.blocks.appeals import ask_form
from bot.blocks.ids import Field, Press, View
from bot.context import Bot
from bot.i18n import Translate
from bot.members import Members
from bot.services import access, events, people
from bot.services.people import Member
from bot.services.registration import asked, naming, passing_on, seats, substitutions, succession
from handlers import registrations
from handlers.answers import Answer
from handlers.colleagues import named
from handlers.requests import Typed
from handlers.table import Handlers


def listen(on: Handlers) -> None:
    on.press(Press.SUBSTITUTE)(choose_somebody)
    on.view(View.SUBSTITUTE)(ask_somebody)
    on.press(Press.NAME_ANOTHER)(name_somebody)
    on.view(View.NAMED)(ask_in_my_place)
    on.press(Press.TAKE_BACK)(take_question_back)
    on.press(Press.COME_INSTEAD)(open_form)
    on.press(Press.NOT_INSTEAD)(say_no)
    on.view(View.COMING_INSTEAD)(come_instead)
    on.press(Press.GUEST_COMES)(guest_comes)
    on.press(Press.GUEST_CANNOT)(guest_cannot)


def choose_somebody(bot: Bot, member: Member, event_id: int, answer: Answer, t: Translate) -> None:
    with bot.sessions.reading() as session:
        event = access.event_in(session, member.workspace_id, event_id)
        substitutions.seat_to_pass_on(session, event, member.person_id, bot.clock.now())
        receipt = seats.mine(session, event, member.person_id, bot.clock.now())
    answer.form(blocks.ask_form(receipt, t))


def ask_somebody(
    bot: Bot, member: Member, members: Members, event_id: int, typed: Typed, answer: Answer, t: Translate
) -> None:
    """A colleague in Slack, or name and e-mail: one of the two."""
    whom = named(bot, members, typed, answer, t)
    if whom is None:
        return
    with bot.sessions.begin() as session:
        now = bot.clock.now()
        event = access.event_to_change(session, member.workspace_id, event_id)
        has_asked = passing_on.ask(
            session, event, by_id=member.person_id, whom_id=whom.person_id(session, member.workspace_id, now),
            field=whom.field, words=typed.text(Field.WORDS), now=now,
        )  # fmt: skip
        receipt = replace(seats.mine(session, event, member.person_id, now), has_asked=has_asked)
    answer.form(show.my_seat(receipt, t))


def name_somebody(bot: Bot, member: Member, event_id: int, answer: Answer, t: Translate) -> None:
    """From an invitation; whoever has a seat by now passes that on."""
    now = bot.clock.now()
    with bot.sessions.reading() as session:
        event = access.event_in(session, member.workspace_id, event_id)
        receipt = seats.mine(session, event, member.person_id, now)
        has_seat = receipt.seat is not None and receipt.seat.state in show.SEATED
        if not has_seat:
            naming.refuse_unless_invited(session, event, member.person_id, now)
    answer.form(blocks.ask_form(receipt, t) if has_seat else blocks.name_form(receipt.event, t))


def ask_in_my_place(
    bot: Bot, member: Member, members: Members, event_id: int, typed: Typed, answer: Answer, t: Translate
) -> None:
    whom = named(bot, members, typed, answer, t)
    if whom is None:
        return
    with bot.sessions.begin() as session:
        now = bot.clock.now()
        event = access.event_to_change(session, member.workspace_id, event_id)
        whom_id = whom.person_id(session, member.workspace_id, now)
        name = naming.name_another(session, event, by_id=member.person_id, whom_id=whom_id, field=whom.field, now=now)
        facts = events.facts(session, event, now)
    answer.say(blocks.named(facts, name, t))


def take_question_back(bot: Bot, member: Member, event_id: int, answer: Answer, t: Translate) -> None:
    with bot.sessions.begin() as session:
        event = access.event_to_change(session, member.workspace_id, event_id)
        substitutions.withdraw(session, event, by_id=member.person_id, now=bot.clock.now())
        receipt = seats.mine(session, event, member.person_id, bot.clock.now())
    answer.form(show.my_seat(receipt, t))


def open_form(bot: Bot, member: Member, value: str, answer: Answer, t: Translate) -> None:
    """The registration form, with needs and diet empty; my registration when I have said yes already.

    Once names are set: what the coordinator needs to know to let me come.
    """
    with bot.sessions.reading() as session:
        row, event = access.question_to_answer(session, member.workspace_id, _id(value), person_id=member.person_id)
        now = bot.clock.now()
        receipt = seats.mine(session, event, member.person_id, now)
        is_in = receipt.seat is not None and not row.is_open and receipt.seat.state in show.SEATED
        facts = None if is_in else succession.form(session, event, row, now)
        needs_leave = substitutions.needs_leave(event, row, now)
    if facts is None:
        answer.form(show.my_seat(receipt, t))
    elif needs_leave:
        answer.form(ask_form(facts, t))
    else:
        answer.form(forms.registration_form(facts, t, attendance=None, edits_profile=False))


def come_instead(bot: Bot, member: Member, about: dict[str, Any], typed: Typed, answer: Answer, t: Translate) -> None:
    """The submitted form: the seat is mine, or nothing has changed."""
    name, email = typed.text(Field.NAME), typed.text(Field.EMAIL)
    if typed.has(Field.EMAIL) and not people.is_address(email):
        answer.wrong(Field.EMAIL, t("That is not an e-mail address."))
        return
    with bot.sessions.begin() as session:
        row, event = access.question_to_settle(
            session, member.workspace_id, access.row_id(str(about.get("question"))), person_id=member.person_id
        )
        if name:
            people.rename(session, member.person_id, name=name, email=email)
        wish = registrations.wish_in(typed)
        receipt = passing_on.say_yes(session, event, row, wish=wish, now=bot.clock.now())
    answer.form(show.my_seat(receipt, t))


def say_no(bot: Bot, member: Member, value: str, answer: Answer, t: Translate) -> None:
    _decline(bot, member, value)
    answer.sentence(t("Thank you for answering. The seat stays where it is."))


def guest_comes(bot: Bot, member: Member, value: str, answer: Answer, t: Translate) -> None:
    with bot.sessions.begin() as session:
        row, event = access.question_to_settle(session, member.workspace_id, _id(value), person_id=member.person_id)
        succession.accept_for(session, event, row, by_id=member.person_id, now=bot.clock.now())
        name = asked.question(session, row.id, bot.clock.now()).name
    answer.sentence(t("{name} has the seat now.", name=name))


def guest_cannot(bot: Bot, member: Member, value: str, answer: Answer, t: Translate) -> None:
    _decline(bot, member, value)
    answer.sentence(t("Written down. The seat stays where it is, and whoever asked is told."))


def _decline(bot: Bot, member: Member, value: str) -> None:
    with bot.sessions.begin() as session:
        row, event = access.question_to_settle(session, member.workspace_id, _id(value), person_id=member.person_id)
        substitutions.decline(session, event, row, by_id=member.person_id, now=bot.clock.now())


def _id(value: str) -> int | None:
    """A question's id, told apart from a meeting's."""
    return access.row_id(value.removeprefix("q"))
