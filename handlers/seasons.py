"""Making and changing a season or a lab series: for whoever organises it."""

import re
from collections.abc import Callable
from functools import partial
from typing import Any

from bot.blocks import seasons as show
from bot.blocks.ids import Field, Press, View
from bot.context import Bot
from bot.i18n import Translate
from bot.members import Members
from bot.receipts.series import SeriesFacts
from bot.services import people
from bot.services.access import row_id
from bot.services.access.series import may_steer, series_to_see, series_to_steer
from bot.services.people import Member
from bot.services.seasons import changing, looking, making, staffing
from bot.services.seasons.changing import Edit
from bot.services.seasons.making import AreaWish, Wish, kind_of
from bot.services.seasons.standing import Standing
from handlers.answers import Answer
from handlers.requests import Typed
from handlers.table import Handlers
from models.errors import N_, Refusal


def listen(on: Handlers) -> None:
    on.word("seasons", "säsonger", "sasonger")(list_all)
    on.press(Press.SERIES)(list_all)
    on.press(Press.SERIES_ONE)(open_one)
    on.press(Press.NEW_SERIES)(begin)
    on.press(Press.SERIES_LIKE)(begin_like)
    on.press(Press.PARTIES)(open_parties)
    on.press(Press.AREA)(open_area)
    on.press(Press.COORDINATORS)(open_coordinators)
    on.view(View.NEW_SERIES)(make)
    on.view(View.PARTIES)(add_parties)
    on.view(View.AREA)(change_area)
    on.view(View.COORDINATORS)(assign)


def list_all(bot: Bot, member: Member, is_admin: bool, answer: Answer, t: Translate) -> None:
    with bot.sessions.reading() as session:
        rows = series_to_see(session, member.workspace_id, person_id=member.person_id, is_admin=is_admin)
        found = looking.lines(session, rows, bot.clock.now())
    answer.form(show.listed(found, t))


def open_one(bot: Bot, member: Member, is_admin: bool, value: str, answer: Answer, t: Translate) -> None:
    answer.form(show.shown(_facts(bot, member, is_admin, row_id(value), t)[0], t))


def begin(bot: Bot, member: Member, is_admin: bool, value: str, answer: Answer, t: Translate) -> None:
    with bot.sessions.reading() as session:
        series_to_see(session, member.workspace_id, person_id=member.person_id, is_admin=is_admin)
    answer.form(show.new(kind_of(value), None, t))


def begin_like(bot: Bot, member: Member, is_admin: bool, value: str, answer: Answer, t: Translate) -> None:
    found, _ = _facts(bot, member, is_admin, row_id(value), t)
    answer.form(show.new(found.line.kind, found.line, t))


def make(
    bot: Bot, member: Member, is_admin: bool, about: dict[str, Any], typed: Typed, answer: Answer, t: Translate
) -> None:
    like_id = row_id(str(about.get("like") or ""))
    with bot.sessions.reading() as session:
        if like_id is None:
            series_to_see(session, member.workspace_id, person_id=member.person_id, is_admin=is_admin)
        else:
            series_to_steer(session, member.workspace_id, like_id, person_id=member.person_id, is_admin=is_admin)
    wish = Wish(kind_of(str(about.get("kind"))), _words(typed, Field.TITLE), like_id)
    series_id = making.make(bot.sessions, wish, person_id=member.person_id, now=bot.clock.now())
    found, _ = _facts(bot, member, is_admin, series_id, t)
    if found.line.meetings:
        said = t("It is made. Its meetings are drafts: nobody is told before you publish them.")
    else:
        said = t("It is made. Add those who take part, and who coordinates; then make the meetings.")
    answer.form(show.shown(found, t, said=said))


def open_parties(bot: Bot, member: Member, is_admin: bool, value: str, answer: Answer, t: Translate) -> None:
    answer.form(show.parties(_facts(bot, member, is_admin, row_id(value), t)[0], t))


def open_area(bot: Bot, member: Member, is_admin: bool, value: str, answer: Answer, t: Translate) -> None:
    series_id, _, key = value.partition(" ")
    with bot.sessions.reading() as session:
        series = series_to_steer(
            session, member.workspace_id, row_id(series_id), person_id=member.person_id, is_admin=is_admin
        )
        found = looking.area_form(Standing(session, series, bot.clock.now()), key or None)
    answer.form(show.area(found, t))


