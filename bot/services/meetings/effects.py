"""What carrying out a change has caused: the rows afterwards, beside the rows before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.receipts import EventFacts
from bot.receipts.meetings import Consequences, FieldChange, Over, StepMove
from bot.services import changes, events
from bot.services.meetings import fields
from bot.services.meetings.following import news
from bot.services.overview import gaps
from bot.services.plan import audiences, steps
from bot.services.plan.rules import SPEAKS
from models import (
    Card,
    CardKind,
    Delivery,
    Event,
    EventState,
    Kind,
    Organisation,
    Quota,
    Registration,
    RegistrationState,
    Scope,
)
from models.registrations import Reconfirm

TELLING = (Kind.MOVED, Kind.FORM_CHANGED, Kind.CALLED_OFF)
Seats = tuple[int, int]
"""How many there are, and how many are taken."""


@dataclass(frozen=True)
class Snapshot:
    """The rows of a meeting that a change may touch, in short."""

    last: int
    """The newest delivery of all: what is owed later has a higher number."""
    diets: int
    over: Mapping[tuple[Scope, str], Seats]
    """Limits that more seats are taken of than there are."""
    steps: Mapping[str, datetime | None]
    state: EventState

    @staticmethod
    def of(session: Session, event: Event) -> "Snapshot":
        session.flush()
        return Snapshot(
            last=session.scalar(select(func.max(Delivery.id))) or 0,
            diets=_count(session, Registration.event_id == event.id, Registration.dietary.is_not(None)),
            over=_over(session, event),
            steps={step.kind: None if step.done_at else step.due_at for step in steps.of(session, event)},
            state=event.state,
        )


def since(
    session: Session, event: Event, before: Snapshot, changed: tuple[FieldChange, ...], now: datetime
) -> Consequences:
    """What has become of them since."""
    after = Snapshot.of(session, event)
    owed = select(Delivery).where(Delivery.event_id == event.id, Delivery.id > before.last)
    rows = session.scalars(owed).all()
    told = [row for row in rows if row.kind in TELLING]
    return Consequences(
        event=_facts(session, event, now),
        changes=changed,
        labels=fields.labels(session, event),
        told=len({row.person_id for row in told}),
        by_mail=_by_mail(session, event, before.state, changed, now),
        asked=_asked(session, [row.registration_id for row in told if row.kind is not Kind.CALLED_OFF]),
        diets=before.diets - after.diets,
        offered=len({row.person_id for row in rows if row.kind is Kind.OFFER}),
        waiting=_count(session, Registration.event_id == event.id, Registration.state == RegistrationState.WAITLISTED),
        over=_fits_no_longer(session, event, before, after),
        steps=_moves(session, event, before, after, now),
        too_long=gaps.too_long(session, [event]).get(event.id, 0),
        cards=_cards(session, event, now),
        is_seen=event.state is not EventState.DRAFT,
    )


def _facts(session: Session, event: Event, now: datetime) -> EventFacts:
    return events.facts(session, event, now, with_seats=True)


def _by_mail(session: Session, event: Event, state: EventState, changed: tuple[FieldChange, ...], now: datetime) -> int:
    names = {"when" if change.name in fields.WHEN else change.name for change in changed}
    hearers = (
        pair
        for kind in news(state, event.state, event.ends_at, names, now)
        for pair in changes.hearers(session, event, kind)
    )
    return len({person.id for _, person in hearers if not person.has_slack})


def _asked(session: Session, registration_ids: list[Any]) -> int:
    is_asked = Registration.state == RegistrationState.REGISTERED, Registration.reconfirm == Reconfirm.ASKED
    return _count(session, Registration.id.in_(registration_ids), *is_asked)


def _over(session: Session, event: Event) -> dict[tuple[Scope, str], Seats]:
    rows = session.execute(select(Quota.scope, Quota.key, Quota.capacity, Quota.taken).where(
        Quota.event_id == event.id, Quota.over > 0, Quota.scope.not_in((Scope.OPEN, Scope.KEPT))
    ))  # fmt: skip
    return {(scope, key): (capacity, taken) for scope, key, capacity, taken in rows}


def _fits_no_longer(session: Session, event: Event, before: Snapshot, after: Snapshot) -> tuple[Over, ...]:
    """Limits that are now passed by more than they were."""
    found = ((of, seats) for of, seats in after.over.items() if before.over.get(of) != seats)
    return tuple(Over(of[0], _label(session, event, *of), *seats) for of, seats in sorted(found))


def _label(session: Session, event: Event, scope: Scope, key: str) -> str:
    if scope is Scope.ORGANISATION:
        return session.get_one(Organisation, int(key)).display
    return fields.labels(session, event).get(f"{scope}:{key}", key)


def _moves(session: Session, event: Event, before: Snapshot, after: Snapshot, now: datetime) -> tuple[StepMove, ...]:
    """Those that can be said, in the order of time."""
    moves = []
    for step in steps.of(session, event):
        was, due_at = before.steps.get(step.kind), after.steps[step.kind]
        if step.says in SPEAKS and was != due_at:
            people = len(audiences.hearers(session, step, event)) if due_at and due_at <= now else None
            rule = step.days_before, step.minutes_before
            moves.append(StepMove(step.says, step.audience, was, due_at, people, *rule))
    return tuple(sorted(moves, key=lambda move: min(moment for moment in (move.was, move.now) if moment)))


def _cards(session: Session, event: Event, now: datetime) -> int:
    return session.scalar(
        select(func.count()).where(
            Card.event_id == event.id, Card.kind == CardKind.ANNOUNCEMENT, Card.gone.is_(None),
            Card.ts.is_not(None), Card.stale_since == now,
        )
    ) or 0  # fmt: skip


def _count(session: Session, *where: Any) -> int:
    return session.scalar(select(func.count(Registration.id)).where(*where)) or 0
