"""The programme: everyone reads it; whoever coordinates fills it, changes it by hand and publishes it."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from bot.blocks import events as lists
from bot.blocks import programme_form as show
from bot.blocks import programmes as read
from bot.blocks.ids import Field, Press, View
from bot.context import Bot
from bot.i18n import Translate
from bot.receipts import DraftFacts, ProgrammeFacts
from bot.services import access, choosing
from bot.services.people import Member
from bot.services.programme import building, drafting, publishing, reading
from bot.services.programme.adjusting import Act, Wish
from bot.services.registration import seats
from handlers.answers import Answer
from handlers.requests import Typed
from handlers.table import Handlers
from models.errors import N_, Refusal

BY_HAND = {
    Press.PROGRAMME_UP: Act.UP,
    Press.PROGRAMME_DOWN: Act.DOWN,
    Press.PROGRAMME_LONGER: Act.LONGER,
    Press.PROGRAMME_SHORTER: Act.SHORTER,
}


def listen(on: Handlers) -> None:
    on.word("programme", "program")(ask_for_programme)
    on.press(Press.PROGRAMME)(open_programme)
    on.press(Press.PROGRAMME_PAGE)(turn_page)
    on.press(Press.PROGRAMME_AS_READ)(show_as_read)
    on.press(Press.PROGRAMME_MAIL)(show_mail)
    on.press(Press.PROGRAMME_MANNER)(open_manner)
    on.view(View.PROGRAMME_MANNER)(build_programme)
    for press, act in BY_HAND.items():
        on.press(press)(_change_by_hand(act))
    on.press(Press.PROGRAMME_SWAP)(open_swap)
    on.view(View.PROGRAMME_SWAP)(swap_question)
    on.press(Press.PROGRAMME_FOR)(open_for_whom)
    on.view(View.PROGRAMME_FOR)(say_for_whom)
    on.view(View.PROGRAMME)(publish_programme)


def ask_for_programme(
    bot: Bot, member: Member, words: str, channel_id: str | None, answer: Answer, t: Translate
) -> None:
    """One meeting's; otherwise choose."""
    now = bot.clock.now()
    with bot.sessions.reading() as session:
        meant = choosing.to_see_programme(session, member, words=words, channel_id=channel_id, now=now)
        found = _to_see(bot, session, member, meant.event_id, t) if meant.is_clear else None
    if found:
        answer.form(found)
    else:
        title = t("Which meeting?") if meant.page.lines else t("I found no meeting for “{words}”.", words=words)
        answer.say(lists.choices(meant.page, t, title=title))


def open_programme(bot: Bot, member: Member, event_id: int | None, answer: Answer, t: Translate) -> None:
    with bot.sessions.reading() as session:
        found = _to_see(bot, session, member, event_id, t)
    answer.form(found)


def turn_page(bot: Bot, member: Member, event_id: int, value: str, answer: Answer, t: Translate) -> None:
    number = access.row_id(value.removeprefix("page ")) or 1
    answer.form(show.draft(_draft(bot, member, event_id), t, page=number))


def show_as_read(bot: Bot, member: Member, event_id: int, answer: Answer, t: Translate) -> None:
    answer.form(show.as_read(_as_read(bot, member, event_id), t))


def show_mail(bot: Bot, member: Member, event_id: int, answer: Answer, t: Translate) -> None:
    answer.form(read.mail(_as_read(bot, member, event_id), t))


def open_manner(bot: Bot, member: Member, event_id: int, answer: Answer, t: Translate) -> None:
    answer.form(show.manner(_draft(bot, member, event_id), t))


def build_programme(bot: Bot, member: Member, about: dict[str, Any], typed: Typed, answer: Answer,
                    t: Translate) -> None:  # fmt: skip
    with bot.sessions.begin() as session:
        event = access.event_to_build(session, member.workspace_id, _event_id(about), person_id=member.person_id)
        found = building.settle(
            session,
            event,
            template=typed.chosen(Field.TEMPLATE) or "",
            by_share=typed.chosen(Field.MANNER) != show.EQUAL,
            least=access.row_id(typed.chosen(Field.LEAST) or "") or 0,
            seen=str(about.get("seen", "")),
            person_id=member.person_id,
            now=bot.clock.now(),
        )
    _answer(answer, found, 1, t)


def open_swap(bot: Bot, member: Member, event_id: int, value: str, about: dict[str, Any], answer: Answer,
              t: Translate) -> None:  # fmt: skip
    found, topic_id = _draft(bot, member, event_id), _topic_id(value)
    if any(talk.topic_id == topic_id for one in found.programme.segments for talk in one.talks):
        answer.form(show.swap(found, topic_id, _page(about), t))
    else:
        answer.form(show.draft(found, t, page=_page(about)))


