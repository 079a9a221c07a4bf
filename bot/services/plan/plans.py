"""A meeting's plan, as whoever coordinates it reads and changes it."""

from dataclasses import dataclass
from datetime import UTC, datetime, time

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.receipts import PlanFacts, StepChange, StepFacts
from bot.services import access, events, log
from bot.services.announcing import timing
from bot.services.messages import choices
from bot.services.plan import audiences, steps
from bot.services.plan.rules import SPEAKS, Rule
from models import Area, Audience, Delivery, DeliveryState, Event, Kind, LogEntry, Person, Series, Step
from models.errors import N_, Refusal

LAST = datetime.max.replace(tzinfo=UTC)
LOOKED_AT = 50
"""Lines of the log in which the one who changed a step last is looked for."""


@dataclass(frozen=True)
class Wish:
    """How a step should be from now on; after its anchor the distance is negative."""

    is_off: bool
    days_before: int = 0
    minutes_before: int = 0
    at: time | None = None


@dataclass(frozen=True)
class _Told:
    """What became of a step that has come: how much was owed, how many heard, and of the texts for mail."""

    owed: int = 0
    reached: int = 0
    mails: int = 0
    unsent: int = 0


def read(session: Session, event: Event, person_id: int, now: datetime) -> PlanFacts:
    """What can be said today, in the order of time."""
    told = _told(session, event)
    found = [_facts(session, step, event, told) for step in steps.of(session, event) if step.says in SPEAKS]
    return PlanFacts(
        event=events.facts(session, event, now),
        steps=tuple(sorted(found, key=lambda step: step.due_at or step.ruled_at or LAST)),
        may_change=access.may_change_plan(session, event, person_id),
    )


def read_step(session: Session, step: Step, event: Event, now: datetime) -> StepChange:
    """A step as it is, to be changed."""
    found = StepChange(events.facts(session, event, now), facts_of(session, step, event))
    _refuse_once_sent(found.step, event)
    return found


def facts_of(session: Session, step: Step, event: Event) -> StepFacts:
    return _facts(session, step, event, _told(session, event))


def change(
    session: Session, step: Step, event: Event, wish: Wish, *, seen: str, person_id: int, now: datetime
) -> StepChange:
    """Do as was wished, if the step is still as it was when the wish was made. Wishing twice changes nothing.

    For whoever holds the meeting. Raises Refusal at the field when the new moment is none that people should hear at.
    """
    wanted = Rule(step.says, step.audience, step.anchor, wish.days_before, wish.minutes_before, wish.at)
    is_so_already = (wanted, wish.is_off) == (_rule(step), step.is_off)
    if not is_so_already:
        _refuse_once_sent(facts_of(session, step, event), event)
        if seen != _stamp(step):
            return StepChange(
                events.facts(session, event, now),
                facts_of(session, step, event),
                is_overtaken=True,
                overtaken_by=_last_hand(session, step),
            )
        _do(session, step, event, wanted, wish, now)
        log.about(session, event, "step_changed", now=now, actor_id=person_id, step=step.id, rule=_stamp(step))
    return StepChange(events.facts(session, event, now), facts_of(session, step, event))


def _do(session: Session, step: Step, event: Event, wanted: Rule, wish: Wish, now: datetime) -> None:
    if not wish.is_off:
        timing.refuse_unless_fitting(wanted, event, session.get_one(Series, event.series_id), now)
    if wanted != _rule(step):
        steps.change(session, step, wanted, now)
    if wish.is_off != step.is_off:
        steps.switch(session, step, now, is_off=wish.is_off)
    session.flush()


def _rule(step: Step) -> Rule:
    return Rule(step.says, step.audience, step.anchor, step.days_before, step.minutes_before, step.at)


def _refuse_once_sent(step: StepFacts, event: Event) -> None:
    if step.is_sent:
        raise Refusal(N_("That has already been sent: it can no longer be changed."), event_id=event.id)


def _facts(session: Session, step: Step, event: Event, told: dict[int, _Told]) -> StepFacts:
    people, guests, muted = _heard_by(session, step, event)
    so_far = told.get(step.id, _Told())
    return StepFacts(
        id=step.id,
        says=step.says,
        audience=step.audience,
        anchor=step.anchor,
        days_before=step.days_before,
        minutes_before=step.minutes_before,
        at=step.at,
        is_off=step.is_off,
        ruled_at=step.moment_for(event),
        due_at=step.due_at,
        done_at=step.done_at,
        people=people,
        guests=guests,
        is_sent=step.done_at is not None and so_far.owed > 0,
        reached=so_far.reached,
        has_mail=so_far.mails > 0,
        has_unsent_mail=so_far.unsent > 0,
        stamp=_stamp(step),
        muted=muted,
    )


def _heard_by(session: Session, step: Step, event: Event) -> tuple[int, int, int]:
    """How many it would reach if it were due now, how many of them by mail, and who want to hear less.

    A channel counts as one.
    """
    if step.audience is Audience.CHANNEL:
        home = session.get(Area, event.area_id) if event.area_id else session.get(Series, event.series_id)
        return int(home is not None and home.channel_id is not None), 0, 0
    people = [one.person for one in audiences.hearers(session, step, event)]
    kind = SPEAKS.get(step.says, Kind.REMINDER)
    hear = [one for one in people if not one.has_slack or choices.is_heard(one, kind, is_near=step.is_near)]
    return len(hear), sum(not person.has_slack for person in hear), len(people) - len(hear)


def _told(session: Session, event: Event) -> dict[int, _Told]:
    is_open = Delivery.handled_at.is_(None)
    rows = session.execute(
        select(Delivery.step_id, Delivery.kind, Delivery.state, is_open.label("is_open"), func.count().label("n"))
        .where(Delivery.event_id == event.id, Delivery.step_id.is_not(None))
        .group_by(Delivery.step_id, Delivery.kind, Delivery.state, is_open)
    ).all()
    told: dict[int, _Told] = {}
    for row in rows:
        so_far = told.get(row.step_id, _Told())
        is_mail, is_sent = row.kind is Kind.GUEST_TEXT, row.state is DeliveryState.SENT
        told[row.step_id] = _Told(
            owed=so_far.owed + row.n,
            reached=so_far.reached + (row.n if is_sent and not is_mail else 0),
            mails=so_far.mails + (row.n if is_sent and is_mail else 0),
            unsent=so_far.unsent + (row.n if is_sent and is_mail and row.is_open else 0),
        )
    return told


def _last_hand(session: Session, step: Step) -> str | None:
    """Who changed it last; None when it was a file."""
    entries = session.scalars(
        select(LogEntry)
        .where(LogEntry.event_id == step.event_id, LogEntry.action == "step_changed")
        .order_by(LogEntry.id.desc())
        .limit(LOOKED_AT)
    )
    last = next((entry for entry in entries if entry.facts.get("step") == step.id), None)
    person = session.get(Person, last.actor_id) if last and last.actor_id else None
    return person.name if person else None


def _stamp(step: Step) -> str:
    """The rule in one word."""
    at = step.at.strftime("%H:%M") if step.at else "-"
    return f"{step.anchor}.{step.days_before}.{step.minutes_before}.{at}.{'off' if step.is_off else 'on'}"
