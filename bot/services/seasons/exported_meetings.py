"""The meetings of a series as its file has them, with their questions and the days that are chosen from."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.services.seasons import layout, own_plans
from bot.services.seasons.date_polls import RULE
from bot.services.seasons.layout import AS_THEY_ARE, HEADER, MEETING, POLL, TOPIC, Group, drop, insert, put, within
from bot.services.seasons.plans import plain
from bot.services.seasons.standing import Now, Standing
from models import Event, Form, SeriesKind, Topic
from models.base import Facts

ANSWERS = ["kan", "kan om det behövs", "kan inte"]


def write(found: Group, standing: Standing, name: str, order: Sequence[str]) -> None:
    said = {str(group.get("id")): group for group in found.get(name) or []}
    rows = {event.key: event for event in standing.events()}
    in_order = [*(key for key in said if key in rows), *(key for key in rows if key not in said)]
    meetings = [_meeting(said.get(key, {}), rows[key], standing, found) for key in in_order]
    put(found, name, meetings, order)
    if standing.series.kind is SeriesKind.LAB:
        for number, meeting in enumerate(meetings, 1):
            put(meeting, "order", meeting.get("order", number), MEETING)
        if not said:
            _say_once(within(found, "series", order), meetings)
        _poll(found, standing, order)


def _meeting(group: Group, event: Event, standing: Standing, found: Group) -> Group:
    now = standing.event(event)
    put(group, "id", event.key, MEETING)
    changes = dict(now.changes)
    if now.is_new and standing.series.kind is SeriesKind.LAB:
        _leave_to_the_series(group, changes, found.get("series", {}))
    layout.meeting(group, _fitting(changes, event) if now.is_new else changes)
    if "agenda" in changes:
        _agenda(group, changes["agenda"], standing.series.agenda_templates)
    if "seats" in changes:
        put(group, "seats", _seats(changes["seats"], standing), MEETING)
    if "plan" in changes:
        put(group, "plan", own_plans.written(changes["plan"]), MEETING)
    topics = [_topic(group, topic, event, standing) for topic in standing.topics(event)]
    places = {str(one.get("id")): number for number, one in enumerate(group.get("topics") or [])}
    topics.sort(key=lambda topic: places.get(str(topic["id"]), len(places)))
    put(group, "topics", topics, MEETING)
    if not group.get("topics"):
        drop(group, "topics")
    return group


def _fitting(changes: dict[str, Any], event: Event) -> dict[str, Any]:
    """What a place has not is told of a place, and what a screen has not of a screen."""
    places, screens = event.form is not Form.DIGITAL, event.form is not Form.ON_SITE
    told = {"has_induction_loop": places, "is_step_free": places, "has_captions": screens}
    return {name: value for name, value in changes.items() if value or told.get(name, True)}


def _leave_to_the_series(group: Group, changes: dict[str, Any], header: Mapping[str, Any]) -> None:
    """What a lab says once for all its sessions; a session that has none says so."""
    shared = {"note_taker": header.get("note_taker_role"),
              "max_per_organisation": (header.get("rules") or {}).get("seats_per_party")}  # fmt: skip
    for column, usual in shared.items():
        if changes.get(column) == usual:
            changes.pop(column, None)
        elif changes.get(column) is None:
            insert(group, AS_THEY_ARE[column], None, MEETING)


def _say_once(header: Group, sessions: Sequence[Group]) -> None:
    """What is the same in every session stands at the series."""
    for name, group, shared in (
        ("note_taker_role", header, "note_taker_role"),
        ("max_per_organisation", within(header, "rules", HEADER), "seats_per_party"),
    ):
        values = {meeting.get(name) for meeting in sessions}
        if len(values) == 1 and None not in values:
            put(group, shared, values.pop(), HEADER)
            for meeting in sessions:
                drop(meeting, name)
    if not header["rules"]:
        drop(header, "rules")


def _agenda(group: Group, agenda: Sequence[Facts], templates: Mapping[str, Any]) -> None:
    """By the name of its template, when it is one of the series'."""
    drop(group, "agenda", "agenda_template", "agenda_overrides")
    same = next((name for name, one in templates.items() if one.get("items") == agenda), None)
    if agenda and same:
        put(group, "agenda_template", same, MEETING)
    else:
        put(group, "agenda", list(agenda), MEETING)


def _seats(said: Mapping[str, Any], standing: Standing) -> Group:
    seats = {name: said[name] for name in ("on_site", "digital") if said[name] is not None}
    kept = [{**_whose(one, standing), "seats": one["seats"], "until": one["until"]} for one in said["kept"]]
    return seats | ({"roles": dict(said["roles"])} if said["roles"] else {}) | ({"kept": kept} if kept else {})


def _whose(one: Mapping[str, Any], standing: Standing) -> Group:
    return {"role": one["role"]} if one["role"] else standing.naming(one["organisation"])


def _topic(group: Group, topic: Topic, event: Event, standing: Standing) -> Group:
    """Who asked in Slack is nobody's business but the coordinator's: only a file's own word about it is repeated."""
    said: Group = next((one for one in group.get("topics") or [] if one.get("id") == topic.key), {})
    now: Now = standing.topic(event, topic)
    put(said, "id", topic.key, TOPIC)
    for name in ("level", "theme", "title", "background"):
        if name in now.changes:
            put(said, name, plain(now.changes[name]), TOPIC)
    is_by_file = topic.proposer_id is None and topic.proposer_role is not None
    is_out = (said.get("proposed_by") or {}).get("organisation_code") not in {None, *standing.codes}
    if is_by_file and (is_out or now.changes.keys() & {"proposer_role", "proposer_organisation"}):
        whom = standing.organisation_of(topic)
        if whom:
            put(said, "proposed_by", {"role": topic.proposer_role, **whom}, TOPIC)
    return said


def _poll(found: Group, standing: Standing, order: Sequence[str]) -> None:
    """A file tells of one: the latest that came to something."""
    latest = list(standing.polls())[-1:]
    for event, row in latest:
        now = standing.poll(event, row)
        if now.is_new:
            drop(found, "date_poll")
        poll = within(found, "date_poll", order)
        put(poll, "id", row.key, POLL)
        put(poll, "session", event.key, POLL)
        put(poll, "question", now.changes.get("question") or poll.get("question"), POLL)
        for name in ("opens", "closes"):
            moment = now.changes.get(name)
            if moment is not None:
                put(poll, name, moment.date(), POLL)
                put(poll, f"{name}_at", f"{moment:%H:%M}", POLL)
        if now.is_new:
            put(poll, "answers", list(ANSWERS), POLL)
            put(poll, "rule", list(RULE), POLL)
        if "options" in now.changes:
            put(poll, "options", [_day(one) for one in now.changes["options"]], POLL)
        group = next(one for one in found["sessions"] if one["id"] == event.key)
        put(group, "date_poll", row.key, MEETING)


def _day(option: Mapping[str, Any]) -> Group:
    day: Group = {"id": option["key"]}
    layout.when(day, option["day"], option["start_time"], option["end_time"])
    return day
