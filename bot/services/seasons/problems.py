"""What is wrong with a file, and what is only odd: where, which field, and why, in words the operator can act on."""

import dataclasses
from collections.abc import Mapping
from typing import Any

from bot.i18n import Translate

LONGEST_QUOTE = 60
"""Characters of a file's own value that a sentence repeats."""
ENOUGH = 200
"""Problems after which nobody reads on."""


class Term(str):
    """A fact of a sentence that is itself translated."""


@dataclasses.dataclass(frozen=True)
class Problem:
    """The line counts from 1; the field is the way to it: `dialogues[vux-2027-skane].date`."""

    file: str
    line: int
    field: str
    reason: str
    facts: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    def say(self, t: Translate) -> str:
        where = f"{self.file}:{self.line}: " + (f"{self.field}: " if self.field else "")
        return where + sentence(self.reason, self.facts, t)


class Findings:
    """Collects while a file is read: problems refuse it, notes and what has no use yet are only told."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.notes: list[Problem] = []
        self.unused: dict[str, Any] = {}

    def problem(self, line: int, where: str, reason: str, /, **facts: Any) -> None:
        if len(self.problems) < ENOUGH:
            self.problems.append(Problem(self.file, line, where, reason, facts))

    def note(self, line: int, where: str, reason: str, /, **facts: Any) -> None:
        if len(self.notes) < ENOUGH:
            self.notes.append(Problem(self.file, line, where, reason, facts))


def sentence(reason: str, facts: Mapping[str, Any], t: Translate) -> str:
    return t(reason, **{name: t(fact) if isinstance(fact, Term) else fact for name, fact in facts.items()})


def quoted(value: object) -> str:
    """A file's own value inside a sentence: on one line, and not longer than one reads."""
    words = " ".join(str(value).split())
    return f"“{words if len(words) <= LONGEST_QUOTE else words[: LONGEST_QUOTE - 1] + '…'}”"
