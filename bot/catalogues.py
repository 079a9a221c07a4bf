"""`make messages`: bring both catalogues up to date with the sentences in the code. A tool; the bot never runs it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from bot.i18n import LANGUAGES, LOCALE_DIR

ROOT = Path(__file__).parent.parent
FOLDERS = ("bot", "handlers", "models", "scheduler")
KEYWORDS = {"t": None, "_t": None, "N_": None, "n": (1, 2)}
Key = str | tuple[str, ...]
SINCE = datetime(2026, 12, 1, tzinfo=UTC)
"""A date that never moves: a catalogue changes only when its sentences do."""


def main() -> None:
    found = dict(sentences())
    for language in LANGUAGES:
        file = LOCALE_DIR / language / "LC_MESSAGES" / "dialog.po"
        known = _known(file, language)
        with file.open("wb") as target:
            write_po(target, catalogue(language, found, known), width=110)
        untranslated = sum(1 for key in found if language != "en" and not known.get(key))
        print(f"{language}: {len(found)} sentences, {untranslated} without words yet")


def sentences() -> Iterator[tuple[Key, list[str]]]:
    """Every sentence of the code with the files it stands in, in a lasting order."""
    places: dict[Key, set[str]] = {}
    for folder in FOLDERS:
        for name, _, message, _, _ in extract_from_dir(ROOT / folder, [("**.py", "python")], keywords=KEYWORDS):
            key = message if isinstance(message, str) else tuple(message)
            places.setdefault(key, set()).add(f"{folder}/{name}")
    for key in sorted(places, key=lambda key: (min(places[key]), key if isinstance(key, str) else key[0])):
        yield key, sorted(places[key])


def catalogue(language: str, found: dict[Key, list[str]], known: dict[Key, Key]) -> Catalog:
    """The catalogue for these sentences. English says what the key says."""
    made = Catalog(
        locale=language,
        project="Dialog",
        version="1",
        header_comment="# Sentences people read. The English sentence is the key; `make messages` keeps the list.",
        creation_date=SINCE,
        revision_date=SINCE,
        fuzzy=False,
    )
    for key, files in found.items():
        words = key if language == "en" else known.get(key, "")
        made.add(key, words, locations=[(file, 0) for file in files])
    return made


def _known(file: Path, language: str) -> dict[Key, Key]:
    if not file.exists():
        return {}
    with file.open("rb") as source:
        messages = list(read_po(source, locale=language))
    return {_key(message.id): _key(message.string) for message in messages if message.id and message.string}


def _key(words: object) -> Key:
    return words if isinstance(words, str) else tuple(words)  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
