"""Taking an organisation out of an area, a party out of a lab series, or an area out of a season."""

from typing import Any

from bot.blocks import season_removal as show
from bot.blocks import seasons
from bot.blocks.ids import Field, Press, View
from bot.context import Bot
from bot.i18n import Translate
from bot.services.access import row_id
from bot.services.access.series import series_to_steer
from bot.services.people import Member
from bot.services.seasons import changing, looking, removing
from bot.services.seasons.standing import Standing
from handlers.answers import Answer
from handlers.requests import Typed
from handlers.table import Handlers
from models.errors import N_, Refusal


def listen(on: Handlers) -> None:
    on.press(Press.REMOVE)(choose)
    on.view(View.REMOVE)(take_out)


def choose(bot: Bot, member: Member, is_admin: bool, value: str, answer: Answer, t: Translate) -> None:
    series_id, _, area = value.partition(" ")
    with bot.sessions.reading() as session:
        series = series_to_steer(
            session, member.workspace_id, row_id(series_id), person_id=member.person_id, is_admin=is_admin
        )
        found = removing.form(session, series, area or None, bot.clock.now())
    answer.form(show.removal_form(found, t))


def take_out(
    bot: Bot, member: Member, is_admin: bool, about: dict[str, Any], typed: Typed, answer: Answer, t: Translate
) -> None:
    """What was chosen is shown with what it causes, and taken out when the same is submitted again."""
    chosen, now = typed.chosen(Field.ORGANISATION), bot.clock.now()
    area = str(about["area"]) if about.get("area") else None
    if chosen is None:
        raise Refusal(N_("Choose one."), field=Field.ORGANISATION)
    with bot.sessions.begin() as session:
        series = series_to_steer(
            session, member.workspace_id, row_id(str(about.get("series") or "")), person_id=member.person_id,
            is_admin=is_admin,
        )  # fmt: skip
        changing.hold(session, series)
        found = removing.form(session, series, area, now)
        target = removing.target(session, series, area, chosen, now)
        effects = removing.effects(session, series, target, now)
        is_confirmed = about.get("confirms") == chosen
        if is_confirmed:
            removing.remove(session, series, target, person_id=member.person_id, now=now)
        facts = looking.facts(session, Standing(session, series, now), t.language)
    if is_confirmed:
        answer.form(seasons.shown(facts, t, said=show.removed(effects, t)))
    else:
        answer.form(show.removal_form(found.choosing(chosen, effects), t))