def swap_question(bot: Bot, member: Member, about: dict[str, Any], typed: Typed, answer: Answer, t: Translate) -> None:
    other = access.row_id(typed.chosen(Field.INSTEAD) or "")
    wish = Wish(Act.SWAP, access.row_id(str(about.get("topic", ""))) or 0, other)
    _answer(answer, _adjusted(bot, member, about, wish), _page(about), t)


def open_for_whom(bot: Bot, member: Member, event_id: int, value: str, about: dict[str, Any], answer: Answer,
                  t: Translate) -> None:  # fmt: skip
    found = _draft(bot, member, event_id)
    part = next((one for one in found.programme.segments if f"part {one.key}" == value and one.level), None)
    answer.form(show.for_whom(found, part, _page(about), t) if part else show.draft(found, t, page=_page(about)))


def say_for_whom(bot: Bot, member: Member, about: dict[str, Any], typed: Typed, answer: Answer, t: Translate) -> None:
    with bot.sessions.begin() as session:
        event = access.event_to_build(session, member.workspace_id, _event_id(about), person_id=member.person_id)
        found = building.admit(
            session, event, str(about.get("part", "")), typed.ticked(Field.ROLES), seen=str(about.get("seen", "")),
            person_id=member.person_id, now=bot.clock.now(),
        )  # fmt: skip
    _answer(answer, found, _page(about), t)


def publish_programme(bot: Bot, member: Member, about: dict[str, Any], typed: Typed, answer: Answer,
                      t: Translate) -> None:  # fmt: skip
    wishes = typed.ticked(Field.PUBLISHING)
    with bot.sessions.begin() as session:
        event = access.event_to_publish(session, member.workspace_id, _event_id(about), person_id=member.person_id)
        found = publishing.publish(
            session,
            event,
            seen=str(about.get("seen", "")),
            tells=show.TELL in wishes,
            saves=show.SAVE in wishes,
            reason=typed.text(Field.REASON),
            person_id=member.person_id,
            now=bot.clock.now(),
        )
    if isinstance(found, DraftFacts):
        _answer(answer, found, _page(about), t)
    else:
        answer.form(show.published(found, t))


def _to_see(bot: Bot, session: Session, member: Member, event_id: int | None, t: Translate) -> dict[str, Any]:
    """The draft for whoever builds it, else what is published."""
    now = bot.clock.now()
    event = access.event_in(session, member.workspace_id, event_id)
    if access.may_build_programme(session, event, member.person_id):
        return show.draft(building.read(session, event, member.person_id, now), t)
    seat = seats.current(session, event.id, member.person_id)
    found = reading.published(session, event, seat.role if seat and seat.is_active else None, now)
    if found is None:
        raise Refusal(N_("The programme of {title} is not published yet."), title=event.title)
    return read.shown(found, t)


def _change_by_hand(act: Act) -> Callable[..., None]:
    def change(bot: Bot, member: Member, value: str, about: dict[str, Any], answer: Answer, t: Translate) -> None:
        found = _adjusted(bot, member, about, Wish(act, _topic_id(value)))
        _answer(answer, found, _page(about), t)

    return change


def _adjusted(bot: Bot, member: Member, about: dict[str, Any], wish: Wish) -> DraftFacts:
    with bot.sessions.begin() as session:
        event = access.event_to_build(session, member.workspace_id, _event_id(about), person_id=member.person_id)
        seen = str(about.get("seen", ""))
        return building.adjust(session, event, wish, seen=seen, person_id=member.person_id, now=bot.clock.now())


def _answer(answer: Answer, found: DraftFacts, page: int, t: Translate) -> None:
    answer.form(show.draft(found, t, page=page, said=show.overtaken(found, t) if found.is_overtaken else None))


def _draft(bot: Bot, member: Member, event_id: int | None) -> DraftFacts:
    with bot.sessions.reading() as session:
        event = access.event_for_programme(session, member.workspace_id, event_id, person_id=member.person_id)
        return building.read(session, event, member.person_id, bot.clock.now())


def _as_read(bot: Bot, member: Member, event_id: int | None) -> ProgrammeFacts:
    with bot.sessions.reading() as session:
        event = access.event_for_programme(session, member.workspace_id, event_id, person_id=member.person_id)
        return drafting.as_read(session, event, drafting.of(session, event), bot.clock.now())


def _event_id(about: dict[str, Any]) -> int | None:
    return access.row_id(str(about.get("event", "")))


def _topic_id(value: str) -> int:
    return access.row_id(value.removeprefix("topic ")) or 0


def _page(about: dict[str, Any]) -> int:
    return access.row_id(str(about.get("page", ""))) or 1
