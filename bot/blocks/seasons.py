"""Seasons and lab series: the list, one of them, and the forms that make and change them."""

import json
from collections.abc import Sequence

from bot.blocks import season_settings as settings
from bot.blocks.date_choosing import against
from bot.blocks.ids import Field, Press, View
from bot.blocks.inputs import person, text_input
from bot.blocks.text import (
    Block,
    Bold,
    Line,
    actions,
    bullets,
    button,
    divider,
    form,
    heading,
    numbered,
    rich,
    section,
    small,
)
from bot.i18n import Translate, long_day
from bot.receipts.series import AreaForm, SeriesFacts, SeriesLine, SeriesPlace
from models.errors import N_
from models.series import SeriesKind

LONGEST_TITLE = 150
LONGEST_LINES = 3000
MOST = 30
"""Series in a list: a form holds a hundred blocks."""
MOST_PLACES = 40
MOST_DAYS = 15
LEADS = {SeriesKind.SEASON: N_("Organiser"), SeriesKind.LAB: N_("Process lead")}


def listed(lines: Sequence[SeriesLine], t: Translate) -> Block:
    blocks: list[Block] = []
    for line in lines[:MOST]:
        blocks += [
            rich([Bold(line.title)], _counted(line, t)),
            actions(
                _named(t("Open"), Press.SERIES_ONE, line.id, line.title),
                _named(t("New one like it"), Press.SERIES_LIKE, line.id, line.title),
            ),
            divider(),
        ]
    if not lines:
        blocks.append(section(t("There is no season or lab series yet.")))
    new = button(t("New season"), Press.NEW_SERIES, SeriesKind.SEASON.value, style="primary")
    blocks.append(numbered(actions(new, button(t("New lab series"), Press.NEW_SERIES, SeriesKind.LAB.value))))
    return form(View.SHOWN, t("Seasons"), blocks, t)


def new(kind: SeriesKind, like: SeriesLine | None, t: Translate) -> Block:
    """Only its name: the rest is taken over, or comes from a template, and is changed afterwards."""
    blocks: list[Block] = []
    if like:
        said = t("Areas, coordinators, roles and programmes are taken over. Each meeting is a draft, "
                 "on the same weekday a year later.")  # fmt: skip
        blocks.append(rich([Bold(like.title)], said))
    else:
        blocks.append(
            section(t("Roles, the form and programmes come from a template. Nobody is told of anything yet."))
        )
    blocks.append(text_input(Field.TITLE, t("Title"), longest=LONGEST_TITLE))
    blocks.append(actions(button(t("To the seasons"), Press.SERIES)))
    about = json.dumps({"kind": kind.value, "like": like.id if like else None})
    title = t("New season") if kind is SeriesKind.SEASON else t("New lab series")
    return form(View.NEW_SERIES, title, blocks, t, submit=t("Make it"), about=about)


def shown(found: SeriesFacts, t: Translate, *, said: str | None = None) -> Block:
    line = found.line
    is_lab = line.kind is SeriesKind.LAB
    facts: list[Line | None] = [
        _counted(line, t),
        found.purpose,
        [Bold(t("Process lead: ") if is_lab else t("Organisers: ")), ", ".join(found.leads) or t("nobody")],
        [Bold(t("Roles: ")), ", ".join(found.roles)] if found.roles else None,
        [Bold(t("Programmes: ")), "; ".join(found.templates)] if found.templates else None,
        [Bold(t("Themes: ")), ", ".join(label for _, label in found.themes)] if found.themes else None,
        _quiet(found, t),
    ]
    blocks: list[Block] = [section(said), divider()] if said else []
    blocks += [heading(line.title), rich(*facts), *_against(found, t)]
    blocks.append(numbered(actions(*settings.opening(line.id, line.kind, t))))
    blocks.append(
        actions(
            button(t("Add parties"), Press.PARTIES, line.id) if is_lab else None,
            button(t("Take out a party"), Press.REMOVE, f"{line.id} ") if is_lab and found.places else None,
            button(t(LEADS[line.kind]), Press.COORDINATORS, f"{line.id} "),
            None if is_lab else button(t("New area"), Press.AREA, f"{line.id} "),
        )
    )
    of_one = _party if is_lab else _area
    blocks += [block for place in found.places[:MOST_PLACES] for block in of_one(line.id, place, t)]
    blocks.append(
        actions(button(t("To the seasons"), Press.SERIES), button(t("The meetings I coordinate"), Press.MEETINGS))
    )
    return form(View.SHOWN, t("Lab series") if is_lab else t("Season"), blocks, t)


def handed_over(found: SeriesFacts, t: Translate) -> Block:
    """To whoever organised it until now."""
    said = t("Saved. {names} organises {title} from now on.", names=", ".join(found.leads), title=found.line.title)
    return form(View.SHOWN, t("Seasons"), [section(said), actions(button(t("Help"), Press.HELP))], t)


def parties(found: SeriesFacts, t: Translate) -> Block:
    hint = t("One on each line, a municipality with its code: 1980 Västerås stad.")
    blocks = [
        *_parties(found.places),
        text_input(Field.ORGANISATION, t("Parties to add"), longest=LONGEST_LINES, is_long=True, hint=hint),
        _back(found.line.id, t),
    ]
    return form(View.PARTIES, t("Add parties"), blocks, t, submit=t("Save"), about=_about(found.line.id))


