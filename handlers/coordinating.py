"""Who coordinates: handing over, taking over, deputies."""

from typing import Any

from sqlalchemy.orm import Session

from bot.blocks import coordinating as show
from bot.blocks.ids import Field, Press, View
from bot.context import Bot
from bot.i18n import Translate
from bot.members import Members
from bot.receipts.duties import PlaceFacts
from bot.services import access
from bot.services.coordinating import deputies, handovers, places
from bot.services.coordinating.places import Place
from bot.services.people import Member
from handlers import gathering
from handlers.answers import Answer
from handlers.requests import Typed
from handlers.table import Handlers
from models.errors import N_, Refusal


def listen(on: Handlers) -> None:
    on.press(Press.DUTIES)(list_mine)
    on.press(Press.HAND_OVER)(choose_successor)
    on.press(Press.HANDOVER_BACK)(take_back)
    on.press(Press.TAKE_OVER)(take_over)
    on.press(Press.NOT_TAKE_OVER)(say_no)
    on.press(Press.DEPUTIES)(choose_deputies)
    on.view(View.HAND_OVER)(ask_successor)
    on.view(View.DEPUTIES)(name_deputies)


def list_mine(bot: Bot, member: Member, is_admin: bool, answer: Answer, t: Translate) -> None:
    with bot.sessions.reading() as session:
        found = _mine(session, member, is_admin)
    answer.form(show.shown(found, t))


def choose_successor(bot: Bot, member: Member, value: str, answer: Answer, t: Translate) -> None:
    with bot.sessions.reading() as session:
        place = access.place_to_hand_over(session, member.workspace_id, value, person_id=member.person_id)
        found = places.facts(session, place, member.person_id, may_name_deputies=False)
    answer.form(show.handover_form(found, t))


def ask_successor(
    bot: Bot, member: Member, members: Members, is_admin: bool, about: dict[str, Any], typed: Typed, answer: Answer,
    t: Translate,
) -> None:  # fmt: skip
    key, chosen = str(about.get("place")), typed.person(Field.PERSON)
    with bot.sessions.reading() as session:
        access.place_to_hand_over(session, member.workspace_id, key, person_id=member.person_id)
    whom = gathering.everyone(bot, members, [chosen] if chosen else [], Field.PERSON)
    if not whom:
        raise Refusal(N_("Choose somebody."), field=Field.PERSON)
    with bot.sessions.begin() as session:
        place = access.place_to_hand_over(session, member.workspace_id, key, person_id=member.person_id)
        row = handovers.ask(session, place, by_id=member.person_id, whom_id=whom[0], now=bot.clock.now())
        name, found = handovers.facts(session, row).whom, _mine(session, member, is_admin)
    answer.form(show.shown(found, t, said=t("{name} is asked.", name=name)))


def take_back(bot: Bot, member: Member, is_admin: bool, value: str, answer: Answer, t: Translate) -> None:
    with bot.sessions.begin() as session:
        row = access.handover_to_take_back(session, member.workspace_id, value, person_id=member.person_id)
        handovers.take_back(session, row, bot.clock.now())
        found = _mine(session, member, is_admin)
    answer.form(show.shown(found, t, said=t("The question is taken back.")))


def take_over(bot: Bot, member: Member, value: str, answer: Answer, t: Translate) -> None:
    with bot.sessions.begin() as session:
        row = access.handover_to_answer(session, member.workspace_id, value, person_id=member.person_id)
        handovers.accept(session, row, bot.clock.now())
        found = handovers.facts(session, row)
    answer.say(show.taken_over(found, t))


def say_no(bot: Bot, member: Member, value: str, answer: Answer, t: Translate) -> None:
    with bot.sessions.begin() as session:
        row = access.handover_to_answer(session, member.workspace_id, value, person_id=member.person_id)
        handovers.decline(session, row, bot.clock.now())
        name = handovers.facts(session, row).by
    answer.sentence(t("Thank you for answering. {name} is told, and coordinates as before.", name=name))


def choose_deputies(bot: Bot, member: Member, is_admin: bool, value: str, answer: Answer, t: Translate) -> None:
    with bot.sessions.reading() as session:
        place = access.place_to_deputise(
            session, member.workspace_id, value, person_id=member.person_id, is_admin=is_admin
        )
        found = places.facts(session, place, member.person_id, may_name_deputies=True)
    answer.form(show.deputies_form(found, t))


def name_deputies(
    bot: Bot, member: Member, members: Members, is_admin: bool, about: dict[str, Any], typed: Typed, answer: Answer,
    t: Translate,
) -> None:  # fmt: skip
    def place_in(session: Session) -> Place:
        return access.place_to_deputise(
            session, member.workspace_id, str(about.get("place")), person_id=member.person_id, is_admin=is_admin
        )

    with bot.sessions.reading() as session:
        place_in(session)
    wanted = gathering.everyone(bot, members, typed.people(Field.PEOPLE), Field.PEOPLE)
    with bot.sessions.begin() as session:
        seen, place = gathering.numbers(about.get("seen")), place_in(session)
        deputies.change(session, place, wanted, seen, by_id=member.person_id, now=bot.clock.now())
        found = _mine(session, member, is_admin)
    answer.form(show.shown(found, t, said=t("Saved. Whoever has been given a duty, or has it no more, is told.")))


def _mine(session: Session, member: Member, is_admin: bool) -> list[PlaceFacts]:
    return [
        places.facts(
            session, place, member.person_id,
            may_name_deputies=access.names_deputies(session, place, member.person_id, is_admin=is_admin),
        )
        for place in access.places_to_coordinate(
            session, member.workspace_id, person_id=member.person_id, is_admin=is_admin
        )
    ]  # fmt: skip
