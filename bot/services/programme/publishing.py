"""Publishing a programme: everyone reads it from then on, and those who are registered are told once."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.receipts import DraftFacts, Published
from bot.services import cards, log
from bot.services.messages import choices, deliveries
from bot.services.plan import audiences, steps, workdays
from bot.services.programme import building, drafting, reading
from bot.services.programme.drafting import Draft
from bot.services.programme.filling import Why
from bot.services.topics import fates
from models import DeliveryState, Event, Fate, Kind, Programme, ProgrammeItem, Says, Series, Step
from models.topics import NO_ROOM, VOTED_IN

STILL_TOLD = (DeliveryState.PENDING, DeliveryState.GATHERED)


def publish(
    session: Session,
    event: Event,
    *,
    seen: str,
    tells: bool,
    saves: bool,
    reason: str | None,
    person_id: int,
    now: datetime,
) -> Published | DraftFacts:
    """What was seen becomes public; else the draft again, as it is now. Publishing the same twice changes nothing.

    The first time everyone registered is told, later only when asked to. `saves`: what did not fit is kept for the
    next meeting, with the reason. For whoever holds the meeting.
    """
    event.refuse_changes_once_over(now)
    draft = drafting.of(session, event)
    if seen != draft.stamp:
        return building.overtaken(session, event, draft, person_id, now)
    before = drafting.facts(session, event, draft, person_id, now)
    programme = draft.programme
    if before.is_new:
        _write_down(session, event, draft, person_id, now)
    _decide_fates(session, event, draft, saves=saves, reason=reason, person_id=person_id, now=now)
    step = _step(session, event)
    is_first = before.is_new and programme.edition == 1
    heard = tell(session, event, step, programme, now) if is_first or (before.is_new and tells) else None
    found = reading.published(session, event, None, now)
    assert found
    told_at = moment(session, event, now)
    return Published(found, before.is_new, heard, told_at=told_at, is_told_now=told_at <= now,
                     is_switched_off=step is None or step.is_off)  # fmt: skip


def tell(session: Session, event: Event, step: Step | None, programme: Programme, now: datetime) -> int:
    """Those who are registered, at once in office hours. An earlier edition that waits to be sent gives way."""
    if step is None or step.is_off or event.starts_at is None:
        return 0
    at = moment(session, event, now)
    edition = {} if programme.edition == 1 else {
        "cause": f"programme.{event.id}.{programme.edition}", "facts": {"edition": programme.edition}
    }  # fmt: skip
    owed = audiences.owed(session, step, event, now, due_at=at, next_at=at, useful_until=event.starts_at, **edition)
    heeded = choices.heed(session, owed, step, event, now)
    deliveries.owe_all(session, heeded)
    deliveries.supersede(session, now=at, event_id=event.id)
    return sum(one["kind"] is Kind.PROGRAMME and one["state"] in STILL_TOLD for one in heeded)


def moment(session: Session, event: Event, now: datetime) -> datetime:
    """Now, or when people are at work next; never so late that the meeting has begun."""
    quiet = steps.quiet_weeks(session.get_one(Series, event.series_id), event)
    at = workdays.fit(now, event.tz, earlier=False, quiet=quiet)
    is_soon = event.starts_at is not None and at >= event.starts_at - timedelta(hours=1)
    return now if is_soon else at


def _step(session: Session, event: Event) -> Step | None:
    return session.scalars(select(Step).where(Step.event_id == event.id, Step.says == Says.PROGRAMME)).first()


def _write_down(session: Session, event: Event, draft: Draft, person_id: int, now: datetime) -> None:
    programme = draft.programme
    session.add(programme)
    session.flush()
    session.execute(delete(ProgrammeItem).where(ProgrammeItem.programme_id == programme.id))
    lines: list[ProgrammeItem] = []
    for part in draft.filled.parts:
        one = part.segment
        audience = sorted(one.audience) if one.audience is not None else None
        lines.append(ProgrammeItem(starts=one.start, minutes=one.length, title=one.title, audience=audience,
                                   lead=one.lead))  # fmt: skip
        for talk in part.talks:
            title = draft.topics[talk.topic_id].title
            lines.append(ProgrammeItem(starts=talk.start, minutes=talk.minutes, title=title, topic_id=talk.topic_id))
    for place, line in enumerate(lines):
        line.programme_id, line.place = programme.id, place
    session.add_all(lines)
    programme.edition += 1
    programme.published_at = event.programme_at = now
    programme.published_by_id = person_id
    session.flush()
    cards.stale(session, event.id, now)
    log.about(session, event, "programme_published", now=now, actor_id=person_id, edition=programme.edition)


def _decide_fates(
    session: Session, event: Event, draft: Draft, *, saves: bool, reason: str | None, person_id: int, now: datetime
) -> None:
    """What is in the programme says so. What no longer is, is open again unless it is saved for next time."""
    for part in draft.filled.parts:
        for talk in part.talks:
            topic = draft.topics[talk.topic_id]
            if topic.fate is not Fate.ON_PROGRAMME:
                is_voted = talk.topic_id in draft.ranked and not talk.is_placed
                fates.decide(session, event, topic, Fate.ON_PROGRAMME, VOTED_IN if is_voted else None, person_id, now)
    for left in draft.filled.left:
        topic = draft.topics[left.topic_id]
        if saves and topic.fate is not Fate.SAVED:
            is_outvoted = left.why is not Why.LEFT_OUT and bool(draft.ranked)
            fates.decide(
                session, event, topic, Fate.SAVED, reason or (NO_ROOM if is_outvoted else None), person_id, now
            )
        elif not saves and topic.fate is Fate.ON_PROGRAMME:
            fates.reopen(session, event, topic, person_id, now)
