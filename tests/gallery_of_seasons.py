"""A season and a lab series as their organiser sees them, for the gallery."""

from datetime import date
from typing import Any

from bot.blocks import seasons
from bot.i18n import Translate
from bot.receipts import DayWarning
from bot.receipts.dates import Speaks
from bot.receipts.series import AreaForm, SeriesDay, SeriesFacts, SeriesLine, SeriesPlace
from models.series import SeriesKind


def drawn(t: Translate, *, name: str, words: str, many: int) -> dict[str, Any]:
    """`name` and `words` are as long as they get."""
    season = SeriesLine(1, SeriesKind.SEASON, words[:150], many, many)
    lab = SeriesLine(2, SeriesKind.LAB, "Labb om skolnärvaro", 2, many)
    places = tuple(SeriesPlace(f"a{n}", name, (name, name), 33) for n in range(many))
    warnings = tuple(DayWarning(one, name=name, week=8) for one in Speaks)
    days = tuple(SeriesDay(name, date(2028, 1, 6), warnings) for _ in range(many))
    themes = tuple((f"tema-{n}", name) for n in range(many))
    whole = SeriesFacts(season, name, words, themes, (name,) * 6, (name, name), (name,), places, days)
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
        "seasons.titles": seasons.titles(whole, t),
        "seasons.themes": seasons.themes(whole, t),
        "seasons.parties": seasons.parties(bare, t),
        "seasons.area": seasons.area(filled, t),
        "seasons.area, new": seasons.area(AreaForm(1), t),
        "seasons.coordinators": seasons.coordinators(whole, "a0", name, t),
        "seasons.coordinators, lab": seasons.coordinators(bare, None, name, t),
    }
