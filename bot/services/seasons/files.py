"""A file, read and checked as a whole: a plan, or everything that is wrong with it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.services.seasons import sources
from bot.services.seasons.drafts import Draft
from bot.services.seasons.fields import Fields
from bot.services.seasons.lab import lab
from bot.services.seasons.nodes import Node, Table, kind_of
from bot.services.seasons.plans import Plan, Thing, What
from bot.services.seasons.problems import Findings, Problem, Term
from bot.services.seasons.reading import composed, read
from bot.services.seasons.season import season
from bot.services.seasons.values import NUMBER, word
from models import SeriesKind
from models.errors import N_

SCHEMA = 1
KIND = word(SeriesKind, SeriesKind.SEASON)
READERS: dict[SeriesKind, Callable[[Fields, Draft], tuple[str, str]]] = {SeriesKind.SEASON: season, SeriesKind.LAB: lab}


@dataclass(frozen=True)
class Reading:
    """The plan is None exactly when there are problems. Notes are odd, but harm nothing."""

    plan: Plan | None
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()


def read_file(path: Path) -> Reading:
    """Read a season or lab file. Never raises for what a file holds, and touches no database."""
    findings = Findings(path.name)
    return _reading(read(path, findings), findings)


def read_words(name: str, text: str) -> Reading:
    """As `read_file`, of what has been written here."""
    findings = Findings(name)
    return _reading(composed(text, findings), findings)


def _reading(node: Node | None, findings: Findings) -> Reading:
    plan = _plan(node, findings) if node is not None else None
    problems = tuple(sorted(findings.problems, key=lambda problem: problem.line))
    return Reading(None if problems else plan, problems, tuple(sorted(findings.notes, key=lambda note: note.line)))


def _plan(node: Node, findings: Findings) -> Plan | None:
    if not isinstance(node, Table):
        findings.problem(
            node.line, "", N_("should be {wanted}, but is {found}"),
            wanted=Term(N_("a group of fields")), found=Term(kind_of(node)),
        )  # fmt: skip
        return None
    file = Fields(node, "", findings)
    version, kind = file.need("schema_version", NUMBER), file.need("kind", KIND)
    if file.are_good("schema_version") and version != SCHEMA:
        file.problem("schema_version", N_("this bot reads version {known} of the format"), known=SCHEMA)
    if not file.are_good("kind"):
        return None
    draft = Draft(findings)
    key, title = READERS[kind](file, draft)
    file.tell_unread()
    return Plan(
        key=key,
        kind=kind,
        title=title,
        things=_in_order(draft),
        seats=tuple(draft.seats),
        history=draft.history,
        unused=findings.unused,
        source=sources.without_answers(node),
    )


def _in_order(draft: Draft) -> tuple[Thing, ...]:
    order = list(What)
    return tuple(sorted(draft.things, key=lambda thing: order.index(thing.what)))
