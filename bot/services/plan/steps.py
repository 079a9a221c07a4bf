"""The plan of a meeting: its moments, and what each becomes when it has come."""

import logging
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from bot.services.dates import waking
from bot.services.messages import choices, deliveries
from bot.services.overview import rounds
from bot.services.plan import audiences, overdue, rules, workdays
from bot.services.plan.rules import Rule
from bot.services.polls import opening, prioritising
from bot.services.registration import reconfirming
from models import Event, EventState, Says, Series, Step
from models.database import OWED
from models.times import local

log = logging.getLogger(__name__)

IS_OPEN = text("steps.done_at IS NULL AND steps.due_at IS NOT NULL")
"""In the words of the partial index: SQLite uses it for no others."""
NOT_HELD = (EventState.DRAFT, EventState.CANCELLED)


def plan(session: Session, event: Event, now: datetime) -> None:
    """Bring the event's steps in line with its series' rules and its own days. Doing it twice changes nothing.

    A draft plans nothing. A step whose new moment has already passed is over: it is never owed; only an invitation that
    has waited for the meeting's date, or for its publishing, goes out now. What the coordinator has changed or switched
    off for this meeting stays so.
    """
    session.flush()
    series = session.get_one(Series, event.series_id)
    steps = {step.kind: step for step in of(session, event)}
    usual = rules.rules(series, event)
    for kind, rule in usual.items():
        step = steps.get(kind) or Step(event_id=event.id, kind=kind, is_own=False, is_off=False)
        if not step.is_own:
            _obey(step, rule)
        has_waited = step.id is not None and step.says is Says.INVITATION
        _follow(step, event, series, now, has_waited=has_waited)
        session.add(step)
    for step in (steps[kind] for kind in steps.keys() - usual.keys()):
        if step.is_own:
            _follow(step, event, series, now)
        else:
            step.move(None, now)
    rounds.arm(session, event, now)
    waking.wake(session, event, now)
    session.info[OWED] = True


def of(session: Session, event: Event) -> Sequence[Step]:
    """The meeting's steps as they will come; those without a moment last."""
    wanted = select(Step).where(Step.event_id == event.id)
    return session.scalars(wanted.order_by(Step.due_at.is_(None), Step.due_at, Step.id)).all()


def change(session: Session, step: Step, rule: Rule, now: datetime) -> None:
    """A rule of this meeting's own: it survives another import, and another default of the series."""
    _obey(step, rule)
    step.is_own = True
    follow(session, step, now)


def switch(session: Session, step: Step, now: datetime, *, is_off: bool) -> None:
    """Off, it is planned no more; on again, it comes if its moment lies ahead."""
    step.is_off = is_off
    follow(session, step, now)


def follow(session: Session, step: Step, now: datetime) -> None:
    """One step is brought in line with its meeting."""
    event = session.get_one(Event, step.event_id)
    _follow(step, event, session.get_one(Series, event.series_id), now)
    session.info[OWED] = True


def moment(step: Step, event: Event, series: Series) -> datetime | None:
    """When it goes, on a working day in office hours (`workdays`); None when it never does.

    What counts down to the meeting is left out in quiet weeks: "in six weeks we meet" helps nobody.
    """
    ruled = step.moment_for(event)
    if ruled is None or event.day is None or is_urgent(ruled, event) or step.says is Says.PRIORITISING:
        return ruled
    quiet = quiet_weeks(series, event)
    if step.says is not Says.REMINDER:
        return workdays.fit(ruled, event.tz, earlier=step.leads_up, quiet=quiet)
    fitting = workdays.fit(ruled, event.tz, earlier=step.leads_up)
    return None if workdays.is_quiet(local(fitting, event.tz).date(), quiet) else fitting


def reaches_anyone(session: Session, step: Step) -> bool:
    """Whether somebody would hear something if it came due now."""
    event = session.get_one(Event, step.event_id)
    if step.says is Says.PRIORITISING:
        return event.state not in NOT_HELD and prioritising.opens_by_itself(session, event)
    is_heard = step.due_at is not None and audiences.can_speak(step, event, step.due_at)
    return is_heard and event.state not in NOT_HELD and audiences.reaches_anyone(session, step, event)


def carry_out_due(session: Session, now: datetime) -> int:
    """Turn the step that has been due longest into deliveries. Returns how many steps that was: 0 or 1."""
    step = overdue.longest(session, Step, Step.due_at, IS_OPEN, now)
    if step is None:
        return 0
    event = session.get_one(Event, step.event_id)
    step.done_at = now
    session.flush()
    if event.state not in NOT_HELD and not _is_quiet(session, event, now):
        _carry_out(session, step, event, now)
    return 1


def _carry_out(session: Session, step: Step, event: Event, now: datetime) -> None:
    if step.says is Says.POLL_OPENING:
        opening.open_by_plan(session, event, now)
    if step.says is Says.PRIORITISING:
        prioritising.open_by_agenda(session, event, now)
    owed = audiences.owed(session, step, event, now)
    deliveries.owe_all(session, choices.heed(session, owed, step, event, now))
    reconfirming.ask_reminded(session, step)
    deliveries.supersede(session, now=now, event_id=event.id)
    log.info("step %s of event %s became %s deliveries", step.id, event.id, len(owed))


def _obey(step: Step, rule: Rule) -> None:
    for name, value in rule.columns.items():
        setattr(step, name, value)


def _follow(step: Step, event: Event, series: Series, now: datetime, *, has_waited: bool = False) -> None:
    before, is_about_to_go = step.due_at, step.due_at is not None and step.done_at is None and step.due_at <= now
    has_waited = has_waited and (before is None or is_about_to_go)
    is_held = event.state not in NOT_HELD and not step.is_off
    step.move(_due(step, event, series, now) if is_held else None, now)
    if step.due_at is not None and step.due_at != before and step.due_at <= now and not has_waited:
        step.done_at = now


def _due(step: Step, event: Event, series: Series, now: datetime) -> datetime | None:
    """On a day off after all, when the working day before it has passed and nothing went out then."""
    fitting, ruled = moment(step, event, series), step.moment_for(event)
    if fitting and ruled and fitting <= now < ruled and step.due_at != fitting:
        return ruled
    return fitting


def is_urgent(ruled: datetime, event: Event) -> bool:
    """On the day of the meeting, before it."""
    assert event.starts_at
    return ruled <= event.starts_at and local(ruled, event.tz).date() == event.day


def _is_quiet(session: Session, event: Event, now: datetime) -> bool:
    """In the series' quiet weeks nothing unprompted goes out, except for a meeting held in them."""
    series = session.get_one(Series, event.series_id)
    return workdays.is_quiet(local(now, series.tz).date(), quiet_weeks(series, event))


def quiet_weeks(series: Series, event: Event) -> workdays.Weeks | None:
    quiet = series.quiet_weeks
    return None if event.day is None or workdays.is_quiet(event.day, quiet) else quiet
