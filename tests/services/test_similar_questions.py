"""Questions that ask the same in other words are found; those that only share a subject are not."""

from itertools import combinations
from pathlib import Path
from time import perf_counter

import pytest
import yaml

from bot.services.topics.similar import Asked, similar, stems

EXAMPLES = Path(__file__).parents[2] / "examples"


def _titles() -> list[str]:
    """Every question of the example files, by people who meant different things."""
    found = []
    for file in sorted(EXAMPLES.glob("*.yaml")):
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
        for meeting in (*content.get("dialogues", ()), *content.get("sessions", ())):
            found += [topic["title"] for topic in meeting.get("topics", ())]
    return found


TITLES = _titles()
ALL = [Asked(number, title) for number, title in enumerate(TITLES)]
SAME = {
    "Hur kan vi planera yrkesutbildning gemensamt?": "Hur planerar vi yrkesutbildningar",
    "Planeringen av yrkesutbildningarna": "Hur planerar vi yrkesutbildningar",
    "Övergången mellan sfi och svenska som andraspråk": "Hur får vi övergången från sfi",
    "Från svenska för invandrare till sva": "Hur får vi övergången från sfi",
    "sfi till svenska som andraspråk": "Hur får vi övergången från sfi",
    "Sena besked om statsbidragen": "Hur påverkar sena besked",
    "Hur når vi dem med kort utbildning": "Hur når vi dem med kort utbildning",
    "Validera i studieplanen": "Hur får valideringen",
    "Vem ska betala för lärcentrumet?": "Lärcentrum för flera kommuner",
    "fjärundervisning i små grupper": "Fjärrundervisning i små grupper",
    "Handledare ute på arbetsplatser": "Kan vi utbilda handledare",
    "APL-platser": "Platser för arbetsplatsförlagt lärande",
    "Tidiga signaler om avbrott på distans": "Avbrott i distanskurser",
    "Fusk med AI": "Fusk och AI vid prövning",
    "Vägledningen under studierna": "Vägledning före, under och efter",
}


@pytest.mark.parametrize("written", SAME)
def test_the_same_question_in_other_words_is_found_first(written: str) -> None:
    found = similar(written, ALL)
    assert found and TITLES[found[0]].startswith(SAME[written])


@pytest.mark.parametrize("words", [
    ("yrkesutbildning", "yrkesutbildningar", "yrkesutbildningarna", "yrkesutbildningens"),
    ("lärare", "läraren", "lärarna", "lärarnas"),
    ("kommun", "kommuner", "kommunerna", "kommunens"),
    ("övergång", "övergången", "övergångar", "övergångarna"),
    ("svenska som andraspråk", "Svenska som andraspråket", "sva", "SAS"),
    ("svenska för invandrare", "sfi", "SFI:"),
])  # fmt: skip
def test_endings_and_abbreviations_do_not_matter(words: tuple[str, ...]) -> None:
    assert len({stems(word) for word in words}) == 1


def test_no_two_questions_of_the_example_files_are_taken_for_one() -> None:
    assert len(TITLES) == 42
    wrong = [
        (one.title, other.title)
        for one, other in combinations(ALL, 2)
        if similar(one.title, [other]) or similar(other.title, [one])
    ]
    assert wrong == []


@pytest.mark.parametrize("written", [
    "", "   ", "?", "Hur gör vi", "Vad kan kommunerna göra tillsammans?", "komvux", "utbildning", "🙂 <!here>",
    "e" * 300, "Hur ordnar vi parkeringen?",
])  # fmt: skip
def test_words_that_say_little_find_nothing(written: str) -> None:
    assert similar(written, ALL) == []


def test_three_at_most_and_identical_ones_first() -> None:
    many = [Asked(number, f"Hur validerar ni yrkeskunskaper i steg {number}?") for number in range(20)]
    found = similar("Hur validerar ni yrkeskunskaper i steg 7?", many)
    assert len(found) == 3 and found[0] == 7


def test_two_hundred_questions_are_looked_through_while_a_key_is_pressed() -> None:
    many = [Asked(n, f"{TITLES[n % 42]} {TITLES[n * 7 % 42]}"[:300]) for n in range(200)]
    similar("Första gången läses orden in", many)
    took = []
    for written in (*SAME, TITLES[0] + TITLES[5]):
        began = perf_counter()
        similar(written, many)
        took.append(perf_counter() - began)
    assert min(took) < 0.1
