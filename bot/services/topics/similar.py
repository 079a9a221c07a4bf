"""Questions that ask the same thing in other words: Swedish stems, small mistakes forgiven, nothing looked up."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

MOST = 3
ENOUGH = 0.5
"""Half of what the two say together, or nearly all of what has been written so far."""
PARTLY = 0.65
"""What all of a short question counts when it is found in a longer one."""
TYPO = 84
"""Of a hundred: one letter wrong in a word of six or more."""
SHORTEST = 5
"""Letters of a stem that may differ a little; shorter ones would meet by chance."""
FORM, ENDING = 0.8, 4
"""What a word counts in another form, and how many letters longer it may be."""
LITTLE = 0.35
"""What words count that stand in every other question."""

UNSAID = frozenset(
    """
    alla allt andra annan att av bara bli blir bra bör de dem den denna deras dess det detta dig din dina ditt du då
    där efter eller en er era ert ett ev få får finns fler flera från för före ge ger gör göra gå går ha har hos hur
    hela hålla håller i icke in ingen inget inte ja jag kan kunna kom man med medan mellan mer mest mina mot mycket
    måste ner ni nog nu när nå når någon något några och också olika om oss på samma se sedan sig sin sina sitt ska
    skall skulle som stor stora så sådan tar till tillsammans upp ut utan vad var vara varför varje vem vems vet vi
    vid vidare vill vilka vilken vilket vår våra vårt än är åt över a an and are at be by can do does for from how
    in is it more of on or our should that the their this to us was we what when where which who whose why will with
    you your
    """.split()  # noqa: SIM905
)
ORDINARY = frozenset(
    """
    kommun elev komvux utbildning verksam arbet behov gemensam deltag fråg skol stud kur myck region län samverkan
    möjlig läs utbud fung
    """.split()  # noqa: SIM905
)
"""Stems that say little here: what all these meetings are about."""
SHORT_FOR = {
    ("svensk", "invandr"): "sfi",
    ("svensk", "andraspråk"): "sva",
    ("arbetsplatsförlag", "lär"): "apl",
    ("arbetsplatsförlagd", "lär"): "apl",
    ("kommunal", "vuxenutbildning"): "komvux",
    ("vuxenutbildning",): "komvux",
    ("sas",): "sva",
}
LONGEST_NAME = 2


@dataclass(frozen=True)
class Asked:
    """A question that is there already."""

    id: int
    title: str
    background: str | None = None


def similar(written: str, questions: Sequence[Asked], *, most: int = MOST) -> list[int]:
    """The ids of those that ask much the same, the likeliest first. Titles decide: backgrounds hold anything."""
    mine = stems(written)
    if not says_something(written):
        return []
    theirs = {asked.id: stems(asked.title) for asked in questions}
    near = _near(mine, {stem for found in theirs.values() for stem in found})
    scores = {id: _score(mine, found, near) for id, found in theirs.items()}
    likely = [id for id, score in scores.items() if score >= ENOUGH]
    return sorted(likely, key=lambda id: (-scores[id], id))[:most]


def says_something(written: str) -> bool:
    """There is a word in it that not every question has."""
    return any(_weight(stem) == 1 for stem in stems(written))


@lru_cache(maxsize=2000)
def stems(words: str) -> tuple[str, ...]:
    """What is left of a sentence when endings and the words every sentence has are gone. Each once."""
    flat = "".join(letter if letter.isalnum() else " " for letter in words.casefold())
    found = [_stem(word) for word in flat.split() if word not in UNSAID]
    return tuple(dict.fromkeys(_shortened(found)))


def _score(mine: tuple[str, ...], theirs: tuple[str, ...], near: dict[tuple[str, str], float]) -> float:
    """How much of both is in both; or, while one is still writing, how much of the beginning is in the other."""
    hits = {stem: max((near.get((stem, other), 0.0) for other in theirs), default=0.0) for stem in mine}
    said = sum(_weight(stem) * hit for stem, hit in hits.items())
    ours, whole = sum(map(_weight, mine)), sum(map(_weight, theirs))
    if not said:
        return 0.0
    alike = 2 * said / (ours + whole)
    telling = sum(1 for stem, hit in hits.items() if hit and _weight(stem) == 1)
    return max(alike, PARTLY * said / ours) if telling > 1 else alike


def _near(mine: Iterable[str], theirs: set[str]) -> dict[tuple[str, str], float]:
    """Which stems are one word: the same, with another ending, or with a slip of the finger."""
    from rapidfuzz import fuzz, process

    found = {(stem, stem): 1.0 for stem in mine if stem in theirs}
    others = [stem for stem in theirs if len(stem) >= SHORTEST]
    for stem in (one for one in mine if len(one) >= SHORTEST):
        for other, ratio, _ in process.extract(stem, others, scorer=fuzz.ratio, score_cutoff=TYPO, limit=None):
            found.setdefault((stem, other), ratio / 100)
        for other in others:
            if other[:SHORTEST] == stem[:SHORTEST] and _is_longer_form(*sorted((stem, other), key=len)):
                found.setdefault((stem, other), FORM)
    return found


def _is_longer_form(short: str, long: str) -> bool:
    """planer-a and planering, valider-a and validering: one word as a verb and as a noun."""
    return long.startswith(short) and len(long) - len(short) <= ENDING


def _weight(stem: str) -> float:
    return LITTLE if stem in ORDINARY or len(stem) < 2 else 1.0


def _shortened(found: list[str]) -> list[str]:
    short, place = [], 0
    while place < len(found):
        for length in range(LONGEST_NAME, 0, -1):
            name = SHORT_FOR.get(tuple(found[place : place + length]))
            if name:
                break
        short.append(name or found[place])
        place += length
    return short


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    found: str = _stemmer().stemWord(word)
    return found


@cache
def _stemmer() -> Any:
    """Imported when somebody first writes a question."""
    import snowballstemmer

    return snowballstemmer.stemmer("swedish")