def area(found: AreaForm, t: Translate) -> Block:
    hint = t("One on each line, a municipality with its code: 0760 Uppvidinge.")
    label = t("Organisations to add") if found.key else t("Organisations")
    numbers = t("Numbers with commas between them.")
    blocks: list[Block] = [
        text_input(Field.NAME, t("Name"), value=found.name, longest=80),
        text_input(
            Field.ORGANISATION, label, longest=LONGEST_LINES, is_long=True, is_required=found.key is None, hint=hint
        ),
        text_input(
            Field.WEEKS, t("Weeks of the winter break"), value=", ".join(map(str, found.weeks)), longest=40,
            is_required=False, hint=numbers,
        ),
        text_input(
            Field.COUNTIES, t("County codes"), value=", ".join(found.counties), longest=40, is_required=False,
            hint=numbers,
        ),
        text_input(
            Field.CHANNEL, t("Channel"), value=found.channel, longest=80, is_required=False,
            hint=t("Its name. Whoever coordinates can write {command} here in it instead.", command=t.command),
        ),
    ]  # fmt: skip
    if found.organisations:
        blocks.insert(1, small(t("Organisations: {names}", names=", ".join(found.organisations))))
    blocks.append(_back(found.series_id, t))
    title = t("Area") if found.key else t("New area")
    return form(View.AREA, title, blocks, t, submit=t("Save"), about=_about(found.series_id, area=found.key))


def coordinators(found: SeriesFacts, key: str | None, name: str, t: Translate) -> Block:
    """One or two of an area; of the whole series one, who organises or leads it."""
    is_party = bool(key) and found.line.kind is SeriesKind.LAB
    title = t("Contact") if is_party else t("Coordinators") if key else t(LEADS[found.line.kind])
    place = next((one for one in found.places if one.key == key), None)
    now = (place.people if place else ()) if key else found.leads
    said = t("Now: {names}.", names=", ".join(now)) if now else t("Nobody yet.")
    blocks = [
        rich([Bold(name)], said),
        person(Field.PERSON, t("Coordinator") if key and not is_party else title, placeholder=t("Somebody in Slack")),
    ]
    if key and not is_party:
        blocks.append(person(Field.COLLEAGUE, t("A second one"), placeholder=t("Somebody in Slack")))
    blocks.append(small(t("Whoever you choose takes the place of those above.")))
    blocks.append(_back(found.line.id, t))
    return form(View.COORDINATORS, title, blocks, t, submit=t("Save"), about=_about(found.line.id, area=key))


def _quiet(found: SeriesFacts, t: Translate) -> Line | None:
    if found.quiet is None:
        return None
    first, last = (long_day(day, t.language) for day in found.quiet)
    return [Bold(t("Quiet weeks: ")), t("{first} to {last}", first=first, last=last)]


def _area(series_id: int, place: SeriesPlace, t: Translate) -> list[Block]:
    counted = t.n("{n} organisation", "{n} organisations", place.organisations)
    people = ", ".join(place.people) or t("no coordinator yet")
    value = f"{series_id} {place.key}"
    return [
        rich([Bold(place.name)], f"{counted}, {people}"),
        actions(
            _named(t("Change"), Press.AREA, value, place.name),
            _named(t("Coordinators"), Press.COORDINATORS, value, place.name),
            _named(t("Take out"), Press.REMOVE, value, place.name),
        ),
    ]


def _named(words: str, press: Press, value: int | str, name: str) -> Block:
    """There are many with these words: who hears them hears which one it is."""
    return button(words, press, value, label=f"{words}: {name}")


def _back(series_id: int, t: Translate) -> Block:
    return actions(button(t("Back to the season"), Press.SERIES_ONE, series_id))


def _party(series_id: int, place: SeriesPlace, t: Translate) -> list[Block]:
    value = f"{series_id} {place.key}"
    contact = ", ".join(place.people) or t("no contact yet")
    return [section(f"{place.name}: {contact}", _named(t("Contact"), Press.COORDINATORS, value, place.name))]


def _parties(places: Sequence[SeriesPlace]) -> list[Block]:
    return [bullets([place.name for place in places])] if places else []


def _against(found: SeriesFacts, t: Translate) -> list[Block]:
    if not found.days:
        return []
    lines: list[Line] = [
        [Bold(f"{one.title}, {long_day(one.day, t.language)}: "), "; ".join(against(word, t) for word in one.warnings)]
        for one in found.days[:MOST_DAYS]
    ]
    return [rich([Bold(t("Look at these days:"))]), bullets(lines)]


def _counted(line: SeriesLine, t: Translate) -> str:
    meetings = t.n("{n} meeting", "{n} meetings", line.meetings)
    if line.kind is SeriesKind.LAB:
        return f"{meetings}, " + t.n("{n} party", "{n} parties", line.places)
    return f"{meetings}, " + t.n("{n} area", "{n} areas", line.places)


def _about(series_id: int, **more: object) -> str:
    return json.dumps({"series": series_id, **more}, ensure_ascii=False)
