"""What of a series' document a form shows, and how what was written in it changes the document."""

import re
from collections.abc import Callable

from bot.receipts.series import SeriesPart, Written
from bot.services.seasons import naming
from bot.services.seasons.inputs import (
    HEADERS,
    NEW_ITEMS,
    NEW_LABEL,
    ORDERS,
    TEMPLATE,
    TEMPLATES,
    Place,
    place,
    places,
)
from bot.services.seasons.layout import HEADER, MEETING, Group, drop, put, within
from bot.services.seasons.manners import ITEMS
from models import SeriesKind
from models.errors import N_, Refusal

LONGEST = 3000
"""Characters an input holds: what is longer is left to the file."""
BOTH = N_("A new template has both a name and its parts.")


def values(found: Group, kind: SeriesKind, part: SeriesPart) -> dict[str, Written]:
    """What the form would show: not what is too long for an input."""
    header = HEADERS[kind]
    shown = [place(kind, part, f"{TEMPLATE}{key}") for key in labels(found)] if part is SeriesPart.TEMPLATES else []
    said = {one.name: one.find(found, header) for one in (*shown, *places(kind, part))}
    return {name: one.strip() if isinstance(one, str) else one for name, one in said.items() if _fits(one)}


def labels(found: Group) -> dict[str, str]:
    """Of the templates, by their keys."""
    return {key: str(one.get("label") or key) for key, one in (found.get("season", {}).get(TEMPLATES) or {}).items()}


def editing(kind: SeriesKind, part: SeriesPart, wanted: dict[str, Written]) -> Callable[[Group], None]:
    def edit(found: Group) -> None:
        for name, written in wanted.items():
            if name not in (NEW_LABEL, NEW_ITEMS):
                _keep_exceptions(found, name)
                place(kind, part, name).put(found, HEADERS[kind], written)
        if {NEW_LABEL, NEW_ITEMS} & wanted.keys():
            _add_template(found, wanted.get(NEW_LABEL), wanted.get(NEW_ITEMS))
        _name_organiser(found.get(HEADERS[kind], {}))

    return edit


def input_of(kind: SeriesKind, part: SeriesPart) -> Callable[[str], str]:
    """The input that a problem of the file stands in."""

    def named(way: str) -> str:
        plain = re.sub(r"\[[^]]*\]", "", way)
        if part is SeriesPart.TEMPLATES:
            return TEMPLATE + plain.partition(f"{TEMPLATES}.")[2].partition(".")[0]
        known = places(kind, part)
        exactly = (one.name for one in known if plain.endswith(".".join(one.way)))
        nearly = (one.name for one in known if one.way[0] in plain)
        return next(exactly, next(nearly, known[0].name))

    return named


def _keep_exceptions(found: Group, name: str) -> None:
    """A meeting whose programme is a template with exceptions keeps it when the template becomes another."""
    key = name.removeprefix(TEMPLATE)
    for meeting in found.get("dialogues") or [] if name.startswith(TEMPLATE) else []:
        if meeting.get("agenda_template") == key and meeting.get("agenda_overrides"):
            exceptions = {one["start"]: one for one in meeting["agenda_overrides"]}
            items = [one | exceptions.get(one["start"], {}) for one in found["season"][TEMPLATES][key]["items"]]
            drop(meeting, "agenda_template", "agenda_overrides")
            put(meeting, "agenda", items, MEETING)


def _add_template(found: Group, label: Written, items: Written) -> None:
    if not label or not items:
        raise Refusal(BOTH, field=NEW_ITEMS if label else NEW_LABEL)
    templates = within(found["season"], TEMPLATES, HEADER)
    new = Place(NEW_ITEMS, ITEMS, (TEMPLATES, naming.slug(str(label)), "items"))
    new.put(found, "season", items)
    templates[naming.slug(str(label))] = {"label": label, **templates[naming.slug(str(label))]}


def _name_organiser(header: Group) -> None:
    """Whoever organises it has a short name in the file."""
    organiser = header.get("organiser")
    if isinstance(organiser, dict) and organiser.get("name") and not organiser.get("organisation"):
        put(organiser, "organisation", naming.slug(str(organiser["name"])), ORDERS["organiser"])


def _fits(one: Written) -> bool:
    return not isinstance(one, str) or len(one) <= LONGEST
