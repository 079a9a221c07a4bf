"""Both languages hold every sentence of the code, no other, and the same placeholders."""

import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from bot.i18n import LANGUAGES, LOCALE_DIR, Texts, read_texts

ROOT = Path(__file__).parent.parent
KEYWORDS = {"t": None, "_t": None, "N_": None, "n": (1, 2)}
Key = str | tuple[str, ...]


def sentences_in_the_code() -> dict[Key, str]:
    found: dict[Key, str] = {}
    for folder in ("bot", "handlers", "models", "scheduler"):
        for file, line, key, _, _ in extract_from_dir(ROOT / folder, [("**.py", "python")], keywords=KEYWORDS):
            found[key] = f"{folder}/{file}:{line}"
    return found


def catalogue(language: str) -> dict[Key, Message]:
    with (LOCALE_DIR / language / "LC_MESSAGES" / "dialog.po").open("rb") as file:
        messages = [message for message in read_po(file, locale=language) if message.id]
    return {key if isinstance(key := message.id, str) else tuple(key): message for message in messages}


def forms(text: Key | list[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


CODE = sentences_in_the_code()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_translated_and_none_is_left_over(language: str) -> None:
    known = catalogue(language)
    assert {key: where for key, where in CODE.items() if key not in known} == {}, "not in the catalogue"
    assert sorted(map(str, known.keys() - CODE.keys())) == [], "no longer in the code"
    incomplete = [key for key, message in known.items() if message.fuzzy or not all(forms(message.string))]
    assert incomplete == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_the_same_in_every_language(language: str) -> None:
    wrong = [
        (key, text)
        for key, message in catalogue(language).items()
        for english, text in zip(forms(key), forms(message.string), strict=True)
        if placeholders(text) != placeholders(english)
    ]
    assert wrong == []


def test_english_says_what_the_code_says() -> None:
    assert [key for key, message in catalogue("en").items() if forms(message.string) != forms(key)] == []


def test_swedish_is_not_english() -> None:
    same = [key for key, message in catalogue("sv").items() if forms(message.string) == forms(key) and " " in str(key)]
    assert same == []


def test_swedish_keeps_to_the_words_of_the_domain() -> None:
    """Domain words that would mislead: protokoll is formally approved, an event is not a meeting here."""
    avoided = ("protokoll", "kallelse", "avregistrera", "event", "rsvp", "no-show", "osa")
    found = [
        (word, text)
        for message in catalogue("sv").values()
        for text in forms(message.string)
        for word in avoided
        if word in text.casefold().replace(".", " ").replace(",", " ").split()
    ]
    assert found == []


def test_a_reader_of_neither_language_gets_english_and_of_none_the_default() -> None:
    texts = read_texts("sv")
    assert [texts.for_locale(locale).language for locale in ("sv-SE", "sv", "en-US", "fi-FI", None, "")] == [
        "sv", "sv", "en", "en", "sv", "sv",
    ]  # fmt: skip


def test_words_of_people_are_never_taken_for_placeholders() -> None:
    t = Texts({"sv": {"Hello {name}.": "Hej {name}."}}).language("sv")
    assert t("Hello {name}.", name="{0} {name} %s") == "Hej {0} {name} %s."
    assert t("A file's {own} words") == "A file's {own} words"


def _each(language: str) -> Iterator[str]:
    yield from (text for message in catalogue(language).values() for text in forms(message.string))


def test_sentences_have_no_stray_spaces() -> None:
    assert [text for language in LANGUAGES for text in _each(language) if "  " in text or text.endswith(" \n")] == []
