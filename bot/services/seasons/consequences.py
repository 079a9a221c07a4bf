"""What a changed meeting brings about: who hears it, what is redrawn, what moves. Counted before, done after."""

from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import func, select, update

from bot.services import cards
from bot.services import changes as told
from bot.services.plan import rules, steps
from bot.services.registration import quotas, vacancies
from bot.services.seasons.comparing import UNDER_WAY
from bot.services.seasons.meetings import Change
from bot.services.seasons.plans import Said, plain
from bot.services.seasons.worlds import World
from models import (
    Anchor,
    Attendance,
    Card,
    CardKind,
    Event,
    EventState,
    Form,
    Kind,
    Registration,
    RegistrationState,
    Scope,
    Step,
)
from models.registrations import ACTIVE
from models.times import instant

PLACES = frozenset({"capacity", "seats", "max_per_organisation", "form"})
"""What may make room for those who wait."""
TOLD = {Change.DATE: Kind.MOVED, Change.FORMAT: Kind.FORM_CHANGED, Change.STATUS: Kind.CALLED_OFF}


@dataclass(frozen=True)
class Before:
    """A meeting as it was, as far as people are told what it was."""

    day: date | None
    start: time
    end: time
    form: Form
    state: EventState

    @staticmethod
    def of(event: Event) -> "Before":
        return Before(event.day, event.start_time, event.end_time, event.form, event.state)


@dataclass(frozen=True)
class Effect:
    """What changing one meeting will cause."""

    event: str
    title: str
    news: tuple[Change, ...] = ()
    told: int = 0
    by_mail: int = 0
    """People without Slack: their coordinator gets a text to send."""
    asked: int = 0
    """Of those in Slack, who is asked whether they still come."""
    cards: int = 0
    steps: int = 0
    waiting: int = 0
    """People in line who may get a seat."""


def expected(world: World, event: Event, changes: Said) -> Effect:
    """What `follow` will do, counted from the rows as they are."""
    news = _news(event, changes, world.now)
    told, by_mail, asked = _people(world, event, news) if news else (0, 0, 0)
    return Effect(
        event=event.key,
        title=event.title,
        news=news,
        told=told,
        by_mail=by_mail,
        asked=asked,
        cards=_cards(world, event),
        steps=_steps(world, event) if _is_plan_moved(changes) else 0,
        waiting=_waiting(world, event) if PLACES & changes.keys() else 0,
    )


def follow(world: World, event: Event, before: Before, changes: Said) -> None:
    """Everything that a change of a meeting owes to others, in the same transaction."""
    session, now = world.session, world.now
    news = _news(event, changes, now, before)
    if "form" in changes:
        _follow_form(world, event)
    if news:
        event.reason = _reason(world, event, news)
    if Change.STATUS in news:
        told.tell_called_off(session, event, now=now)
    if Change.DATE in news:
        told.tell_moved(session, event, was_day=before.day, was_start=before.start, was_end=before.end, now=now)
    if Change.FORMAT in news:
        told.tell_form_changed(session, event, was_form=before.form, now=now)
    steps.plan(session, event, now)
    cards.stale(session, event.id, now)
    if {*PLACES, "when"} & changes.keys():  # another day may mean another way of asking
        vacancies.fill(session, event, now)


def _news(event: Event, changes: Said, now: datetime, before: Before | None = None) -> tuple[Change, ...]:
    """What people are told: of a meeting that was to take place, and lies ahead. A cancelled one is nothing else."""
    state = before.state if before else event.state
    day, _, end = changes.get("when", (event.day, event.start_time, event.end_time))
    is_past = day is not None and instant(day, end, event.tz) <= now
    if state not in UNDER_WAY or is_past:
        return ()
    if changes.get("state") is EventState.CANCELLED:
        return (Change.STATUS,)
    told = {"when": Change.DATE, "form": Change.FORMAT}
    return tuple(change for name, change in told.items() if name in changes)


def _reason(world: World, event: Event, news: tuple[Change, ...]) -> str | None:
    """The file's own words, from its history of the meeting."""
    now = {
        Change.DATE: [(Change.DATE, plain(event.day)), (Change.TIME, plain(event.start_time))],
        Change.FORMAT: [(Change.FORMAT, event.form.value)],
        Change.STATUS: [(Change.STATUS, event.state.value)],
    }
    reasons = (world.plan.reason(event.key, kind.value, to) for change in news for kind, to in now[change])
    return next((reason for reason in reasons if reason), None)


def _follow_form(world: World, event: Event) -> None:
    """Everyone takes part the only way there is; without a table nobody's diet matters (domain.md 12, case 2)."""
    forced = {Form.ON_SITE: Attendance.ON_SITE, Form.DIGITAL: Attendance.DIGITAL}.get(event.form)
    theirs = update(Registration).where(Registration.event_id == event.id)
    if forced:
        world.session.execute(theirs.where(Registration.state.in_(ACTIVE)).values(attendance=forced))
        quotas.count_anew(world.session, event, Scope.ATTENDANCE)
    if event.form is Form.DIGITAL:
        world.session.execute(theirs.values(dietary=None))


def _is_plan_moved(changes: Said) -> bool:
    return bool({"when", "tz"} & changes.keys()) or changes.get("state") is EventState.CANCELLED


def _people(world: World, event: Event, news: tuple[Change, ...]) -> tuple[int, int, int]:
    """In Slack, by mail, and asked: each counted once, though a meeting may be moved and change its form too."""
    rows = {seat.id: (seat, person) for kind in news for seat, person in told.hearers(world.session, event, TOLD[kind])}
    in_slack = [seat for seat, person in rows.values() if person.has_slack]
    asked = 0 if Change.STATUS in news else sum(1 for seat in in_slack if seat.state is RegistrationState.REGISTERED)
    return len(in_slack), len(rows) - len(in_slack), asked


def _waiting(world: World, event: Event) -> int:
    waiting = Registration.state == RegistrationState.WAITLISTED
    return world.session.scalar(select(func.count()).where(Registration.event_id == event.id, waiting)) or 0


def _cards(world: World, event: Event) -> int:
    standing = select(func.count()).where(
        Card.event_id == event.id, Card.kind == CardKind.ANNOUNCEMENT, Card.gone.is_(None), Card.ts.is_not(None)
    )
    return world.session.scalar(standing) or 0


def _steps(world: World, event: Event) -> int:
    """Messages that move with the meeting: those counted from a day of the schedule stay."""
    to_come = select(func.count()).where(
        Step.event_id == event.id,
        Step.done_at.is_(None),
        Step.due_at.is_not(None),
        Step.anchor.in_((Anchor.START, Anchor.END)),
        Step.says.in_(rules.SPEAKS),
    )
    return world.session.scalar(to_come) or 0
