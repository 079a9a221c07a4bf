"""What a season and a lab series both tell of themselves: names, roles, themes, the form, reminders."""

from typing import Any

from bot.services.seasons.checks import check_end
from bot.services.seasons.drafts import Draft
from bot.services.seasons.fields import Fields
from bot.services.seasons.meetings import LEVEL
from bot.services.seasons.values import CHANNEL, CLOCK, DAY, FLAG, KEY, LOCALE, NUMBER, TEXT, ZONE
from models.base import Facts
from models.checklists import POINTS
from models.errors import N_

LONGEST_STEP = 24
"""A reminder's id is its step's kind, with room for the line in the channel that goes with it."""
LONGEST_POINT = 40
A_YEAR = 366


def names(series: Fields) -> dict[str, Any]:
    return {
        "title": series.need("title", TEXT),
        "short_title": series.get("short_title", TEXT),
        "purpose": series.get("purpose", TEXT),
        "tz": series.need("timezone", ZONE),
        "locale": series.get("locale", LOCALE) or "sv",
        "channel_name": series.get("channel", CHANNEL),
        **_quiet(series.group("quiet_period")),
    }


def roles(series: Fields, draft: Draft) -> list[Facts]:
    """What seats are for; the levels are the parts of the programme meant for each."""
    found = []
    for role in series.groups("target_roles"):
        known: Facts = {"id": draft.claim(role, "role"), "label": role.need("label", TEXT)}
        if role.has("expects_slack"):
            known["expects_slack"] = role.flag("expects_slack", FLAG)
        found.append({**known, "levels": [level.value for level in role.all("levels", LEVEL)]})
    return found


def themes(fields: Fields, draft: Draft) -> list[Facts]:
    return [{"id": draft.claim(one, "theme"), "label": one.need("label", TEXT)} for one in fields.groups("themes")]


def form(series: Fields, draft: Draft) -> list[Facts]:
    """The registration form's fields, in the file's own words and order."""
    found = []
    for field in series.groups("registration_form"):
        known: Facts = {"id": draft.claim(field, "form field"), "label": field.need("label", TEXT)}
        for name in ("required", "sensitive", "default"):
            if field.has(name):
                known[name] = field.flag(name, FLAG)
        if field.has("only_if"):
            known["only_if"] = field.need("only_if", KEY)
        if field.has("options"):
            known["options"] = field.all("options", TEXT)
        found.append(known)
    return found


def checklist(series: Fields, draft: Draft) -> list[Facts] | None:
    """The points that agency and coordinator tick off, when they are others than ours; one of ours needs no words."""
    if not series.has("checklist"):
        return None
    found = []
    for one in series.groups("checklist"):
        key, words = draft.claim(one, "point"), one.get("label", TEXT)
        if words is None:
            draft.check(one, "id", key, frozenset(POINTS))
        if len(key) > LONGEST_POINT:
            one.problem("id", N_("is longer than {most} characters"), most=LONGEST_POINT)
        found.append({"key": key, "words": words})
    return found


def reminders(fields: Fields, draft: Draft) -> list[Facts]:
    """Days before at a clock time, or hours before the start."""
    return [_reminder(one, draft) for one in fields.groups("reminders")]


def _reminder(one: Fields, draft: Draft) -> Facts:
    key = draft.claim(one, "reminder")
    if len(key) > LONGEST_STEP:
        one.problem("id", N_("is longer than {most} characters"), most=LONGEST_STEP)
    if one.has("hours_before") and (one.has("days_before") or one.has("at")):
        one.problem("hours_before", N_("a reminder comes either some hours before, or some days before at a time"))
    if one.has("hours_before"):
        return {"id": key, "hours_before": _within_a_year(one, "hours_before")}
    days, at = _within_a_year(one, "days_before"), one.need("at", CLOCK)
    return {"id": key, "days_before": days, "at": f"{at:%H:%M}"}


def _within_a_year(one: Fields, name: str) -> int:
    number = one.need(name, NUMBER)
    if number > A_YEAR:
        one.problem(name, N_("{value} is more than {most}"), value=number, most=A_YEAR)
    return number


def _quiet(period: Fields) -> dict[str, Any]:
    label = period.get("label", TEXT)
    start, end = check_end(period, kind=DAY)
    is_there = period.are_good("start", "end")
    return {"quiet_from": start if is_there else None, "quiet_to": end if is_there else None, "quiet_label": label}
