"""From bytes to nodes: nothing a file can hold may hang, crash or surprise the import."""

import re
from pathlib import Path

import yaml
from yaml.reader import Reader

from bot.services.seasons.composing import Refused, compose
from bot.services.seasons.nodes import Node
from bot.services.seasons.problems import Findings
from models.errors import N_

LARGEST = 2_000_000
"""Bytes. The largest season we can think of, 290 municipalities and 25 dialogues, is a tenth of it."""
NOT_TEXT: re.Pattern[str] = Reader.NON_PRINTABLE


def read(path: Path, findings: Findings) -> Node | None:
    """The file's content, or None when it cannot be read at all and the problem says why."""
    raw = _raw(path, findings)
    text = _decoded(raw, findings) if raw is not None else None
    return composed(text, findings) if text is not None else None


def _raw(path: Path, findings: Findings) -> bytes | None:
    try:
        if not path.is_file():
            findings.problem(1, "", N_("there is no such file"))
            return None
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        findings.problem(1, "", N_("the file cannot be read: {reason}"), reason=reason)
        return None
    if len(raw) > LARGEST:
        findings.problem(1, "", N_("the file is larger than {megabytes} MB: this is no season"), megabytes=2)
        return None
    return raw


def _decoded(raw: bytes, findings: Findings) -> str | None:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        findings.problem(line, "", N_("the file is not UTF-8; save it again with that encoding"))
        return None
    odd = NOT_TEXT.search(text)
    if odd:
        line = text.count("\n", 0, odd.start()) + 1
        findings.problem(line, "", N_("there is a character here that is not text (U+{code})"), code=_code(odd.group()))
        return None
    return text


def composed(text: str, findings: Findings) -> Node | None:
    try:
        return compose(text)
    except Refused as refused:
        findings.problem(refused.line, "", refused.sentence, **refused.facts)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        findings.problem(
            mark.line + 1 if mark else 1, "", N_("this is not YAML: {problem}"), problem=error.problem or error.context
        )
    except yaml.YAMLError as error:
        findings.problem(1, "", N_("this is not YAML: {problem}"), problem=str(error))
    return None


def _code(character: str) -> str:
    return f"{ord(character):04X}"
