"""After the meeting."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.blocks.events import Message, signature
from bot.blocks.text import Bold, rich, safe, small
from bot.i18n import Translate, long_day, weekday
from bot.receipts import EventFacts, Thanks


def thanks(found: Thanks, now: datetime, t: Translate) -> Message:
    """Tack för i dag! And when the notes come, if that day is set."""
    first, *rest = lines(found, now, t)
    ask = signature(found.event.contacts, t)
    blocks = [rich([Bold(first), " ", found.event.title], *rest), *([small(ask)] if ask else [])]
    return {"text": safe(" ".join([first, f"{found.event.title}.", *rest])), "blocks": blocks}


def lines(found: Thanks, now: datetime, t: Translate) -> list[str]:
    today = now.astimezone(ZoneInfo(found.event.tz)).date()
    first = _for_when(found.event, now, t)
    if found.notes_by is None or found.notes_by < today:
        return [first]
    return [first, t("The notes come by {day} at the latest.", day=long_day(found.notes_by, t.language, year=False))]


def _for_when(event: EventFacts, now: datetime, t: Translate) -> str:
    assert event.day
    days = (now.astimezone(ZoneInfo(event.tz)).date() - event.day).days
    if days <= 0:
        return t("Thank you for today!")
    if days == 1:
        return t("Thank you for yesterday!")
    return t("Thank you for {weekday}!", weekday=weekday(event.day, t.language))
