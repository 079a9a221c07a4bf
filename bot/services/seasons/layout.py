"""Where a file keeps what our rows hold, and in which order its names stand."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bot.services.seasons.checks import WEEKDAYS
from bot.services.seasons.meetings import FORMS, SCHEDULE
from bot.services.seasons.plans import plain

Group = dict[str, Any]
HEADER = ("id", "title", "short_title", "focus_area", "theme", "purpose", "organiser", "period", "timezone", "locale",
          "process_lead_role", "process_lead_email", "note_taker_role", "channel", "quiet_period", "rules",
          "new_political_term_from", "milestones", "target_roles", "themes", "registration_form", "reminders",
          "checklist", "retention", "calendar_checks", "agenda_templates")  # fmt: skip
AREA = ("id", "name", "county_codes", "school_winter_break_weeks", "channel", "coordinator", "municipalities",
        "other_organisations")  # fmt: skip
MEETING = ("id", "area", "order", "title", "follows_up", "date", "date_poll", "weekday", "iso_week", "start", "end",
           "format", "place", "catering", "agenda_template", "agenda_overrides", "capacity", "seats",
           "min_registrations", "max_per_organisation", "status", "warnings", "schedule", "plan", "history",
           "facilitator_role", "note_taker_role", "agenda", "topics")  # fmt: skip
PARTY = ("id", "name", "former_name", "kind", "municipality_code", "county_code", "contact")
PLACE = ("name", "city", "room", "address", "url", "induction_loop", "step_free", "captions")
CATERING = ("coffee", "meal")
TOPIC = ("id", "level", "theme", "title", "background", "proposed_by")
POLL = ("id", "question", "session", "opens", "opens_at", "closes", "closes_at", "answers", "options", "rule")
ORGANISER = ("organisation", "name", "contact_role", "contact_email")
SEASON_FILE = ("schema_version", "kind", "season", "areas", "dialogues")
LAB_FILE = ("schema_version", "kind", "series", "parties", "timeline", "sessions", "date_poll", "themes", "inventory",
            "shared_challenges", "prioritisation", "commitments", "reminders", "retention")  # fmt: skip
IN_PLACE = {"place_name": "name", "city": "city", "room": "room", "address": "address", "url": "url",
            "has_induction_loop": "induction_loop", "is_step_free": "step_free",
            "has_captions": "captions"}  # fmt: skip
IN_CATERING = {"has_coffee": "coffee", "has_meal": "meal"}
IN_SCHEDULE = {f"{name}_on": name for name in SCHEDULE}
AS_THEY_ARE = {"title": "title", "state": "status", "capacity": "capacity", "min_registrations": "min_registrations",
               "max_per_organisation": "max_per_organisation", "area": "area", "follows": "follows_up",
               "facilitator": "facilitator_role", "note_taker": "note_taker_role"}  # fmt: skip
FORM_NAMES = {form: name for name, form in FORMS.items()}


def put(group: Group, name: str, value: Any, order: Sequence[str]) -> None:
    """A name keeps its place; a new one stands where the order has it. What is empty replaces, and is not added."""
    if name in group or value not in (None, [], {}):
        insert(group, name, value, order)


def drop(group: Group, *names: str) -> None:
    for name in names:
        group.pop(name, None)


def within(group: Group, name: str, order: Sequence[str]) -> Group:
    """The group under a name, made where there is none."""
    if not isinstance(group.get(name), dict):
        insert(group, name, {}, order)
    found: Group = group[name]
    return found


def meeting(group: Group, changes: Mapping[str, Any]) -> None:
    """What has changed of a meeting, apart from its programme, seats and plan."""
    for column, name in AS_THEY_ARE.items():
        if column in changes:
            put(group, name, _plain(changes[column]), MEETING)
    if "form" in changes:
        put(group, "format", FORM_NAMES.get(changes["form"], plain(changes["form"])), MEETING)
    if "when" in changes:
        when(group, *changes["when"])
    _part(group, "place", IN_PLACE, PLACE, changes)
    _part(group, "catering", IN_CATERING, CATERING, changes)
    _part(group, "schedule", IN_SCHEDULE, SCHEDULE, changes)


def when(group: Group, day: date | None, start: Any, end: Any) -> None:
    if day is None:
        drop(group, "weekday", "iso_week")
        group.setdefault("date", None)
    put(group, "date", day, MEETING)
    if day is not None:
        put(group, "weekday", WEEKDAYS[day.weekday()], MEETING)
        put(group, "iso_week", day.isocalendar().week, MEETING)
    put(group, "start", plain(start), MEETING)
    put(group, "end", plain(end), MEETING)


def _part(
    group: Group, name: str, columns: Mapping[str, str], order: Sequence[str], changes: Mapping[str, Any]
) -> None:
    found = {columns[column]: value for column, value in changes.items() if column in columns}
    if not any(value is not None for value in found.values()) and name not in group:
        return
    part = within(group, name, MEETING)
    for one in order:
        if one in found:
            put(part, one, _plain(found[one]), order)


def insert(group: Group, name: str, value: Any, order: Sequence[str]) -> None:
    if name in group:
        group[name] = value
        return
    before = order[: order.index(name)] if name in order else order
    items = list(group.items())
    place = max((number for number, (known, _) in enumerate(items, 1) if known in before), default=0)
    group.clear()
    group.update([*items[:place], (name, value), *items[place:]])


def _plain(value: Any) -> Any:
    """Days stay days."""
    return value if isinstance(value, date) else plain(value)
