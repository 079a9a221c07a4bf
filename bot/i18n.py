"""Sentences in the reader's language, and moments as people read them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.messages.pofile import read_po

LANGUAGES = ("sv", "en")
LOCALE_DIR = Path(__file__).parent / "locale"


@dataclass(frozen=True)
class Texts:
    """Every language's sentences. `default` is used when a reader's language is not known."""

    catalogues: Mapping[str, Mapping[str, str | tuple[str, ...]]]
    default: str = "sv"
    command: str = "/dialog"

    def for_locale(self, locale: str | None, tz: str | None = None) -> "Translate":
        """The reader's language (sv-SE → sv); English for members whose Slack is neither; the default if unknown.

        With the reader's zone, moments name the meeting's zone where the two differ.
        """
        name = (locale or self.default).replace("_", "-").split("-")[0].lower()
        return self.language(name if name in LANGUAGES else "en", tz)

    def language(self, name: str, tz: str | None = None) -> "Translate":
        return Translate(name, self.catalogues[name], tz, self.command)


@dataclass(frozen=True)
class Translate:
    """`t(sentence, **facts)` in one reader's language, and `t.n(one, many, n, **facts)` for plurals."""

    language: str
    sentences: Mapping[str, str | tuple[str, ...]]
    tz: str | None = None
    command: str = "/dialog"
    """The slash command, as it is called here: sentences name it."""

    def __call__(self, sentence: str, /, **facts: Any) -> str:
        found = self.sentences.get(sentence) or sentence
        pattern = found if isinstance(found, str) else found[0]
        return pattern.format(**facts) if facts else pattern.replace("{{", "{").replace("}}", "}")

    def n(self, one: str, many: str, n: int, /, **facts: Any) -> str:
        found = self.sentences.get(one)
        forms = found if isinstance(found, tuple) and all(found) else (one, many)
        return forms[0 if n == 1 else 1].format(n=n, **facts)


def read_texts(default: str = "sv", command: str = "/dialog") -> Texts:
    """Read the catalogues. No compile step: Babel reads the `.po` files at start."""
    return Texts({name: _sentences(name) for name in LANGUAGES}, default, command)


def _sentences(language: str) -> dict[str, str | tuple[str, ...]]:
    with (LOCALE_DIR / language / "LC_MESSAGES" / "dialog.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    found: dict[str, str | tuple[str, ...]] = {}
    for message in catalogue:
        key = message.id if isinstance(message.id, str) else message.id[0]
        if key and message.string and not message.fuzzy:
            found[key] = message.string if isinstance(message.string, str) else tuple(message.string)
    return found


@lru_cache(maxsize=1000)
def long_day(day: date, language: str, *, year: bool = True) -> str:
    """tisdag 19 januari 2027 · Tuesday 19 January 2027 (domain.md 11)."""
    return format_date(day, "EEEE d MMMM y" if year else "EEEE d MMMM", locale=_REGIONAL[language])


def short_day(day: date, language: str, *, month: bool = True) -> str:
    """tisdag 7 september · tisdag 7: for days that are told of together."""
    return format_date(day, "EEEE d MMMM" if month else "EEEE d", locale=_REGIONAL[language])


def weekday(day: date, language: str) -> str:
    """tisdag · Tuesday"""
    return format_date(day, "EEEE", locale=_REGIONAL[language])


def part_of_month(day: date, t: Translate) -> str:
    """i slutet av november · at the end of November"""
    month = format_date(day, "MMMM", locale=_REGIONAL[t.language])
    if day.day <= 10:
        return t("at the beginning of {month}", month=month)
    return t("in the middle of {month}", month=month) if day.day <= 20 else t("at the end of {month}", month=month)


def clock_time(moment: time, language: str) -> str:
    """13.00 in Swedish, 13:00 in English; never AM and PM."""
    return moment.strftime("%H.%M" if language == "sv" else "%H:%M")


def long_moment(moment: datetime, tz: str, t: Translate) -> str:
    """tisdag 19 januari 2027 kl. 13.00, by the clock of the zone."""
    wall = moment.astimezone(ZoneInfo(tz))
    text = t("{day} at {time}", day=long_day(wall.date(), t.language), time=clock_time(wall.time(), t.language))
    return text + zone_note(moment, tz, t)


def zone_note(moment: datetime, tz: str, t: Translate) -> str:
    """The zone in words, when the reader's clock shows something else at that moment; else nothing."""
    if t.tz is None or moment.astimezone(ZoneInfo(t.tz)).utcoffset() == moment.astimezone(ZoneInfo(tz)).utcoffset():
        return ""
    return t(" ({city} time)", city=tz.rpartition("/")[2].replace("_", " "))


_SMALL = {
    "sv": ("noll", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv"),
    "en": ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
}


def number_word(n: int, language: str) -> str:
    """Small numbers as words, as running text has them."""
    words = _SMALL[language]
    return words[n] if 0 <= n < len(words) else str(n)


_REGIONAL = {"sv": "sv_SE", "en": "en_GB"}


@cache
def swedish_order(word: str) -> tuple[int, ...]:
    """A sort key with å, ä, ö last, whatever the system's locale."""
    return tuple(_LAST.get(letter, ord(letter)) for letter in word.casefold())


_LAST = {"å": 0x2000, "ä": 0x2001, "ö": 0x2002}
