"""The programme of a meeting: from a template with its exceptions, or the meeting's own."""

from datetime import time

from bot.services.seasons.checks import check_end
from bot.services.seasons.drafts import Draft
from bot.services.seasons.fields import Fields
from bot.services.seasons.values import CLOCK, KEY, NUMBER, TEXT, word
from models import Level
from models.base import Facts
from models.errors import N_

LEVEL = word(Level, Level.OVERARCHING)
EVERYBODY = "all"


def templates(series: Fields, draft: Draft) -> dict[str, Facts]:
    """Every template of the season, by its name."""
    return {
        name: {"label": template.need("label", TEXT), "items": items(template, "items", draft)}
        for name, template in series.named_groups("agenda_templates").items()
    }


def items(fields: Fields, name: str, draft: Draft) -> list[Facts]:
    """The programme in the order of the clock."""
    found = [_item(item, draft) for item in fields.groups(name, required=True)]
    return sorted(found, key=lambda item: str(item["start"]))


def programme(meeting: Fields, draft: Draft, known: dict[str, Facts]) -> list[Facts]:
    """What the meeting's programme is: its own words, else its template's."""
    if meeting.has("agenda"):
        return items(meeting, "agenda", draft)
    template = meeting.get("agenda_template", KEY)
    if template is None:
        return []
    draft.check(meeting, "agenda_template", template, frozenset(known))
    programme = [dict(item) for item in known.get(template, {}).get("items", [])]
    for exception in meeting.groups("agenda_overrides"):
        _override(exception, programme, draft)
    return programme


def _item(fields: Fields, draft: Draft) -> Facts:
    start, end = check_end(fields)
    return {"start": _said(start), "end": _said(end), "title": fields.need("title", TEXT), **_details(fields, draft)}


def _details(fields: Fields, draft: Draft) -> Facts:
    found = {
        "audience": _audience(fields, draft),
        "lead": fields.get("lead", KEY),
        "level": fields.get("level", LEVEL),
        "topic_slots": fields.get("topic_slots", NUMBER),
    }
    return {name: value for name, value in found.items() if value is not None}


def _audience(fields: Fields, draft: Draft) -> list[str] | str | None:
    """Everybody, or the roles it is meant for."""
    if not fields.has("audience"):
        return None
    if not fields.is_list("audience"):
        one = fields.need("audience", KEY)
        draft.check(fields, "audience", one, draft.ids("role") | {EVERYBODY})
        return one
    roles = fields.all("audience", KEY)
    for role in roles:
        draft.check(fields, "audience", role, draft.ids("role"))
    return roles


def _override(exception: Fields, programme: list[Facts], draft: Draft) -> None:
    start = exception.need("start", CLOCK)
    changed = {"title": exception.get("title", TEXT), "end": exception.get("end", CLOCK), **_details(exception, draft)}
    matches = [item for item in programme if item["start"] == _said(start)]
    if not exception.are_good("start"):
        return
    if len(matches) != 1:
        exception.problem(
            "start",
            N_("{count} items of the template start at {start}; there should be one"),
            count=len(matches),
            start=_said(start),
        )
        return
    end = changed["end"]
    if isinstance(end, time) and end <= start:
        exception.problem("end", N_("{end} is before {start}"), start=_said(start), end=_said(end))
    changed["end"] = _said(end) if isinstance(end, time) else None
    matches[0].update({name: value for name, value in changed.items() if value is not None})


def _said(moment: time) -> str:
    return f"{moment:%H:%M}"
