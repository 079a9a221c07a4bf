"""Changing a part of a meeting. Trying it and doing it are the same: what it will cause has no second truth."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.receipts.meetings import Consequences, FieldChange, Part, PartFacts, Values
from bot.services import events, log
from bot.services.meetings import changing, colleagues, effects, fields, fitting, following
from bot.services.meetings.effects import Snapshot
from bot.services.meetings.following import Before
from models import Event, LogEntry
from models.times import local

CHANGED = "meeting_changed"
LOOKED_AT = 20
"""Lines of the log in which the one who changed it last is looked for."""


@dataclass(frozen=True)
class Wish:
    """What should become of a part, as far as it should be another, and what stood there when it was wished."""

    part: Part
    values: Values
    seen: Mapping[str, str]
    reason: str | None = None
    shifts: bool = False
    """The days of the schedule that lie ahead follow the meeting's day."""
    round: int = 0


def wished(typed: Values, seen: Mapping[str, str]) -> Values:
    """Of what stands in a form, what was written into it."""
    return fields.unlike(typed, seen)


def form(session: Session, event: Event, part: Part, now: datetime, wish: Wish | None = None) -> PartFacts:
    """The part as it is; with a wish, as it was to be."""
    event.refuse_edits(now, of_the_day=part is Part.TIME)
    here = fields.values(session, event, part)
    return PartFacts(
        event=events.facts(session, event, now),
        part=part,
        values={**here, **(wish.values if wish else {})},
        seen=fields.stamps(here),
        labels=fields.labels(session, event) if part is Part.SEATS else {},
        reason=wish.reason if wish else None,
        shifts=wish.shifts if wish else True,
        round=wish.round if wish else 0,
    )


def change(session: Session, event: Event, wish: Wish, *, person_id: int, now: datetime) -> Consequences | PartFacts:
    """Do as was wished and say what it caused; or, if somebody was faster, show the form again with what they did.

    For whoever holds the meeting, in a transaction that is committed or not. Wishing twice changes nothing more.
    Raises Refusal at the field for what cannot be.
    """
    event.refuse_edits(now, of_the_day=bool({*fields.WHEN, "form"} & wish.values.keys()))
    here = fields.values(session, event, wish.part)
    wanted = {name: value for name, value in wish.values.items() if name in here and here[name] != value}
    if wanted and dict(wish.seen) != fields.stamps(here):
        return _overtaken(session, event, wish, here, now)
    fitting.refuse_misfits(session, event, {**here, **wanted}, wanted.keys(), now)
    return _do(session, event, wish, here, wanted, person_id=person_id, now=now)


def _do(
    session: Session, event: Event, wish: Wish, here: Values, wanted: Values, *, person_id: int, now: datetime
) -> Consequences:
    before, was = Snapshot.of(session, event), Before.of(event)
    changed = tuple(FieldChange(name, here[name], value) for name, value in wanted.items())
    if changed:
        new = fields.changes(event, wanted)
        later = _later(event, new, wish, now)
        changed += tuple(FieldChange(name, fields.plain(getattr(event, name)), fields.plain(day))
                         for name, day in later.items())  # fmt: skip
        changing.put(session, event, {**new, **later})
        following.follow(session, event, was, new.keys(), reason=wish.reason, now=now)
        if following.news(was.state, event.state, event.ends_at, new.keys(), now):
            colleagues.tell(session, event, by_id=person_id, now=now)
        log.about(session, event, CHANGED, now=now, actor_id=person_id, fields=[one.name for one in changed])
    return effects.since(session, event, before, changed, now)


def _later(event: Event, new: Mapping[str, Any], wish: Wish, now: datetime) -> Mapping[str, Any]:
    """Registration that closes a week before the meeting does so on its new day too."""
    day = new["when"][0] if "when" in new else None
    if not wish.shifts or day is None or event.day is None:
        return {}
    return fields.shifted(event, (day - event.day).days, local(now, event.tz).date()) if day != event.day else {}


def _overtaken(session: Session, event: Event, wish: Wish, here: Values, now: datetime) -> PartFacts:
    theirs = fields.unlike(here, wish.seen)
    shown = form(session, event, wish.part, now, wish)
    return PartFacts(
        event=shown.event,
        part=shown.part,
        values=shown.values,
        seen=shown.seen,
        labels=shown.labels,
        reason=wish.reason,
        shifts=wish.shifts,
        round=wish.round + 1,
        overtaken=theirs,
        overtaken_by=log.last_hand(session, CHANGED, theirs.keys(), LogEntry.event_id == event.id, within=LOOKED_AT),
        fresh=frozenset(theirs.keys() - wish.values.keys()),
    )
