"""The list of participants as rows of a sheet, and what is said when it is sent."""

import re

from bot.blocks import labels
from bot.blocks.text import safe
from bot.i18n import Translate
from bot.receipts import Sheet, SheetLine
from models.errors import N_

Row = list[str | int]
COLUMNS = (N_("No."), N_("Name"), N_("E-mail"), N_("Organisation"), N_("Role"), N_("Takes part"), N_("Registration"))


def rows(found: Sheet, t: Translate) -> list[Row]:
    """The names of the columns, then one row for each person. Never needs or diet."""
    return [[t(column) for column in COLUMNS], *(_row(line, found.event.language, t) for line in found.lines)]


def filename(found: Sheet, ending: str, t: Translate) -> str:
    event = found.event
    words = f"{t('Participants')} {event.title} {event.day or ''}".lower()
    return re.sub(r"\W+", "-", words).strip("-")[:80] + f".{ending}"


def comment(found: Sheet, t: Translate) -> str:
    """What stands by the file: it is passed on, so who is missing from it is said."""
    said = [t("The list of participants for {title}.", title=found.event.title)]
    if found.hidden:
        said.append(
            t.n(
                "{n} person who does not want to be on lists is not in it.",
                "{n} people who do not want to be on lists are not in it.",
                found.hidden,
            )
        )
    return safe(" ".join(said))


def _row(line: SheetLine, files_language: str, t: Translate) -> Row:
    return [
        line.number,
        line.name,
        line.email or "",
        line.organisation,
        labels.role_label(line.role_id, line.role, files_language, t) or "",
        t(labels.ATTENDANCES[line.attendance]),
        t(labels.STATES[line.state]),
    ]
