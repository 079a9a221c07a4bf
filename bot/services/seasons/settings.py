"""What of a series' document stands in which input of which form, and how it is written there."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.receipts.series import Entry, SeriesPart, Written
from bot.services.seasons import naming
from bot.services.seasons.layout import HEADER, LAB_FILE, MEETING, ORGANISER, Group, drop, put, within
from models import SeriesKind
from models.errors import N_, Refusal

LONGEST = 3000
"""Characters an input holds: what is longer is left to the file."""
A_DAY = N_("“{line}” does not begin with a day, like 2027-01-19.")
A_REMINDER = N_("“{line}” is no reminder. Write it like one_week: 7 d 09:00, or one_hour: 1 h.")
REMINDER = re.compile(
    r"([a-z0-9_-]+):\s*(\d{1,4})\s*(?:([ht])\w*|d\w*\s+(?:kl\.?\s*)?(\d{1,2})[.:](\d{2}))", re.IGNORECASE
)
HOURS = re.compile(r"(\d{1,2})[:.](\d{2})\s*[-–]\s*(\d{1,2})[:.](\d{2})\s+(.+)")
AN_ITEM = N_("“{line}” is no part of a programme. Write it like 13:00–13:10 Welcome.")
BOTH = N_("A new template has both a name and its parts.")
ITEM = ("start", "end", "title", "audience", "lead", "level", "topic_slots")
TEMPLATES, TEMPLATE, NEW_LABEL, NEW_ITEMS = "agenda_templates", "template:", "new_template", "new_items"
ORDERS = {
    "period": ("start", "end"),
    "quiet_period": ("start", "end", "label"),
    "organiser": ORGANISER,
    "retention": ("sensitive_answers_days_after_dialogue", "sensitive_answers_days_after_session",
                  "ballots_days_after_poll_close", "evaluation_answers_days_after_dialogue", "registrations_until",
                  "participants_until", "keep", "legal_basis_text"),
    "calendar_checks": ("public_holidays", "avoid_days", "summer_time_starts", "school_winter_break_note"),
    "rules": ("seats_per_party", "min_parties_for_session", "prioritisation", "inventory_editable_by",
              "inventory_visible_to"),
}  # fmt: skip


@dataclass(frozen=True)
class Manner:
    """How a value of the document is written in an input, and read back; a line at a time when it is a list."""

    entry: Entry
    say: Callable[[Any], Written] = lambda value: value
    read: Callable[[Any], Any] = lambda written: written


@dataclass(frozen=True)
class Place:
    """An input, and the way to what stands in it: below the header, or beside it. Without a way it starts empty."""

    name: str
    manner: Manner
    way: tuple[str, ...]
    is_beside: bool = False

    def find(self, found: Group, header: str) -> Written:
        group: Any = found if self.is_beside else found.get(header) if self.way else None
        for name in self.way:
            group = group.get(name) if isinstance(group, dict) else None
        if group is None or group == []:
            return None
        said = [self.manner.say(one) for one in group] if self._is_listed else self.manner.say(group)
        return "\n".join(map(str, said)) if isinstance(said, list) else said

    def put(self, found: Group, header: str, written: Written) -> None:
        group = found if self.is_beside else within(found, header, ())
        order: tuple[str, ...] = LAB_FILE if self.is_beside else HEADER
        *above, name = self.way
        value = self._read(written)
        for one in above:
            outer, group = group, within(group, one, order)
            order = ORDERS.get(one, ())
        if value is None or (value == [] and above[:1] == [TEMPLATES]):
            drop(group, name)
        else:
            put(group, name, value, order)
        is_bare = above[:1] == [TEMPLATES] and name not in group
        if above and (is_bare or all(one is None for one in group.values())):
            drop(outer, above[-1])

    def _read(self, written: Written) -> Any:
        if written is None:
            return None
        if not self._is_listed:
            return self.manner.read(written)
        lines = filter(None, (line.strip() for line in str(written).splitlines()))
        try:
            return [self.manner.read(line) for line in lines]
        except Refusal as refusal:
            raise Refusal(refusal.sentence, field=self.name, **refusal.facts) from None

    @property
    def _is_listed(self) -> bool:
        return self.manner.entry is Entry.LINES


def _day(line: str) -> date:
    try:
        return date.fromisoformat(line[:10])
    except ValueError:
        raise Refusal(A_DAY, line=line) from None


def _moment(line: str) -> Group:
    return {"date": _day(line), "label": line[10:].strip()}


def _theme(line: str) -> Group:
    """With its short name before a colon if it is to have one of its own."""
    key, colon, label = line.partition(":")
    if colon and re.fullmatch(r"[a-z0-9_-]+", key.strip()):
        return {"id": key.strip(), "label": label.strip()}
    return {"id": naming.slug(line), "label": line}


def _said_reminder(one: Group) -> str:
    if "hours_before" in one:
        return f"{one['id']}: {one['hours_before']} h"
    return f"{one['id']}: {one['days_before']} d {one['at']}"


def _reminder(line: str) -> Group:
    found = REMINDER.fullmatch(line)
    if not found:
        raise Refusal(A_REMINDER, line=line)
    key, number, is_hours, hour, minute = found.groups()
    if is_hours:
        return {"id": key, "hours_before": int(number)}
    return {"id": key, "days_before": int(number), "at": f"{hour:>02}:{minute}"}


def _said_role(one: Group) -> str:
    levels = ", ".join(one.get("levels") or ())
    reached = ("slack" if one["expects_slack"] else "guest") if "expects_slack" in one else ""
    return f"{one['id']}: {one['label']} | {levels} | {reached}".rstrip(" |")


def _role(line: str) -> Group:
    role, levels, reached = _columns(line, 3)
    found = {**_theme(role), "levels": _listed(levels)}
    return found | ({"expects_slack": not reached.casefold().startswith(("g", "n"))} if reached else {})


def _said_item(one: Group) -> str:
    audience = one.get("audience") or ""
    whom = audience if isinstance(audience, str) else ", ".join(audience)
    questions = f"{one.get('level') or ''} {one.get('topic_slots') or ''}".strip()
    return f"{one['start']}–{one['end']} {one['title']} | {whom} | {one.get('lead') or ''} | {questions}".rstrip(" |")


def _item(line: str) -> Group:
    first, whom, lead, questions = _columns(line, 4)
    hours = HOURS.fullmatch(first)
    if not hours:
        raise Refusal(AN_ITEM, line=line)
    start, end = (f"{int(hours[n]):02}:{hours[n + 1]}" for n in (1, 3))
    level = questions.rstrip("0123456789").strip()
    slots = questions.removeprefix(level).strip()
    found = {"start": start, "end": end, "title": hours[5].strip(), "lead": lead, "level": level}
    found["audience"] = whom if whom in ("", "all") else _listed(whom)
    found["topic_slots"] = int(slots) if slots else None
    return {name: found[name] for name in ITEM if found[name] not in ("", None)}


def _columns(line: str, number: int) -> list[str]:
    found = [one.strip() for one in line.split("|")]
    return [*found[:number], *[""] * (number - len(found))]


def _listed(words: str) -> list[str]:
    return [one for one in re.split(r"[,\s]+", words) if one]


WORDS, TEXT, NUMBER = Manner(Entry.WORDS), Manner(Entry.TEXT), Manner(Entry.NUMBER)
CHANNEL = Manner(Entry.WORDS, read=lambda written: str(written).removeprefix("#").lower())
DAY = Manner(Entry.DAY, str, _day)
DAYS = Manner(Entry.LINES, str, _day)
LINES = Manner(Entry.LINES)
ROLES = Manner(Entry.LINES, _said_role, _role)
ITEMS = Manner(Entry.LINES, _said_item, _item)
MOMENTS = Manner(Entry.LINES, lambda one: f"{one['date']} {one['label']}", _moment)
THEMES = Manner(Entry.LINES, lambda one: f"{one['id']}: {one['label']}", _theme)
REMINDERS = Manner(Entry.LINES, _said_reminder, _reminder)
QUIET = (
    Place("quiet_start", DAY, ("quiet_period", "start")),
    Place("quiet_end", DAY, ("quiet_period", "end")),
    Place("quiet_label", WORDS, ("quiet_period", "label")),
)
NAMES = (
    Place("title", WORDS, ("title",)),
    Place("short_title", WORDS, ("short_title",)),
    Place("purpose", TEXT, ("purpose",)),
    Place("channel", CHANNEL, ("channel",)),
)


def _retention(after: str, people: str, *, is_lab: bool) -> tuple[Place, ...]:
    sensitive = Place("sensitive_days", NUMBER, ("retention", f"sensitive_answers_days_after_{after}"), is_lab)
    evaluation = Place("evaluation_days", NUMBER, ("retention", f"evaluation_answers_days_after_{after}"), is_lab)
    return (
        sensitive,
        Place("ballot_days", NUMBER, ("retention", "ballots_days_after_poll_close"), is_lab),
        evaluation,
        Place("people_until", DAY, ("retention", f"{people}_until"), is_lab),
        Place("kept", LINES, ("retention", "keep"), is_lab),
        Place("legal_basis", TEXT, ("retention", "legal_basis_text"), is_lab),
    )


PLACES: dict[SeriesKind, dict[SeriesPart, tuple[Place, ...]]] = {
    SeriesKind.SEASON: {
        SeriesPart.TITLE: (*NAMES, Place("organiser", WORDS, ("organiser", "name"))),
        SeriesPart.THEMES: (Place("themes", THEMES, ("themes",)),),
        SeriesPart.TIME: (
            Place("period_start", DAY, ("period", "start")),
            Place("period_end", DAY, ("period", "end")),
            Place("political_term", DAY, ("new_political_term_from",)),
            Place("milestones", MOMENTS, ("milestones",)),
        ),
        SeriesPart.QUIET: QUIET,
        SeriesPart.RETENTION: _retention("dialogue", "registrations", is_lab=False),
        SeriesPart.REMINDERS: (Place("reminders", REMINDERS, ("reminders",)),),
        SeriesPart.ROLES: (Place("roles", ROLES, ("target_roles",)),),
        SeriesPart.TEMPLATES: (Place(NEW_LABEL, WORDS, ()), Place(NEW_ITEMS, LINES, ())),
        SeriesPart.AVOIDED: (
            Place("public_holidays", DAYS, ("calendar_checks", "public_holidays")),
            Place("avoid_days", DAYS, ("calendar_checks", "avoid_days")),
            Place("summer_time", DAY, ("calendar_checks", "summer_time_starts")),
            Place("break_note", TEXT, ("calendar_checks", "school_winter_break_note")),
        ),
    },
    SeriesKind.LAB: {
        SeriesPart.TITLE: (
            *NAMES,
            Place("focus_area", WORDS, ("focus_area",)),
            Place("theme", WORDS, ("theme",)),
            Place("note_taker", WORDS, ("note_taker_role",)),
        ),
        SeriesPart.THEMES: (Place("themes", THEMES, ("themes",), is_beside=True),),
        SeriesPart.TIME: (Place("milestones", MOMENTS, ("timeline",), is_beside=True),),
        SeriesPart.QUIET: QUIET,
        SeriesPart.RETENTION: _retention("session", "participants", is_lab=True),
        SeriesPart.REMINDERS: (Place("reminders", REMINDERS, ("reminders",), is_beside=True),),
        SeriesPart.ROLES: (Place("roles", ROLES, ("target_roles",)),),
        SeriesPart.RULES: (
            Place("seats_per_party", NUMBER, ("rules", "seats_per_party")),
            Place("min_parties", NUMBER, ("rules", "min_parties_for_session")),
        ),
    },
}
HEADERS = {SeriesKind.SEASON: "season", SeriesKind.LAB: "series"}


def places(kind: SeriesKind, part: SeriesPart) -> tuple[Place, ...]:
    found = PLACES[kind].get(part)
    if found is None:
        raise Refusal(N_("That form is from an older version. Open the season again."))
    return found


def place(kind: SeriesKind, part: SeriesPart, name: str) -> Place:
    """By the name of its input; a template has one of its own."""
    if part is SeriesPart.TEMPLATES and name.startswith(TEMPLATE):
        return Place(name, ITEMS, (TEMPLATES, name.removeprefix(TEMPLATE), "items"))
    found = next((one for one in places(kind, part) if one.name == name), None)
    if found is None:
        raise Refusal(N_("That form is from an older version. Open the season again."))
    return found


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
