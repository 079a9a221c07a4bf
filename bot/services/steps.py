"""The plan of a meeting: its moments, and what each becomes when it has come."""

import logging
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from bot.services import audiences, deliveries
from models import Audience, Event, EventState, Series, Step
from models.database import OWED
from models.times import SENDING, local

log = logging.getLogger(__name__)

IS_OPEN = text("steps.done_at IS NULL AND steps.due_at IS NOT NULL")
"""In the words of the partial index: SQLite uses it for no others."""
IN_THE_CHANNEL = "day_before_channel"
NOT_HELD = (EventState.DRAFT, EventState.CANCELLED)
ALREADY_BEGUN = timedelta(minutes=10)
"""So long after the start a reminder still helps: it then says that the meeting has begun."""

Rule = dict[str, Any]


def plan(session: Session, event: Event, now: datetime) -> None:
    """Bring the event's steps in line with its series' rules and its own day. Doing it twice changes nothing.

    A step whose new moment has already passed is over: it is never owed.
    """
    session.flush()
    steps = {step.kind: step for step in session.scalars(select(Step).where(Step.event_id == event.id))}
    rules = _rules(session.get_one(Series, event.series_id))
    for kind, rule in rules.items():
        step = steps.get(kind) or Step(event_id=event.id, kind=kind)
        _follow(step, rule, event, now)
        session.add(step)
    for kind in steps.keys() - rules.keys():
        steps[kind].move(None, now)
    session.info[OWED] = True


def carry_out_due(session: Session, now: datetime) -> int:
    """Turn the step that has been due longest into deliveries. Returns how many steps that was: 0 or 1."""
    step = session.scalars(
        select(Step)
        .where(IS_OPEN, Step.due_at <= now)
        .order_by(Step.due_at, Step.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()
    if step is None:
        return 0
    event = session.get_one(Event, step.event_id)
    step.done_at = now
    session.flush()
    if event.state not in NOT_HELD and not _is_quiet(session, event, now):
        _carry_out(session, step, event, now)
    return 1


def _carry_out(session: Session, step: Step, event: Event, now: datetime) -> None:
    if step.audience is Audience.CHANNEL:
        owed = audiences.the_channel(session, step, event, now)
    else:
        useful_until = event.starts_at + ALREADY_BEGUN if event.starts_at else None
        owed = audiences.the_registered(session, step, event, now, useful_until)
    deliveries.owe_all(session, owed)
    deliveries.supersede(session, now=now, event_id=event.id)
    log.info("step %s of event %s became %s deliveries", step.id, event.id, len(owed))


def _follow(step: Step, rule: Rule, event: Event, now: datetime) -> None:
    for name, value in rule.items():
        setattr(step, name, value)
    before = step.due_at
    step.move(None if event.state is EventState.CANCELLED else step.moment_for(event), now)
    if step.due_at is not None and step.due_at != before and step.due_at <= now:
        step.done_at = now


def _rules(series: Series) -> dict[str, Rule]:
    rules = {reminder["id"]: _rule(reminder) for reminder in series.reminder_list}
    day_before = next((rule for rule in rules.values() if rule["days_before"] == 1), None)
    if day_before:
        rules[IN_THE_CHANNEL] = {**day_before, "audience": Audience.CHANNEL}
    return rules


def _rule(reminder: Rule) -> Rule:
    at = reminder.get("at") or (SENDING.isoformat() if "days_before" in reminder else None)
    return {
        "audience": Audience.REGISTERED,
        "days_before": reminder.get("days_before", 0),
        "minutes_before": round(reminder.get("hours_before", 0) * 60),
        "at": time.fromisoformat(at) if at else None,
    }


def _is_quiet(session: Session, event: Event, now: datetime) -> bool:
    """In the series' quiet weeks nothing unprompted goes out, except for a meeting held in them."""
    series = session.get_one(Series, event.series_id)
    if series.quiet_from is None or series.quiet_to is None or event.day is None:
        return False
    today = local(now, series.tz).date()
    return series.quiet_from <= today <= series.quiet_to and not series.quiet_from <= event.day <= series.quiet_to
