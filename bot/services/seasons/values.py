"""What a field may hold: each kind turns one written value into ours, or says why it is not one."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from functools import cache
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo, available_timezones

from bot.services.seasons.nodes import TRUE, Node, Scalar, kind_of
from bot.services.seasons.problems import Term, quoted
from models.errors import N_, Refusal

T_co = TypeVar("T_co", covariant=True)
Word = TypeVar("Word", bound=StrEnum)
LONGEST_TEXT = 3000
LONGEST_KEY = 80
FIRST_YEAR, LAST_YEAR = 2000, 2100
MOST = 100_000
FALSE = frozenset({"false", "no", "off", "n"})


class Wrong(Refusal):
    """The value is not what the field holds."""


@dataclass(frozen=True)
class Kind(Generic[T_co]):
    """How to read a value, and what stands in its place when it is missing or wrong, so that reading goes on."""

    read: Callable[[Node], T_co]
    blank: T_co


def _text(node: Node) -> str:
    scalar = _single(node, N_("text"))
    if scalar.kind != "str":
        raise Wrong(N_("should be text, but is {value}; put it in quotes if it is meant as text"), value=scalar.text)
    words = scalar.text.strip()
    if len(words) > LONGEST_TEXT:
        raise Wrong(N_("is longer than {most} characters"), most=LONGEST_TEXT)
    if not words:
        raise Wrong(N_("is empty"))
    return words


def _key(node: Node) -> str:
    """An id or a code, as written: 0760 without quotes is a number to YAML, but nobody means a number."""
    written = _single(node, N_("an id")).text
    if not re.fullmatch(rf"[^\s/@]{{1,{LONGEST_KEY}}}", written):
        raise Wrong(
            N_("{value} is not an id: no spaces, / or @, at most {most} characters"),
            value=quoted(written),
            most=LONGEST_KEY,
        )
    return written


def _code(node: Node) -> str:
    written = _single(node, N_("a code")).text
    if not re.fullmatch(r"[0-9]{4}", written):
        raise Wrong(N_("{value} is not a municipality code: four digits"), value=quoted(written))
    return written


def _county(node: Node) -> str:
    written = _single(node, N_("a code")).text
    if not re.fullmatch(r"[0-9]{2}", written):
        raise Wrong(N_("{value} is not a county code: two digits"), value=quoted(written))
    return written


def _email(node: Node) -> str:
    written = _single(node, N_("an e-mail address")).text.strip()
    if not re.fullmatch(r"[^\s@<>,;]{1,64}@[^\s@<>,;]+\.[^\s@<>,;]+", written) or len(written) > 254:
        raise Wrong(N_("{value} is not an e-mail address"), value=quoted(written))
    return written.lower()


def _link(node: Node) -> str:
    written = _single(node, N_("a link")).text.strip()
    if not re.fullmatch(r"https?://[^\s/]+\S*", written) or len(written) > LONGEST_TEXT:
        raise Wrong(N_("{value} is not a link: it begins with https://"), value=quoted(written))
    return written


def _channel(node: Node) -> str:
    written = _text(node).removeprefix("#")
    if not re.fullmatch(r"[^\s#@/.,:;]{1,80}", written) or written != written.lower():
        raise Wrong(N_("{value} is not the name of a channel: lower case, without spaces"), value=quoted(written))
    return written


def _day(node: Node) -> date:
    written = _single(node, N_("a date")).text
    try:
        day = date.fromisoformat(written) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", written, re.ASCII) else None
    except ValueError:
        raise Wrong(N_("{value} is not a day in the calendar"), value=quoted(written)) from None
    if day is None:
        raise Wrong(N_("{value} is not a date; write it as 2027-01-19"), value=quoted(written))
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Wrong(
            N_("{value} is not between the years {first} and {last}"),
            value=quoted(written),
            first=FIRST_YEAR,
            last=LAST_YEAR,
        )
    return day


def _clock(node: Node) -> time:
    written = _single(node, N_("a clock time")).text
    found = re.fullmatch(r"(\d{1,2}):(\d{2})", written, re.ASCII)
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        raise Wrong(N_('{value} is not a clock time; write it as "13:00"'), value=quoted(written))
    return time(int(found[1]), int(found[2]))


def _number(node: Node) -> int:
    scalar = _single(node, N_("a whole number"))
    if scalar.kind != "int" or not re.fullmatch(r"0|[1-9][0-9]{0,8}", scalar.text) or int(scalar.text) > MOST:
        raise Wrong(N_("{value} is not a whole number between 0 and {most}"), value=quoted(scalar.text), most=MOST)
    return int(scalar.text)


def _flag(node: Node) -> bool:
    scalar = _single(node, N_("true or false"))
    word = scalar.text.lower()
    if scalar.kind != "bool" or word not in TRUE | FALSE:
        raise Wrong(N_("{value} is neither true nor false"), value=quoted(scalar.text))
    return word in TRUE


def _zone(node: Node) -> str:
    written = _text(node)
    if written not in _zones() or len(written) > 64:
        raise Wrong(N_("there is no time zone called {value}"), value=quoted(written))
    return ZoneInfo(written).key


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _locale(node: Node) -> str:
    written = _text(node)
    if not re.fullmatch(r"(sv|en)([-_][A-Za-z]{2})?", written):
        raise Wrong(N_("{value} is not a language the bot speaks (sv, en)"), value=quoted(written))
    return written


def _month(node: Node) -> str:
    written = _single(node, N_("a month")).text
    if not re.fullmatch(r"20\d{2}-(0[1-9]|1[0-2])", written, re.ASCII):
        raise Wrong(N_("{value} is not a month; write it as 2027-01"), value=quoted(written))
    return written


def word(words: type[Word], blank: Word, also: Mapping[str, Word] | None = None) -> Kind[Word]:
    """One of a set of words. `also` holds other spellings that files use."""
    known = {**{member.value: member for member in words}, **(also or {})}

    def read(node: Node) -> Word:
        written = _single(node, N_("a word")).text
        if written not in known:
            raise Wrong(N_("{value} is not one of {words}"), value=quoted(written), words=", ".join(known))
        return known[written]

    return Kind(read, blank)


def _single(node: Node, wanted: str) -> Scalar:
    if isinstance(node, Scalar):
        return node
    raise Wrong(N_("should be {wanted}, but is {found}"), wanted=Term(wanted), found=Term(kind_of(node)))


TEXT, KEY, CODE, COUNTY, EMAIL = (Kind(read, "") for read in (_text, _key, _code, _county, _email))
LINK, ZONE, LOCALE, MONTH, CHANNEL = (Kind(read, "") for read in (_link, _zone, _locale, _month, _channel))
DAY = Kind(_day, date(FIRST_YEAR, 1, 1))
CLOCK = Kind(_clock, time())
NUMBER = Kind(_number, 0)
FLAG = Kind(_flag, False)
