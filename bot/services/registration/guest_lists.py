"""A list of people as it was pasted: from a spreadsheet, a file or a mail; rows and columns, nothing decided yet."""

import csv
import re
from dataclasses import dataclass

from models.organisations import fold

MOST = 100
"""Rows at a time: two forms' worth of text, and one look."""
HEADINGS = {
    "name": ("namn", "för- och efternamn", "name"),
    "email": ("e-post", "epost", "e-postadress", "e-mail", "email", "mejl", "mail"),
    "organisation": ("organisation", "organization", "kommun", "part", "arbetsplats"),
    "role": ("roll", "din roll", "role", "befattning", "funktion"),
}
ADDRESS = re.compile(r"[^\s,;<>()\"@]+@[^\s,;<>()\"@]+\.[^\s,;<>()\"@.]+")
IN_BRACKETS = re.compile(r"(.*)<([^<>]*@[^<>]*)>\s*")


@dataclass(frozen=True)
class Row:
    """One line: `others` are the cells that no heading names, in their order."""

    number: int
    name: str = ""
    email: str = ""
    organisation: str = ""
    role: str = ""
    others: tuple[str, ...] = ()


def read(words: str) -> list[Row]:
    """The rows, by the headings of the first line when it has any. Empty lines are left out."""
    lines = [line for line in words.lstrip("\ufeff").splitlines() if line.strip(" \t;,")]
    between = next((one for one in "\t;" if any(one in line for line in lines)), ",")
    cells = [_cells(line, between) for line in lines]
    headings = _headings(cells[0]) if cells else []
    if any(headings):
        return [_by_heading(number, row, headings) for number, row in enumerate(cells[1:], 1)]
    return [_by_place(number, row) for number, row in enumerate(cells, 1)]


def is_address(email: str) -> bool:
    """Whether it can be copied among other addresses and still be one."""
    return len(email) <= 200 and ADDRESS.fullmatch(email) is not None


def _cells(line: str, between: str) -> list[str]:
    found = next(csv.reader([line], delimiter=between, skipinitialspace=True), [])
    cells: list[str] = []
    for cell in found:
        named = IN_BRACKETS.fullmatch(cell.strip())
        cells += [part.strip(' "') for part in named.groups()] if named else [cell.strip()]
    return cells


def _headings(cells: list[str]) -> list[str]:
    names = [next((name for name, known in HEADINGS.items() if fold(cell) in known), "") for cell in cells]
    return names if "email" in names or "name" in names else []


def _by_heading(number: int, cells: list[str], headings: list[str]) -> Row:
    found = dict(zip(headings, cells, strict=False))
    name, email, organisation, role = (found.get(heading, "") for heading in HEADINGS)
    return Row(number, name, email, organisation, role)


def _by_place(number: int, cells: list[str]) -> Row:
    """Name first, the address wherever it stands; the rest is organisation and role, in either order."""
    email = next((cell for cell in cells if "@" in cell), "")
    name, *rest = [cell for cell in cells if not email or cell != email] or [""]
    return Row(number, name=name, email=email, others=tuple(cell for cell in rest if cell))
