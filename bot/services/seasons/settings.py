"""What of a series' document stands in which input of which form, and how it is written there."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.receipts.series import Entry, SeriesPart, Written
from bot.services.seasons import naming
from bot.services.seasons.layout import HEADER, LAB_FILE, ORGANISER, Group, drop, put, within
from models import SeriesKind
from models.errors import N_, Refusal

LONGEST = 3000
"""Characters an input holds: what is longer is left to the file."""
A_DAY = N_("“{line}” does not begin with a day, like 2027-01-19.")
A_REMINDER = N_("“{line}” is no reminder. Write it like one_week: 7 d 09:00, or one_hour: 1 h.")
REMINDER = re.compile(
    r"([a-z0-9_-]+):\s*(\d{1,4})\s*(?:([ht])\w*|d\w*\s+(?:kl\.?\s*)?(\d{1,2})[.:](\d{2}))", re.IGNORECASE
)
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
    """An input, and the way to what stands in it: below the header, or beside it."""

    name: str
    manner: Manner
    way: tuple[str, ...]
    is_beside: bool = False

    def find(self, found: Group, header: str) -> Written:
        group: Any = found if self.is_beside else found.get(header)
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
        if value is None:
            drop(group, name)
        else:
            put(group, name, value, order)
        if above and not any(one is not None for one in group.values()):
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


WORDS, TEXT, NUMBER = Manner(Entry.WORDS), Manner(Entry.TEXT), Manner(Entry.NUMBER)
CHANNEL = Manner(Entry.WORDS, read=lambda written: str(written).removeprefix("#").lower())
DAY = Manner(Entry.DAY, str, _day)
DAYS = Manner(Entry.LINES, str, _day)
LINES = Manner(Entry.LINES)
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


def values(found: Group, kind: SeriesKind, part: SeriesPart) -> dict[str, Written]:
    """What the form would show: not what is too long for an input."""
    said = {place.name: place.find(found, HEADERS[kind]) for place in places(kind, part)}
    return {name: one.strip() if isinstance(one, str) else one for name, one in said.items() if _fits(one)}


def editing(kind: SeriesKind, part: SeriesPart, wanted: dict[str, Written]) -> Callable[[Group], None]:
    def edit(found: Group) -> None:
        for place in places(kind, part):
            if place.name in wanted:
                place.put(found, HEADERS[kind], wanted[place.name])
        _name_organiser(found.get(HEADERS[kind], {}))

    return edit


def input_of(kind: SeriesKind, part: SeriesPart) -> Callable[[str], str]:
    """The input that a problem of the file stands in."""

    def named(way: str) -> str:
        plain = re.sub(r"\[[^]]*\]", "", way)
        known = places(kind, part)
        exactly = (one.name for one in known if plain.endswith(".".join(one.way)))
        nearly = (one.name for one in known if one.way[0] in plain)
        return next(exactly, next(nearly, known[0].name))

    return named


def _name_organiser(header: Group) -> None:
    """Whoever organises it has a short name in the file."""
    organiser = header.get("organiser")
    if isinstance(organiser, dict) and organiser.get("name") and not organiser.get("organisation"):
        put(organiser, "organisation", naming.slug(str(organiser["name"])), ORDERS["organiser"])


def _fits(one: Written) -> bool:
    return not isinstance(one, str) or len(one) <= LONGEST
