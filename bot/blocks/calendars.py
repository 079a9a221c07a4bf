"""The buttons by which a meeting gets into a calendar, and what stands by the file."""

import re

from bot.blocks.calendar_entries import standing_of
from bot.blocks.ids import Press
from bot.blocks.text import Block, button, safe
from bot.i18n import Translate
from bot.receipts import CalendarFacts, Entry, EventFacts, Standing
from models.errors import N_

ON_ITS_WAY = N_("The calendar file is on its way to you, as a message from me.")


def add(event: EventFacts, t: Translate) -> Block | None:
    """For a meeting that has a day."""
    return button(t("Add to the calendar"), Press.CALENDAR, event.id) if event.day else None


def update(event: EventFacts, t: Translate) -> Block | None:
    """Where the meeting, or my part in it, has changed: the same entry moves, or is struck out."""
    return button(t("Update the calendar"), Press.CALENDAR, event.id) if event.day else None


def for_mail(mail_id: int, t: Translate) -> Block:
    """To whoever sends the mail: the file that goes with it."""
    return button(t("Get the calendar file"), Press.GUEST_CALENDAR, mail_id)


def filename(entry: Entry) -> str:
    when = f"{entry.day} {entry.start_time:%H%M}"
    return re.sub(r"\W+", "-", f"{entry.title[:60]} {when}".lower()).strip("-") + ".ics"


def comment(found: CalendarFacts, t: Translate, *, many: bool = False, are_off: bool = False) -> str:
    """What stands by the file, or by the files when there are `many`; `are_off`: nothing in them takes place."""
    title = found.event.title
    if many and are_off:
        return safe(t("{title}: open each file, and your calendar strikes the days out.", title=title))
    if many:
        return safe(t("{title}: open each file, and your calendar keeps the days apart.", title=title))
    if standing_of(found) is Standing.OFF:
        return safe(t("{title}: open the file, and your calendar strikes the meeting out.", title=title))
    if found.is_mail:
        return safe(t("{title}: attach the file to the mail.", title=title))
    return safe(t("{title}: open the file to have the meeting in your calendar.", title=title))
