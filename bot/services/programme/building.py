"""Changing a draft by hand. Whoever changes second, unseen, is first shown what the other has done."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.receipts import DraftFacts
from bot.services import log
from bot.services.programme import adjusting, drafting, segments
from bot.services.programme.adjusting import Wish
from bot.services.programme.drafting import Draft
from bot.services.programme.filling import Decision
from models import Event, LogEntry, Person, Programme, ProgrammeChoice, Series
from models.errors import N_, Refusal

LEASTS = (5, 10, 15, 20)
OWN = "own"
"""The meeting's own agenda, among the names of templates."""


def read(session: Session, event: Event, person_id: int, now: datetime) -> DraftFacts:
    return drafting.facts(session, event, drafting.of(session, event), person_id, now)


def adjust(session: Session, event: Event, wish: Wish, *, seen: str, person_id: int, now: datetime) -> DraftFacts:
    """Do it, if the draft is still as it was seen. For whoever holds the meeting."""
    draft = drafting.of(session, event)
    if seen != draft.stamp:
        return overtaken(session, event, draft, person_id, now)
    decisions = _done(draft, wish)
    programme = _kept(session, draft)
    session.execute(delete(ProgrammeChoice).where(ProgrammeChoice.programme_id == programme.id))
    for one in decisions:
        session.add(
            ProgrammeChoice(
                programme_id=programme.id, topic_id=one.topic_id, segment=one.segment, place=one.place,
                minutes=one.minutes, is_out=one.is_out,
            )
        )  # fmt: skip
    _note(session, event, programme, person_id, now, act=wish.act.value, topic=wish.topic_id)
    return read(session, event, person_id, now)


def settle(
    session: Session, event: Event, *, template: str, by_share: bool, least: int, seen: str, person_id: int,
    now: datetime,
) -> DraftFacts:  # fmt: skip
    """Which template, and how minutes are given. What was decided by hand about questions is kept."""
    draft = drafting.of(session, event)
    series = session.get_one(Series, event.series_id)
    name = None if template == OWN else template
    if (name is not None and name not in series.agenda_templates) or (name is None and not event.agenda):
        raise Refusal(N_("That template no longer exists."))
    if least not in LEASTS:
        raise Refusal(N_("Choose how many minutes a question needs."))
    if (name, by_share, least) == (draft.programme.template, draft.manner.by_share, draft.manner.least):
        return drafting.facts(session, event, draft, person_id, now)
    if seen != draft.stamp:
        return overtaken(session, event, draft, person_id, now)
    programme = _kept(session, draft)
    if name != programme.template:
        found = drafting.agenda(series, event, name)
        programme.template, programme.mark = name, segments.mark(found)
        programme.origin = segments.origin(found, event.start_time, event.end_time)
    programme.by_share, programme.least = by_share, least
    _note(session, event, programme, person_id, now, act="settled")
    return read(session, event, person_id, now)


def admit(
    session: Session, event: Event, segment: str, roles: Sequence[str], *, seen: str, person_id: int, now: datetime
) -> DraftFacts:
    """Whom a part for questions is for; nobody in particular is everybody. What then clashes is left out, and said."""
    draft = drafting.of(session, event)
    known = {role.id for role in session.get_one(Series, event.series_id).roles}
    wanted = sorted(known.intersection(roles))
    if seen != draft.stamp:
        return overtaken(session, event, draft, person_id, now)
    if all(segment != part.segment.key for part in draft.filled.parts if part.segment.is_open):
        raise Refusal(N_("That part is no longer in the programme."))
    programme = _kept(session, draft)
    programme.audiences = {**programme.audiences, segment: [] if len(wanted) == len(known) else wanted}
    _note(session, event, programme, person_id, now, act="admitted", segment=segment)
    return read(session, event, person_id, now)


def _done(draft: Draft, wish: Wish) -> list[Decision]:
    if wish.other_id is not None:
        mine, other = draft.topics.get(wish.topic_id), draft.topics.get(wish.other_id)
        if mine is None or other is None or mine.level is not other.level:
            raise Refusal(adjusting.GONE)
    return adjusting.do(draft.filled, draft.decisions, wish, draft.manner)


def _kept(session: Session, draft: Draft) -> Programme:
    """The programme as a row, from the first decision on."""
    session.add(draft.programme)
    session.flush()
    return draft.programme


def _note(session: Session, event: Event, programme: Programme, person_id: int, now: datetime, **facts: Any) -> None:
    programme.version += 1
    log.about(session, event, "programme_changed", now=now, actor_id=person_id, **facts)


def overtaken(session: Session, event: Event, draft: Draft, person_id: int, now: datetime) -> DraftFacts:
    found = drafting.facts(session, event, draft, person_id, now)
    return replace(found, is_overtaken=True, overtaken_by=_last_hand(session, event, person_id))


def _last_hand(session: Session, event: Event, person_id: int) -> str | None:
    """The other one who changed it last; None when it was a result, a question or the reader."""
    entry = session.scalars(
        select(LogEntry)
        .where(LogEntry.event_id == event.id, LogEntry.action == "programme_changed")
        .order_by(LogEntry.id.desc())
        .limit(1)
    ).first()
    if entry is None or entry.actor_id in (None, person_id):
        return None
    person = session.get(Person, entry.actor_id)
    return person.name if person else None
