"""Changing what is said of a whole season or lab series: its period, quiet weeks, how long data is kept."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from bot.blocks import season_settings as show
from bot.blocks import seasons
from bot.blocks.ids import Press, View
from bot.context import Bot
from bot.i18n import Translate
from bot.receipts.series import Entry, SeriesForm, SeriesPart, Written
from bot.services.access import row_id
from bot.services.access.series import series_to_steer
from bot.services.people import Member
from bot.services.seasons import editing, inputs, looking
from bot.services.seasons.editing import Wish
from bot.services.seasons.inputs import Place
from bot.services.seasons.standing import Standing
from handlers.answers import Answer
from handlers.requests import Typed
from handlers.table import Handlers
from models.errors import N_, Refusal

OLD = N_("That form is from an older version. Open the season again.")


def listen(on: Handlers) -> None:
    on.press(Press.SERIES_PART)(open_part)
    on.view(View.SERIES_PART)(change_part)


def open_part(bot: Bot, member: Member, is_admin: bool, value: str, answer: Answer, t: Translate) -> None:
    series_id, _, part = value.partition(" ")
    with bot.sessions.begin() as session:
        series = series_to_steer(
            session, member.workspace_id, row_id(series_id), person_id=member.person_id, is_admin=is_admin
        )
        found = editing.form(session, series, _part(part), bot.clock.now())
    answer.form(show.part_form(found, t))


def change_part(
    bot: Bot, member: Member, is_admin: bool, about: dict[str, Any], typed: Typed, answer: Answer, t: Translate
) -> None:
    """What causes something is shown first, and saved when it is submitted again as it was."""
    now, series_id = bot.clock.now(), row_id(str(about.get("series") or ""))
    steered = partial(
        series_to_steer, workspace_id=member.workspace_id, series_id=series_id, person_id=member.person_id,
        is_admin=is_admin,
    )  # fmt: skip
    with bot.sessions.trying() as session:
        series = steered(session)
        part, seen = _part(str(about.get("part"))), about.get("seen")
        shown = [inputs.place(series.kind, part, str(name)) for name in (seen if isinstance(seen, dict) else ())]
        wish = _wish(typed, about, shown)
        found = None
        if wish.is_to_be_shown:
            found = editing.preview(session, series, wish, person_id=member.person_id, now=now)
    if found is None:
        with bot.sessions.begin() as session:
            series = steered(session)
            saved = editing.save(session, series, wish, person_id=member.person_id, now=now)
            facts = looking.facts(session, Standing(session, series, now), t.language)
        if isinstance(saved, SeriesForm):
            found = saved
    if found is not None:
        answer.form(show.part_form(found, t))
    else:
        answer.form(seasons.shown(facts, t, said=t("Saved.")))


def _wish(typed: Typed, about: dict[str, Any], places: Sequence[Place]) -> Wish:
    seen = about.get("seen") if isinstance(about.get("seen"), dict) else {}
    values = {place.name: _written(typed, place.name, place.manner.entry) for place in places}
    if "title" in values and not values["title"]:
        raise Refusal(N_("Write something here."), field="title")
    return Wish(
        part=_part(str(about.get("part"))),
        values=editing.wished(values, seen or {}),
        seen=seen or {},
        round=about["round"] if isinstance(about.get("round"), int) else 0,
        confirmed=str(about["confirms"]) if about.get("confirms") else None,
    )


def _written(typed: Typed, name: str, entry: Entry) -> Written:
    if entry is Entry.DAY:
        day = typed.day(name)
        return day.isoformat() if day else None
    if entry is not Entry.NUMBER or typed.text(name) is None:
        return typed.text(name)
    number = typed.whole(name)
    if number is None:
        raise Refusal(N_("Write a whole number."), field=name)
    return number


def _part(written: str) -> SeriesPart:
    if written not in set(SeriesPart):
        raise Refusal(OLD)
    return SeriesPart(written)
