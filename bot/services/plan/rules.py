"""The plan a meeting has from the start: what its file says, and what is usual where the file says nothing.

The days are those of domain.md 4; a season of dialogues and a lab series have different ones. A meeting's schedule
rules over the usual distance, the file's reminders over the usual three.
"""

import re
from datetime import time
from typing import Any, NamedTuple

from bot.services.programme import segments
from models import Anchor, Audience, Event, Kind, Says, Series, SeriesKind
from models.base import Facts
from models.times import POLL_CLOSING, SENDING

SPEAKS = {
    Says.REMINDER: Kind.REMINDER,
    Says.SAVE_THE_DATE: Kind.SAVE_THE_DATE,
    Says.INVITATION: Kind.INVITATION,
    Says.NUDGE: Kind.NUDGE,
    Says.PROGRAMME: Kind.PROGRAMME,
    Says.POLL_OPENING: Kind.POLL_OPENING,
    Says.VOTE: Kind.VOTE,
    Says.THANKS: Kind.THANKS,
}
"""What can be said today, and the delivery it becomes. Everything else is planned, and owes nothing to anyone yet."""
IN_THE_CHANNEL = "day_before_channel"
AFTERWARDS = 15
"""Minutes after the end: people are still there, and it is still today."""
USUAL_REMINDERS: tuple[Facts, ...] = (
    {"id": "one_week", "days_before": 7, "at": "09:00"},
    {"id": "one_day", "days_before": 1, "at": "09:00"},
    {"id": "one_hour", "hours_before": 1},
)


class Rule(NamedTuple):
    """A step's rule, in the step's own column names. After the anchor, the distance is negative."""

    says: Says
    audience: Audience
    anchor: Anchor
    days_before: int = 0
    minutes_before: int = 0
    at: time | None = SENDING

    @property
    def columns(self) -> dict[str, Any]:
        return self._asdict()


Rules = dict[str, Rule]

SEASON: Rules = {
    "save_the_date": Rule(Says.SAVE_THE_DATE, Audience.INVITED, Anchor.SAVE_THE_DATE),
    "invitation": Rule(Says.INVITATION, Audience.INVITED, Anchor.INVITATION),
    "nudge": Rule(Says.NUDGE, Audience.SILENT, Anchor.REGISTRATION_CLOSE, days_before=14),
    "last_nudge": Rule(Says.NUDGE, Audience.SILENT, Anchor.REGISTRATION_CLOSE, days_before=4),
    "poll_opening": Rule(Says.POLL_OPENING, Audience.REGISTERED, Anchor.POLL_OPEN),
    "vote": Rule(Says.VOTE, Audience.NON_VOTERS, Anchor.POLL_CLOSE, days_before=1),
    "poll_closing": Rule(Says.POLL_CLOSING, Audience.COORDINATORS, Anchor.POLL_CLOSE, at=POLL_CLOSING),
    "programme": Rule(Says.PROGRAMME, Audience.REGISTERED, Anchor.PROGRAMME),
    "thanks": Rule(Says.THANKS, Audience.REGISTERED, Anchor.END, minutes_before=-AFTERWARDS, at=None),
    "evaluation": Rule(Says.EVALUATION, Audience.REGISTERED, Anchor.END, days_before=-1),
    "drafts": Rule(Says.DRAFTS, Audience.COORDINATORS, Anchor.NOTES_DRAFT),
}
LAB: Rules = {
    "invitation": SEASON["invitation"],
    "nudge": SEASON["nudge"]._replace(days_before=7),
    "programme": SEASON["programme"],
    "thanks": SEASON["thanks"],
    "evaluation": SEASON["evaluation"],
    "drafts": SEASON["drafts"],
}
VOTE_IN_THE_ROOM = "prioritising"
IN_THE_ROOM = Rule(Says.PRIORITISING, Audience.REGISTERED, Anchor.START, at=None)
PRIORITISES = re.compile(r"viktigt och möjligt|prioriter|important and feasible|prioriti[sz]", re.IGNORECASE)
"""How an agenda says that the challenges are voted on."""
USUAL = {SeriesKind.SEASON: SEASON, SeriesKind.LAB: LAB}
FROM_THE_START: dict[SeriesKind, dict[Anchor, tuple[Anchor, int]]] = {
    SeriesKind.SEASON: {
        Anchor.INVITATION: (Anchor.START, 56),
        Anchor.PROGRAMME: (Anchor.START, 14),
        Anchor.NOTES_DRAFT: (Anchor.END, -7),
    },
    SeriesKind.LAB: {
        Anchor.INVITATION: (Anchor.START, 44),
        Anchor.PROGRAMME: (Anchor.START, 7),
        Anchor.NOTES_DRAFT: (Anchor.END, -2),
    },
}
"""Where the schedule has no such day: that many days before the start, or after the end."""


def rules(series: Series, event: Event) -> Rules:
    """What the event's plan is when nobody has changed it. A reminder of the file takes the place of its namesake."""
    usual = {kind: _dated(rule, series, event) for kind, rule in USUAL[series.kind].items()}
    reminders = {reminder["id"]: _reminder(reminder) for reminder in series.reminder_list or USUAL_REMINDERS}
    day_before = next((rule for rule in reminders.values() if rule.days_before == 1), None)
    channel = {IN_THE_CHANNEL: day_before._replace(audience=Audience.CHANNEL)} if day_before else {}
    return {**usual, **reminders, **channel, **_of_agenda(series, event)}


def _of_agenda(series: Series, event: Event) -> Rules:
    """A lab's vote on its challenges opens when the agenda comes to it; the earliest time that it does."""
    if series.kind is not SeriesKind.LAB or not event.agenda:
        return {}
    begins = segments.origin(event.agenda, event.start_time, event.end_time)
    found = [one.start for one in segments.read(event.agenda, begins) if PRIORITISES.search(one.title)]
    inside = [start for start in found if start >= 0]
    return {VOTE_IN_THE_ROOM: IN_THE_ROOM._replace(minutes_before=-inside[0])} if inside else {}


def _dated(rule: Rule, series: Series, event: Event) -> Rule:
    if rule.anchor.on(event) is not None or rule.anchor not in FROM_THE_START[series.kind]:
        return rule
    anchor, days = FROM_THE_START[series.kind][rule.anchor]
    return rule._replace(anchor=anchor, days_before=rule.days_before + days)


def _reminder(said: Facts) -> Rule:
    rule = Rule(Says.REMINDER, Audience.REGISTERED, Anchor.START)
    if "days_before" not in said and not said.get("at"):
        return rule._replace(minutes_before=round(said.get("hours_before", 0) * 60), at=None)
    at = time.fromisoformat(said["at"]) if said.get("at") else SENDING
    return rule._replace(days_before=said.get("days_before", 0), at=at)
