"""Taking something out of a season: what is chosen, what that causes, and the press that does it."""

import json

from bot.blocks.ids import Field, Press, View
from bot.blocks.inputs import choice
from bot.blocks.text import Block, Bold, Line, actions, bullets, button, divider, form, heading, rich
from bot.i18n import Translate
from bot.receipts.series import RemovalEffects, RemovalForm

MOST = 100
"""Options of a menu."""


def removal_form(found: RemovalForm, t: Translate) -> Block:
    """Above the menu, what taking out the one that is chosen causes."""
    blocks: list[Block] = [*_caused(found.effects, t), divider()] if found.effects else []
    options = [
        (key, t("The whole area {name}", name=name) if key == found.whole else name) for key, name in found.options
    ]
    blocks += [
        rich([Bold(found.name)]),
        choice(Field.ORGANISATION, t("What is taken out?"), options[-MOST:], chosen=found.chosen),
        actions(button(t("Back to the season"), Press.SERIES_ONE, found.series_id)),
    ]
    about = json.dumps(
        {"series": found.series_id, "area": found.area_key, "confirms": found.chosen}, ensure_ascii=False
    )
    submit = t("Take it out") if found.effects else t("Go on")
    return form(View.REMOVE, t("Take out"), blocks, t, submit=submit, about=about)


def removed(effects: RemovalEffects, t: Translate) -> str:
    return t("{name} is taken out.", name=effects.name)


def _caused(effects: RemovalEffects, t: Translate) -> list[Block]:
    lines: list[Line] = []
    if effects.is_area:
        lines.append(t("The area and its list of organisations leave the season."))
    else:
        lines.append(
            t(
                "{name} is no longer counted among those who are to take part, nor among those missing.",
                name=effects.name,
            )
        )
    if effects.held:
        lines.append(
            t.n("{n} registration from there is kept as it is.", "{n} registrations from there are kept as they are.",
                effects.held)
        )  # fmt: skip
    if effects.invited:
        lines.append(t.n("{n} who is invited stays invited.", "{n} who are invited stay invited.", effects.invited))
    if effects.tasks:
        lines.append(t("Has no task there any more: {names}.", names=", ".join(effects.tasks)))
    if effects.elsewhere and effects.is_area:
        lines.append(t("It stays in: {titles}.", titles=", ".join(effects.elsewhere)))
    elif effects.elsewhere:
        lines.append(t("The same area is in: {titles}. It leaves it there too.", titles=", ".join(effects.elsewhere)))
    return [heading(t("What this causes")), rich([Bold(effects.name)]), bullets(lines)]
