"""What dialogues and lab sessions have in common: day, form, place, deadlines and what has happened to them."""

from datetime import date
from enum import StrEnum
from typing import Any

from bot.services.seasons import own_plans
from bot.services.seasons.checks import check_end, check_weekday
from bot.services.seasons.drafts import Draft
from bot.services.seasons.fields import Fields
from bot.services.seasons.limits import seats
from bot.services.seasons.nodes import Node, Scalar
from bot.services.seasons.plans import Past, What
from bot.services.seasons.values import DAY, FLAG, LINK, NUMBER, TEXT, Kind, word
from models import EventState, Form, Level
from models.errors import N_

FORMS = {"physical": Form.ON_SITE}
FORM = word(Form, Form.ON_SITE, FORMS)
STATE = word(EventState, EventState.PLANNED)
LEVEL = word(Level, Level.OVERARCHING)
SCHEDULE = ("save_the_date", "invitation", "topics_close", "poll_open", "poll_close", "registration_close",
            "names_frozen", "programme", "notes_draft", "notes_final")  # fmt: skip
BEFORE_THE_MEETING = ("save_the_date", "invitation", "topics_close", "poll_open", "poll_close", "registration_close",
                      "names_frozen", "programme")  # fmt: skip


class Change(StrEnum):
    DATE = "date"
    TIME = "time"
    FORMAT = "format"
    STATUS = "status"
    PLACE = "place"


def meeting(fields: Fields, draft: Draft, key: str) -> dict[str, Any]:
    """The columns of a meeting that any file can tell."""
    _remember_history(fields, draft, key)
    when = _when(fields)
    return {
        "title": fields.need("title", TEXT),
        "state": fields.get("status", STATE) or EventState.PLANNED,
        "form": fields.need("format", FORM),
        "tz": draft.tz,
        "when": when,
        **_place(fields.group("place")),
        **_catering(fields.group("catering")),
        "capacity": fields.get("capacity", NUMBER),
        "seats": seats(fields, draft),
        "min_registrations": fields.get("min_registrations", NUMBER),
        "facilitator": fields.get("facilitator_role", TEXT),
        "note_taker": fields.get("note_taker_role", TEXT),
        **_schedule(fields.group("schedule"), when[0]),
        "plan": own_plans.read(fields),
    }


def topics(fields: Fields, draft: Draft, event: str) -> None:
    """The questions the file proposes for a meeting."""
    for topic in fields.groups("topics"):
        key = draft.claim(topic, "topic")
        proposer = topic.group("proposed_by")
        theme = topic.get("theme", TEXT)
        if theme is not None:
            draft.check(topic, "theme", theme, draft.ids("theme"))
        draft.add(
            What.TOPIC,
            f"{event}/{key}",
            level=topic.need("level", LEVEL),
            theme=theme,
            title=topic.need("title", TEXT),
            background=topic.get("background", TEXT),
            proposer_role=role(proposer, draft) if topic.has("proposed_by") else None,
            proposer_organisation=draft.representing(proposer) if topic.has("proposed_by") else None,
        )


def role(fields: Fields, draft: Draft) -> str:
    found = fields.need("role", TEXT)
    if found:
        draft.check(fields, "role", found, draft.ids("role"))
    return found


def _when(fields: Fields) -> tuple[date | None, Any, Any]:
    check_weekday(fields)
    start, end = check_end(fields)
    return fields.get("date", DAY), start, end


def _place(place: Fields) -> dict[str, Any]:
    return {
        "place_name": place.get("name", TEXT),
        "room": place.get("room", TEXT),
        "city": place.get("city", TEXT),
        "address": place.get("address", TEXT),
        "url": place.get("url", LINK),
        "has_induction_loop": place.flag("induction_loop", FLAG),
        "is_step_free": place.flag("step_free", FLAG),
        "has_captions": place.flag("captions", FLAG),
    }


def _catering(catering: Fields) -> dict[str, Any]:
    return {"has_coffee": catering.flag("coffee", FLAG), "has_meal": catering.flag("meal", FLAG)}


def _schedule(schedule: Fields, day: date | None) -> dict[str, Any]:
    found = {name: schedule.get(name, DAY) for name in SCHEDULE}
    if schedule.are_good("poll_open", "poll_close"):
        check_end(schedule, start="poll_open", end="poll_close", kind=DAY)
    for name in BEFORE_THE_MEETING:
        moment = found[name]
        if day and moment and moment > day:
            schedule.problem(name, N_("{moment} is after the meeting on {day}"), moment=moment, day=day)
    return {f"{name}_on": moment for name, moment in found.items()}


def _remember_history(fields: Fields, draft: Draft, key: str) -> None:
    past = []
    for entry in fields.groups("history"):
        change, to = entry.need("change", CHANGE), entry.need("to", ANYTHING)
        entry.get("from", ANYTHING)
        if change is Change.FORMAT and to in FORMS:
            to = FORMS[to]
        past.append(Past(entry.need("at", DAY), change.value, to, entry.need("reason", TEXT)))
    draft.history[key] = tuple(past)


def _anything(node: Node) -> str:
    return node.text if isinstance(node, Scalar) else TEXT.read(node)


CHANGE = word(Change, Change.DATE)
ANYTHING = Kind(_anything, "")
