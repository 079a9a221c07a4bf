"""What organisations are called, and how they are found (domain.md 12, case 22)."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.i18n import swedish_order
from models.organisations import display_name, fold, search_words


@pytest.mark.parametrize(
    ("name", "code", "shown"),
    [
        ("Växjö", "0780", "Växjö kommun"),
        ("Malmö kommun", "1280", "Malmö kommun"),
        ("Västerås stad", "1980", "Västerås stad"),
        ("Gotland", "0980", "Region Gotland"),
        ("Region Kronoberg", "07", "Region Kronoberg"),
        ("Arbetsförmedlingen", None, "Arbetsförmedlingen"),
    ],
)
def test_a_municipality_is_called_kommun_unless_it_calls_itself_otherwise(
    name: str, code: str | None, shown: str
) -> None:
    assert display_name(name, code) == shown
    assert display_name(shown, code) == shown, "said once"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Växjö kommun", ["vaxjo"]),
        ("  VÄSTERÅS   stad ", ["vasteras"]),
        ("Region Gotland", ["gotland"]),
        ("kommun", ["kommun"]),
        ("Stad", ["stad"]),
        ("Åsele-Dorotea", ["asele", "dorotea"]),
        ("’’!", []),
    ],
)
def test_search_ignores_case_dots_and_words_people_mix_up(typed: str, words: list[str]) -> None:
    assert search_words(typed) == words


@given(some.text())
def test_folding_twice_is_folding_once_and_searching_never_fails(name: str) -> None:
    assert fold(fold(name)) == fold(name)
    assert all(word == word.casefold() for word in search_words(search_words(name)[0])) if search_words(name) else True


def test_folding_keeps_dots_apart_and_case_and_spaces_together() -> None:
    assert fold(" Ljungby  KOMMUN ") == fold("ljungby kommun")
    assert fold("Ånge") != fold("Ange")


def test_swedish_order_has_its_own_letters_last() -> None:
    names = ["Örebro", "Älmhult", "Ånge", "Zinkgruvan", "arboga", "Boden"]
    assert sorted(names, key=swedish_order) == ["arboga", "Boden", "Zinkgruvan", "Ånge", "Älmhult", "Örebro"]
