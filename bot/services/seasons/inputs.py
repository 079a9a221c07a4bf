"""Which inputs the forms of a series have, and the way in its document to what stands in each."""

from dataclasses import dataclass
from typing import Any

from bot.receipts.series import Entry, SeriesPart, Written
from bot.services.seasons.layout import HEADER, LAB_FILE, ORGANISER, Group, drop, put, within
from bot.services.seasons.manners import (
    CHANNEL,
    DAY,
    DAYS,
    ITEMS,
    LINES,
    MOMENTS,
    NUMBER,
    REMINDERS,
    ROLES,
    TEXT,
    THEMES,
    WORDS,
    Manner,
)
from models import SeriesKind
from models.errors import N_, Refusal

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
