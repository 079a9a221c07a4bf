"""A season and a lab series as their organiser sees them, for the gallery."""

from datetime import date, timedelta
from typing import Any

from bot.blocks import season_removal, season_settings, seasons
from bot.i18n import Translate
from bot.receipts import DayWarning
from bot.receipts.dates import Speaks
from bot.receipts.meetings import StepMove
from bot.receipts.series import (
    AreaForm,
    Entry,
    Removal,
    RemovalEffects,
    RemovalForm,
    SeriesDay,
    SeriesEffects,
    SeriesFacts,
    SeriesForm,
    SeriesLine,
    SeriesMove,
    SeriesPart,
    SeriesPlace,
    Setting,
)
from models.series import SeriesKind
from models.steps import Audience, Says
from tests.clock import NOON


def drawn(t: Translate, *, name: str, words: str, many: int) -> dict[str, Any]:
    """`name` and `words` are as long as they get."""
    season = SeriesLine(1, SeriesKind.SEASON, words[:150], many, many)
    lab = SeriesLine(2, SeriesKind.LAB, "Labb om skolnärvaro", 2, many)
    places = tuple(SeriesPlace(f"a{n}", name, (name, name), 33) for n in range(many))
    warnings = tuple(DayWarning(one, name=name, week=8) for one in Speaks)
    days = tuple(SeriesDay(name, date(2028, 1, 6), warnings) for _ in range(many))
    themes = tuple((f"tema-{n}", name) for n in range(many))
    whole = SeriesFacts(season, name, words, themes, (name,) * 6, (name, name), (name,), places, days,
                        (date(2028, 6, 26), date(2028, 8, 6)))  # fmt: skip
    bare = SeriesFacts(lab, None, None, (), (), (), (), places)
    organisations = (name,) * many
    filled = AreaForm(1, "kronoberg", name, (7, 8), ("07", "13"), "dialog-kronoberg", organisations)
    return {
        "seasons.listed": seasons.listed((season, lab), t),
        "seasons.listed, none": seasons.listed((), t),
        "seasons.new": seasons.new(SeriesKind.SEASON, None, t),
        "seasons.new, like another": seasons.new(SeriesKind.SEASON, season, t),
        "seasons.shown": seasons.shown(whole, t, said=t("Saved.")),
        "seasons.shown, lab": seasons.shown(bare, t),
        "seasons.handed_over": seasons.handed_over(whole, t),
        **_removals(name, many, t),
        **_settings(season, lab, name, words, many, t),
        "seasons.parties": seasons.parties(bare, t),
        "seasons.area": seasons.area(filled, t),
        "seasons.area, new": seasons.area(AreaForm(1), t),
        "seasons.coordinators": seasons.coordinators(whole, "a0", name, t),
        "seasons.coordinators, lab": seasons.coordinators(bare, None, name, t),
        "seasons.coordinators, party": seasons.coordinators(bare, "a0", name, t),
    }


def _removals(name: str, many: int, t: Translate) -> dict[str, Any]:
    options = tuple((str(number), name) for number in range(many))
    area = RemovalForm(1, "kronoberg", name, (*options, ("area", name)), "area")
    lab = RemovalForm(2, None, name, options, "area")
    names = (name,) * min(many, 9)
    of_one = RemovalEffects(name, held=many, invited=many, tasks=names, elsewhere=names)
    whole = RemovalEffects(name, tasks=names, elsewhere=names, is_area=True)
    return {
        "seasons.take out": season_removal.removal_form(area, t),
        "seasons.take out, what it causes": season_removal.removal_form(area.choosing("0", of_one), t),
        "seasons.take out, the whole area": season_removal.removal_form(area.choosing("area", whole), t),
        "seasons.take out, a party": season_removal.removal_form(lab, t),
    }


FILLED = {Entry.DAY: "2028-01-06", Entry.NUMBER: 30}


def _settings(season: SeriesLine, lab: SeriesLine, name: str, words: str, many: int, t: Translate) -> dict[str, Any]:
    """Each part as it opens; then with what it would cause, and with what somebody else did."""

    def filled(line: SeriesLine, part: SeriesPart, *names: tuple[str, Entry], **more: Any) -> dict[str, Any]:
        shown = tuple(Setting(one, entry, FILLED.get(entry, words)) for one, entry in names)
        return season_settings.part_form(SeriesForm(line, part, shown, {one: "abcdef" for one, _ in names}, **more), t)

    quiet = ("quiet_start", Entry.DAY), ("quiet_end", Entry.DAY), ("quiet_label", Entry.WORDS)
    texts = ("title", "short_title", "organiser", "channel", "focus_area", "theme", "note_taker")
    lists = ("roles", "new_items", "milestones", "reminders", "public_holidays", "avoid_days", "themes", "kept")
    steps = [
        StepMove(Says.REMINDER, Audience.REGISTERED, NOON, NOON + timedelta(days=7), None, 7),
        StepMove(Says.REMINDER, Audience.REGISTERED, NOON, None, None, 0, 60),
        StepMove(Says.NUDGE, Audience.SILENT, None, NOON),
    ]
    effects = SeriesEffects(
        moves=tuple(SeriesMove(name, "Europe/Stockholm", step) for step in steps for _ in range(many)),
        removals=(Removal("needs", many, many, date(2028, 5, 1)), Removal("ballots", 0, 1, date(2028, 6, 1))),
        limits=((name, 8, many), (name, None, 0)),
        has_new_basis=True,
        agendas=(name,) * min(many, 20),
        published=many,
    )
    theirs = {"quiet_start": "2028-06-19", "quiet_label": None}
    return {
        "seasons.titles": filled(season, SeriesPart.TITLE, *((one, Entry.WORDS) for one in texts)),
        "seasons.lines": filled(season, SeriesPart.TIME, *((one, Entry.LINES) for one in lists)),
        "seasons.quiet": filled(lab, SeriesPart.QUIET, *quiet),
        "seasons.quiet, what it causes": filled(lab, SeriesPart.QUIET, *quiet, effects=effects, confirms="abcdef"),
        "seasons.quiet, overtaken": filled(lab, SeriesPart.QUIET, *quiet, overtaken=theirs, overtaken_by=name,
                                           fresh=frozenset({"quiet_start"}), round=1),
        "seasons.retention": filled(season, SeriesPart.RETENTION, ("sensitive_days", Entry.NUMBER),
                                    ("people_until", Entry.DAY), ("legal_basis", Entry.TEXT)),
    }  # fmt: skip
