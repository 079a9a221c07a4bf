"""What a file's change of a meeting will bring about, counted beforehand; `bot.services.meetings` carries it out."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from bot.services import changes as told
from bot.services.meetings.following import PLACES, news
from bot.services.plan import rules
from bot.services.seasons.meetings import Change
from bot.services.seasons.plans import Said, plain
from bot.services.seasons.worlds import World
from models import Anchor, Card, CardKind, Event, EventState, Kind, Registration, RegistrationState, Step
from models.times import instant

TOLD = {Change.DATE: Kind.MOVED, Change.FORMAT: Kind.FORM_CHANGED, Change.STATUS: Kind.CALLED_OFF}


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
    """What following it will do, counted from the rows as they are."""
    heard = _news(event, changes, world.now)
    told, by_mail, asked = _people(world, event, heard) if heard else (0, 0, 0)
    return Effect(
        event=event.key,
        title=event.title,
        news=heard,
        told=told,
        by_mail=by_mail,
        asked=asked,
        cards=_cards(world, event),
        steps=_steps(world, event) if _is_plan_moved(changes) else 0,
        waiting=_waiting(world, event) if PLACES & changes.keys() else 0,
    )


def reason(world: World, event: Event, told: tuple[Kind, ...]) -> str | None:
    """The file's own words, from its history of the meeting."""
    now = {
        Kind.MOVED: [(Change.DATE, plain(event.day)), (Change.TIME, plain(event.start_time))],
        Kind.FORM_CHANGED: [(Change.FORMAT, event.form.value)],
        Kind.CALLED_OFF: [(Change.STATUS, event.state.value)],
    }
    reasons = (world.plan.reason(event.key, kind.value, to) for change in told for kind, to in now[change])
    return next((reason for reason in reasons if reason), None)


def _news(event: Event, changes: Said, now: datetime) -> tuple[Change, ...]:
    """What people will be told, by the rule that tells them."""
    day, _, end = changes.get("when", (event.day, event.start_time, event.end_time))
    ends_at = instant(day, end, event.tz) if day else None
    told = news(event.state, changes.get("state", event.state), ends_at, changes.keys(), now)
    return tuple(change for change, kind in TOLD.items() if kind in told)


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
