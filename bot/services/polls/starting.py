"""A vote opened by the coordinator: the meeting's plan follows, and the registered hear of it now."""

from datetime import date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services.plan import steps
from bot.services.polls import opening, prioritising
from bot.services.polls.opening import Wish
from models import Anchor, Audience, Event, Method, Poll, Says, ShownTo, Step, TieRule
from models.database import OWED
from models.errors import N_, Refusal
from models.times import SENDING, instant, local

MOST_DOTS = 10
WHEN = N_("Choose a day and a time for the closing.")


def wish(*, method: str | None, dots: str | None, quorum: int | None, tie: str | None, shown_to: str | None) -> Wish:
    """As a form says it. What no form of ours sends is as usual."""
    usual = opening.USUAL
    return Wish(
        method=Method(method) if method in list(Method) else usual.method,
        dots=int(dots) if dots and dots.isdecimal() and 1 <= int(dots) <= MOST_DOTS else None,
        quorum=quorum or None,
        tie=TieRule(tie) if tie in list(TieRule) else usual.tie,
        shown_to=ShownTo(shown_to) if shown_to in list(ShownTo) else usual.shown_to,
    )


def moment(event: Event, day: date | None, clock: time | None) -> datetime:
    """The chosen closing by the meeting's clock."""
    return moment_in(event.tz, day, clock)


def moment_in(tz: str, day: date | None, clock: time | None) -> datetime:
    if day is None or clock is None:
        raise Refusal(WHEN, field="day")
    return instant(day, clock, tz)


def start(session: Session, event: Event, *, wish: Wish, closes_at: datetime, by_id: int, now: datetime) -> Poll:
    """For whoever holds the meeting."""
    poll = opening.open_for(session, event, wish=wish, closes_at=closes_at, by_id=by_id, now=now)
    event.poll_open_on, event.poll_close_on = local(now, event.tz).date(), local(closes_at, event.tz).date()
    steps.plan(session, event, now)
    step = _opening_step(session, event)
    step.due_at, step.done_at = now, None
    session.info[OWED] = True
    return poll


def by_itself(session: Session, event: Event, now: datetime, *, is_off: bool) -> None:
    """Whether a lab's vote opens when the agenda comes to it. For whoever holds the meeting."""
    step = prioritising.in_the_room(session, event)
    if step is not None:
        steps.switch(session, step, now, is_off=is_off)


def _opening_step(session: Session, event: Event) -> Step:
    """The plan's; one of the meeting's own where the plan has none."""
    planned = select(Step).where(Step.event_id == event.id, Step.says == Says.POLL_OPENING).limit(1)
    step = session.scalars(planned).first()
    if step is None:
        step = Step(
            event_id=event.id, kind="poll_opening", says=Says.POLL_OPENING, audience=Audience.REGISTERED,
            anchor=Anchor.POLL_OPEN, at=SENDING, is_own=True, is_off=False,
        )  # fmt: skip
        session.add(step)
    return step
