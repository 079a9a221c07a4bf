"""How a value of a series' document is written in an input, and read back."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.receipts.series import Entry, Written
from bot.services.seasons import naming
from bot.services.seasons.layout import Group
from models.errors import N_, Refusal

A_DAY = N_("“{line}” does not begin with a day, like 2027-01-19.")
A_REMINDER = N_("“{line}” is no reminder. Write it like one_week: 7 d 09:00, or one_hour: 1 h.")
REMINDER = re.compile(
    r"([a-z0-9_-]+):\s*(\d{1,4})\s*(?:([ht])\w*|d\w*\s+(?:kl\.?\s*)?(\d{1,2})[.:](\d{2}))", re.IGNORECASE
)
HOURS = re.compile(r"(\d{1,2})[:.](\d{2})\s*[-–]\s*(\d{1,2})[:.](\d{2})\s+(.+)")
AN_ITEM = N_("“{line}” is no part of a programme. Write it like 13:00–13:10 Welcome.")
ITEM = ("start", "end", "title", "audience", "lead", "level", "topic_slots")


@dataclass(frozen=True)
class Manner:
    """How a value of the document is written in an input, and read back; a line at a time when it is a list."""

    entry: Entry
    say: Callable[[Any], Written] = lambda value: value
    read: Callable[[Any], Any] = lambda written: written


def _day(line: str) -> date:
    try:
        return date.fromisoformat(line[:10])
    except ValueError:
        raise Refusal(A_DAY, line=line) from None


def _moment(line: str) -> Group:
    return {"date": _day(line), "label": line[10:].strip()}


def _theme(line: str) -> Group:
    """With its short name before a colon if it is to have one of its own."""
    key, colon, label = line.partition(":")
    if colon and re.fullmatch(r"[a-z0-9_-]+", key.strip()):
        return {"id": key.strip(), "label": label.strip()}
    return {"id": naming.slug(line), "label": line}


def _said_reminder(one: Group) -> str:
    if "hours_before" in one:
        return f"{one['id']}: {one['hours_before']} h"
    return f"{one['id']}: {one['days_before']} d {one['at']}"


def _reminder(line: str) -> Group:
    found = REMINDER.fullmatch(line)
    if not found:
        raise Refusal(A_REMINDER, line=line)
    key, number, is_hours, hour, minute = found.groups()
    if is_hours:
        return {"id": key, "hours_before": int(number)}
    return {"id": key, "days_before": int(number), "at": f"{hour:>02}:{minute}"}


def _said_role(one: Group) -> str:
    levels = ", ".join(one.get("levels") or ())
    reached = ("slack" if one["expects_slack"] else "guest") if "expects_slack" in one else ""
    return f"{one['id']}: {one['label']} | {levels} | {reached}".rstrip(" |")


def _role(line: str) -> Group:
    role, levels, reached = _columns(line, 3)
    found = {**_theme(role), "levels": _listed(levels)}
    return found | ({"expects_slack": not reached.casefold().startswith(("g", "n"))} if reached else {})


def _said_item(one: Group) -> str:
    audience = one.get("audience") or ""
    whom = audience if isinstance(audience, str) else ", ".join(audience)
    questions = f"{one.get('level') or ''} {one.get('topic_slots') or ''}".strip()
    return f"{one['start']}–{one['end']} {one['title']} | {whom} | {one.get('lead') or ''} | {questions}".rstrip(" |")


def _item(line: str) -> Group:
    first, whom, lead, questions = _columns(line, 4)
    hours = HOURS.fullmatch(first)
    if not hours:
        raise Refusal(AN_ITEM, line=line)
    start, end = (f"{int(hours[n]):02}:{hours[n + 1]}" for n in (1, 3))
    level = questions.rstrip("0123456789").strip()
    slots = questions.removeprefix(level).strip()
    found = {"start": start, "end": end, "title": hours[5].strip(), "lead": lead, "level": level}
    found["audience"] = whom if whom in ("", "all") else _listed(whom)
    found["topic_slots"] = int(slots) if slots else None
    return {name: found[name] for name in ITEM if found[name] not in ("", None)}


def _columns(line: str, number: int) -> list[str]:
    found = [one.strip() for one in line.split("|")]
    return [*found[:number], *[""] * (number - len(found))]


def _listed(words: str) -> list[str]:
    return [one for one in re.split(r"[,\s]+", words) if one]


WORDS, TEXT, NUMBER = Manner(Entry.WORDS), Manner(Entry.TEXT), Manner(Entry.NUMBER)
CHANNEL = Manner(Entry.WORDS, read=lambda written: str(written).removeprefix("#").lower())
DAY = Manner(Entry.DAY, str, _day)
DAYS = Manner(Entry.LINES, str, _day)
LINES = Manner(Entry.LINES)
ROLES = Manner(Entry.LINES, _said_role, _role)
ITEMS = Manner(Entry.LINES, _said_item, _item)
MOMENTS = Manner(Entry.LINES, lambda one: f"{one['date']} {one['label']}", _moment)
THEMES = Manner(Entry.LINES, lambda one: f"{one['id']}: {one['label']}", _theme)
REMINDERS = Manner(Entry.LINES, _said_reminder, _reminder)