def open_coordinators(bot: Bot, member: Member, is_admin: bool, value: str, answer: Answer, t: Translate) -> None:
    series_id, _, key = value.partition(" ")
    found, _ = _facts(bot, member, is_admin, row_id(series_id), t)
    name = next((one.name for one in found.places if one.key == key), found.line.title)
    answer.form(show.coordinators(found, key or None, name, t))


def add_parties(
    bot: Bot, member: Member, is_admin: bool, about: dict[str, Any], typed: Typed, answer: Answer, t: Translate
) -> None:
    lines = _words(typed, Field.ORGANISATION)
    _change(bot, member, is_admin, about, making.with_parties(lines), answer, t)


def change_area(
    bot: Bot, member: Member, is_admin: bool, about: dict[str, Any], typed: Typed, answer: Answer, t: Translate
) -> None:
    channel = typed.text(Field.CHANNEL)
    wish = AreaWish(
        key=str(about["area"]) if about.get("area") else None,
        name=_words(typed, Field.NAME),
        organisations=typed.text(Field.ORGANISATION) or "",
        weeks=tuple(int(one) for one in _numbers(typed, Field.WEEKS, 2)),
        counties=tuple(f"{one:>02}" for one in _numbers(typed, Field.COUNTIES, 2)),
        channel=channel.removeprefix("#").lower() if channel else None,
    )
    _change(bot, member, is_admin, about, making.with_area(wish), answer, t)


def assign(
    bot: Bot, member: Member, members: Members, is_admin: bool, about: dict[str, Any], typed: Typed, answer: Answer,
    t: Translate,
) -> None:  # fmt: skip
    """Those chosen, instead of those there were."""
    chosen = [one for one in (typed.person(Field.PERSON), typed.person(Field.COLLEAGUE)) if one]
    if not chosen:
        raise Refusal(N_("Choose somebody."), field=Field.PERSON)
    ids = [members.find(bot, one).person_id for one in dict.fromkeys(chosen)]
    with bot.sessions.reading() as session:
        whom = [people.name_and_address(session, person_id) for person_id in ids]
    area = str(about["area"]) if about.get("area") else None
    _do(bot, member, is_admin, about, partial(staffing.appoint, area=area, whom=whom), answer, t)


def _change(
    bot: Bot, member: Member, is_admin: bool, about: dict[str, Any], edit: Edit, answer: Answer, t: Translate
) -> None:
    _do(bot, member, is_admin, about, partial(changing.change, edit=edit), answer, t)


def _do(
    bot: Bot, member: Member, is_admin: bool, about: dict[str, Any], work: Callable[..., None],
    answer: Answer, t: Translate,
) -> None:  # fmt: skip
    """Work on a series that is held, and show it."""
    series_id = row_id(str(about.get("series") or ""))
    with bot.sessions.begin() as session:
        series = series_to_steer(session, member.workspace_id, series_id, person_id=member.person_id, is_admin=is_admin)
        changing.hold(session, series)
        work(session, series, person_id=member.person_id, now=bot.clock.now())
        is_mine = may_steer(session, series, person_id=member.person_id, is_admin=is_admin)
        found = looking.facts(session, Standing(session, series, bot.clock.now()), t.language)
    if is_mine:
        answer.form(show.shown(found, t, said=t("Saved.")))
    else:
        answer.form(show.handed_over(found, t))


def _facts(bot: Bot, member: Member, is_admin: bool, series_id: int | None, t: Translate) -> tuple[SeriesFacts, int]:
    with bot.sessions.reading() as session:
        series = series_to_steer(session, member.workspace_id, series_id, person_id=member.person_id, is_admin=is_admin)
        return looking.facts(session, Standing(session, series, bot.clock.now()), t.language), series.id


def _words(typed: Typed, field: Field) -> str:
    found = typed.text(field)
    if not found:
        raise Refusal(N_("Write something here."), field=field)
    return found


def _numbers(typed: Typed, field: Field, digits: int) -> list[str]:
    found = [one for one in re.split(r"[\s,;]+", typed.text(field) or "") if one]
    if any(not one.isascii() or not one.isdecimal() or len(one) > digits for one in found):
        raise Refusal(N_("Write numbers with commas between them."), field=field)
    return found
