"""A quick poll as it is typed: a question and its answers in quotes, and perhaps how long it is open."""

import re
from dataclasses import dataclass
from datetime import timedelta

from models.errors import N_, Refusal

USUAL = timedelta(hours=24)
LONGEST_OPEN = timedelta(days=31)
LEAST, MOST = 2, 10
QUESTION, OPTION = 300, 150
QUOTES = str.maketrans(dict.fromkeys("“”„«»″", '"'))
UNITS = {
    "m": "minutes", "min": "minutes", "minut": "minutes", "minuter": "minutes", "minute": "minutes",
    "minutes": "minutes", "h": "hours", "tim": "hours", "timme": "hours", "timmar": "hours", "hour": "hours",
    "hours": "hours", "d": "days", "dag": "days", "dagar": "days", "day": "days", "days": "days",
}  # fmt: skip
HOW = N_('Write the question and the answers in quotes: {command} poll "Coffee or tea?" "Coffee" "Tea" 2 days')
TOO_FEW = N_('A poll needs at least two answers, such as {command} poll "Coffee or tea?" "Coffee" "Tea"')
TOO_MANY = N_("A poll has at most {most} answers; there are {n}.")
TWICE = N_("The answer “{words}” stands there twice.")
TOO_LONG = N_("“{start} …” is too long: at most {most} characters.")
HOW_LONG = N_("A poll is open for at least a minute and at most 31 days.")


@dataclass(frozen=True)
class Asked:
    question: str
    options: tuple[str, ...]
    open_for: timedelta = USUAL


def is_asked(text: str) -> bool:
    """Whether it is a poll of its own, rather than a meeting's vote that is looked for."""
    return '"' in text.translate(QUOTES)


def read(text: str, *, command: str) -> Asked:
    """Raises Refusal with what to do about it."""
    text = text.translate(QUOTES)
    quoted = [" ".join(words.split()) for words in re.findall(r'"([^"]*)"', text)]
    rest = re.sub(r'"[^"]*"', '"', text).split()
    said = [word for word in rest[1:] if word.strip('"')]
    if text.count('"') % 2 or not quoted or not all(quoted) or not _is_in_order(rest[1:]):
        raise Refusal(HOW, command=command)
    question, *options = quoted
    if len(options) < LEAST:
        raise Refusal(TOO_FEW, command=command)
    if len(options) > MOST:
        raise Refusal(TOO_MANY, most=MOST, n=len(options))
    _refuse_long(question, options)
    twice = next((one for place, one in enumerate(options) if one.casefold() in _folded(options[:place])), None)
    if twice:
        raise Refusal(TWICE, words=twice)
    return Asked(question, tuple(options), _length(" ".join(said), command))


def _is_in_order(rest: list[str]) -> bool:
    """Everything in quotes first, then at most a length of time."""
    return '"' not in "".join(rest).lstrip('"')


def _length(words: str, command: str) -> timedelta:
    if not words:
        return USUAL
    found = re.fullmatch(r"(\d{1,5}) ?([a-zåäö]+)\.?", words.casefold())
    if found is None or found[2] not in UNITS:
        raise Refusal(HOW, command=command)
    length = timedelta(**{UNITS[found[2]]: int(found[1])})
    if not timedelta(minutes=1) <= length <= LONGEST_OPEN:
        raise Refusal(HOW_LONG)
    return length


def _refuse_long(question: str, options: list[str]) -> None:
    for words, most in ((question, QUESTION), *((one, OPTION) for one in options)):
        if len(words) > most:
            raise Refusal(TOO_LONG, start=words[:40], most=most)


def _folded(options: list[str]) -> set[str]:
    return {one.casefold() for one in options}
