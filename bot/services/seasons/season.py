"""A season of dialogues, from its file to a plan."""

from typing import Any

from bot.services.seasons import agendas, extras, headers
from bot.services.seasons.checks import check_end
from bot.services.seasons.drafts import Draft
from bot.services.seasons.fields import Fields
from bot.services.seasons.meetings import meeting, topics
from bot.services.seasons.plans import What
from bot.services.seasons.registering import registrations
from bot.services.seasons.values import CHANNEL, CODE, COUNTY, DAY, KEY, NUMBER, TEXT
from models import SeriesKind
from models.errors import N_


def season(file: Fields, draft: Draft) -> tuple[str, str]:
    """Fill the draft; returns the series' key and title."""
    header = file.group("season", required=True)
    key, said = draft.claim(header, "series"), headers.names(header)
    draft.tz = said["tz"]
    role_list, theme_list = headers.roles(header, draft), headers.themes(header, draft)
    templates = agendas.templates(header, draft)
    draft.add(
        What.SERIES,
        key,
        kind=SeriesKind.SEASON,
        **said,
        organiser=_organiser(header.group("organiser"), draft, key),
        role_list=role_list,
        theme_list=theme_list,
        form_list=headers.form(header, draft),
        reminder_list=headers.reminders(header, draft),
        agenda_templates=templates,
        checklist=headers.checklist(header, draft),
        **extras.retention(header),
        **_days(header),
    )
    _areas(file, draft)
    for dialogue in file.groups("dialogues", required=True):
        _dialogue(dialogue, draft, templates)
    registrations(file, draft)
    return key, said["title"]


def _organiser(organiser: Fields, draft: Draft, key: str) -> str | None:
    """Who organises the season: an organisation like others, and somebody to turn to."""
    organiser.get("organisation", KEY)
    name = organiser.get("name", TEXT)
    if name:
        draft.organisation(name)
    has_contact = organiser.has("contact_email")
    fields = {"name_field": "contact_role", "email_field": "contact_email"}
    contact = draft.contact(organiser, **fields) if has_contact else None
    draft.add(What.STAFF, key, nationals=[contact] if contact else [], coordinators=[])
    return name


def _days(header: Fields) -> dict[str, Any]:
    if header.has("period"):
        check_end(header.group("period"), kind=DAY)
    header.get("new_political_term_from", DAY)
    return {
        "period": header.as_it_stands("period"),
        "new_political_term_from": header.as_it_stands("new_political_term_from"),
        "milestones": extras.moments(header, "milestones"),
        "calendar_checks": extras.calendar_checks(header),
    }


def _areas(file: Fields, draft: Draft) -> None:
    """Municipalities first: an organisation named elsewhere may be one of them (Region Gotland)."""
    areas = [(area, draft.claim(area, "area")) for area in file.groups("areas", required=True)]
    members = {area.path: _municipalities(area, draft) for area, _ in areas}
    for area, key in areas:
        facts = {
            "county_codes": area.all("county_codes", COUNTY),
            "school_winter_break_weeks": area.all("school_winter_break_weeks", NUMBER),
        }
        draft.add(
            What.AREA,
            key,
            name=area.need("name", TEXT),
            channel_name=area.get("channel", CHANNEL),
            facts=facts,
            coordinators=_coordinators(area, draft),
        )
        others = [draft.organisation(name) for name in area.all("other_organisations", TEXT)]
        for organisation in dict.fromkeys((*members[area.path], *others)):
            draft.add(What.MEMBER, f"{key}/{organisation}")


def _coordinators(area: Fields, draft: Draft) -> list[str]:
    """One, or two in a list."""
    groups = area.groups("coordinator") if area.is_list("coordinator") else [area.group("coordinator", required=True)]
    found = [draft.contact(group) for group in groups]
    if len(found) > 2:
        area.problem("coordinator", N_("an area has one coordinator, or two"))
    return list(dict.fromkeys(found))


def _municipalities(area: Fields, draft: Draft) -> list[str]:
    found: dict[str, int] = {}
    for one in area.groups("municipalities"):
        one.need("code", CODE)
        name = one.need("name", TEXT)
        code = draft.municipality(one, "code", name)
        if code in found:
            one.duplicate("code", code, found[code])
        elif code:
            found[code] = one.line("code")
            draft.organisation(name, code=code)
    return list(found)


def _dialogue(dialogue: Fields, draft: Draft, templates: dict[str, Any]) -> None:
    key = draft.claim(dialogue, "dialogue")
    draft.add(
        What.EVENT,
        key,
        area=draft.refer(dialogue, "area", "area"),
        follows=None,
        **meeting(dialogue, draft, key),
        agenda=agendas.programme(dialogue, draft, templates),
        max_per_organisation=dialogue.get("max_per_organisation", NUMBER),
    )
    topics(dialogue, draft, key)
    if dialogue.has("warnings"):
        dialogue.all("warnings", TEXT)
        dialogue.keep("warnings")
