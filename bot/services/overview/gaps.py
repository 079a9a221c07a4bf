"""What has fallen out of step: a published programme that the meeting no longer holds, a vote that did not open."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Anchor, Event, EventState, Poll, PollKind, Programme, ProgrammeItem, Says, Step
from models.times import wall_minutes


def too_long(session: Session, events: Sequence[Event]) -> Mapping[int, int]:
    """By meeting: so many minutes its published programme goes on after the end. Those it fits are left out."""
    ends = session.execute(
        select(Programme.event_id, func.max(ProgrammeItem.starts + ProgrammeItem.minutes))
        .join(ProgrammeItem, ProgrammeItem.programme_id == Programme.id)
        .where(Programme.event_id.in_([event.id for event in events if event.programme_at]))
        .group_by(Programme.event_id)
    )
    lengths = {event.id: wall_minutes(event.end_time) - wall_minutes(event.start_time) for event in events}
    return {event_id: end - lengths[event_id] for event_id, end in ends if end > lengths[event_id]}


def unopened(session: Session, events: Sequence[Event], now: datetime) -> frozenset[int]:
    """Meetings whose plan has opened their vote by now, but that have had none: there was nothing to vote on."""
    has_one = select(Poll.event_id).where(Poll.kind == PollKind.TOPICS, Poll.event_id.is_not(None))
    due = session.scalars(
        select(Step.event_id).where(
            Step.event_id.in_([event.id for event in events if _may_still_vote(event, now)]),
            Step.says == Says.POLL_OPENING,
            Step.is_off.is_(False),
            Step.due_at <= now,
            Step.event_id.not_in(has_one),
        )
    )
    return frozenset(due)


def _may_still_vote(event: Event, now: datetime) -> bool:
    closes_at = Anchor.POLL_CLOSE.at(event) or event.starts_at
    return event.state not in (EventState.DRAFT, EventState.CANCELLED) and closes_at is not None and now < closes_at
