"""Planned messages as lines of one: kept for the person's next digest, and read into it when it is sent.

A line is a delivery of its own that waits as GATHERED; it shares the fate of the digest that takes it.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.services.messages import deliveries, mornings, notices
from bot.services.messages.deliveries import WITHOUT_SYNC, Owed
from models import (
    Audience,
    Delivery,
    DeliveryState,
    Event,
    EventState,
    Kind,
    Person,
    Registration,
    RegistrationState,
    Rhythm,
    Says,
    Step,
)
from models.choices import Level
from models.deliveries import UNPROMPTED
from models.times import instant, local

TAKEN = "digest"
"""The fact of a line that names the digest it goes out with."""
LATER_LINE = "a later reminder of the same meeting was due too"
OUTCOME = ("state", "reason", "sent_channel", "sent_ts", "sent_at")
ENDED = (DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.EXPIRED, DeliveryState.CANCELLED)
NOT_HELD = (EventState.DRAFT, EventState.CANCELLED)


def moment_for(
    person: Person, event: Event, *, due_at: datetime, useful_until: datetime | None, now: datetime
) -> datetime | None:
    """The person's next digest; None when there is none, or when it comes too late for this message."""
    if person.rhythm is Rhythm.EACH:
        return None
    tz = person.tz or event.tz
    at = mornings.next_working(now, tz) if person.rhythm is Rhythm.DAILY else mornings.next_monday(now, tz)
    if useful_until is not None and at >= useful_until:
        return None
    is_ahead = event.starts_at is not None and event.day is not None and due_at < event.starts_at
    if is_ahead and event.day is not None and local(at, event.tz).date() >= event.day:
        return None
    return at


def for_lines(lines: Iterable[Owed], now: datetime) -> list[Owed]:
    """The digests that these rows go out with: one for each person and moment, however many lines it gets."""
    moments = {
        (line["person_id"], line["next_at"]): line["workspace_id"]
        for line in lines
        if line["state"] is DeliveryState.GATHERED
    }
    return [
        deliveries.row(
            Kind.DIGEST,
            now=now,
            cause=f"{at:%Y%m%dT%H%M}",
            due_at=at,
            workspace_id=workspace_id,
            event_id=None,
            person_id=person_id,
        )
        for (person_id, at), workspace_id in moments.items()
    ]


def gather(session: Session, digest_ids: Sequence[int], now: datetime) -> None:
    """What a digest in our hands will say is written down before it goes out: no line is said a second time."""
    for digest_id in digest_ids:
        person = session.get_one(Person, _reader(session, digest_id))
        waiting = _give_back_the_late(session, _waiting(session, person, digest_id, now), now)
        if waiting and person.level is not Level.CHANGES:
            deliveries.owe_all(session, _ahead(session, person, waiting[0], now))
            waiting = _waiting(session, person, digest_id, now)
        for line in waiting:
            _set(session, [line.id], facts={**line.facts, TAKEN: digest_id})
        _keep_the_latest(session, waiting)


def lines(session: Session, digest: Delivery) -> list[Delivery]:
    """What the digest says."""
    return _taken(session, digest.person_id, digest.id)


def follow(session: Session, digest_id: int, outcome: dict[str, Any]) -> None:
    """What became of the digest became of its lines."""
    if outcome.get("state") in ENDED:
        taken = _taken(session, _reader(session, digest_id), digest_id)
        _set(session, [line.id for line in taken], **{name: outcome[name] for name in OUTCOME if name in outcome})


def tell_failed(session: Session, digest_id: int, *, reason: str, now: datetime) -> None:
    """The coordinators of every meeting in it hear who was not reached."""
    person_id = _reader(session, digest_id)
    for line in _taken(session, person_id, digest_id, DeliveryState.FAILED):
        notices.tell_failed(
            session, kind=line.kind, event_id=line.event_id, person_id=person_id, reason=reason, now=now
        )


def is_taken(line: Delivery) -> bool:
    """In the hands of a digest that is being sent."""
    return TAKEN in line.facts


def _ahead(session: Session, person: Person, line: Delivery, now: datetime) -> list[Owed]:
    """The day-before reminders that would come later the same day: said here, they are not said again."""
    tz = person.tz or session.get_one(Event, line.event_id).tz
    evening = instant(local(now, tz).date(), time(23, 59), tz)
    rows = session.execute(
        select(Step, Event, Registration.id)
        .join(Event, Event.id == Step.event_id)
        .join(Registration, Registration.event_id == Event.id)
        .where(
            Registration.person_id == person.id,
            Registration.state == RegistrationState.REGISTERED,
            Step.audience == Audience.REGISTERED,
            Step.says == Says.REMINDER,
            Step.days_before == 1,
            Step.done_at.is_(None),
            Step.due_at.between(now, evening),
            Event.state.not_in(NOT_HELD),
        )
    ).all()
    return [
        deliveries.row(
            Kind.REMINDER,
            now=now,
            cause=step.cause,
            due_at=step.due_at,
            workspace_id=event.workspace_id,
            event_id=event.id,
            person_id=person.id,
            registration_id=registration_id,
            step_id=step.id,
            useful_until=event.starts_at,
        )
        | {"state": DeliveryState.GATHERED, "next_at": now}
        for step, event, registration_id in rows
        if step.due_at is not None
    ]


def _waiting(session: Session, person: Person, digest_id: int, now: datetime) -> list[Delivery]:
    found = _of(session, person.id, DeliveryState.GATHERED)
    return [line for line in found if line.next_at <= now and line.facts.get(TAKEN, digest_id) == digest_id]


def _taken(
    session: Session, person_id: int | None, digest_id: int, state: DeliveryState = DeliveryState.GATHERED
) -> list[Delivery]:
    return [line for line in _of(session, person_id, state) if line.facts.get(TAKEN) == digest_id]


def _reader(session: Session, digest_id: int) -> int | None:
    return session.scalar(select(Delivery.person_id).where(Delivery.id == digest_id))


def _of(session: Session, person_id: int | None, state: DeliveryState) -> Sequence[Delivery]:
    return session.scalars(
        select(Delivery)
        .where(Delivery.person_id == person_id, Delivery.kind.in_(UNPROMPTED), Delivery.state == state)
        .order_by(Delivery.due_at.desc(), Delivery.id)
        .execution_options(populate_existing=True)
    ).all()


def _give_back_the_late(session: Session, found: Sequence[Delivery], now: datetime) -> Sequence[Delivery]:
    """What is of no use any more ends as every late message does, and the coordinator hears of it."""
    late = [line.id for line in found if line.useful_until is not None and line.useful_until < now]
    _set(session, late, state=DeliveryState.PENDING, next_at=now)
    return [line for line in found if line.id not in late]


def _keep_the_latest(session: Session, found: Sequence[Delivery]) -> None:
    """One line for each meeting and kind of message."""
    seen: set[tuple[int | None, Kind]] = set()
    older = []
    for line in found:
        about = (line.event_id, line.kind)
        older += [line.id] if about in seen else []
        seen.add(about)
    _set(session, older, state=DeliveryState.SUPERSEDED, reason=LATER_LINE)


def _set(session: Session, ids: Sequence[int], **values: Any) -> None:
    if ids:
        session.execute(update(Delivery).where(Delivery.id.in_(ids)).values(values), execution_options=WITHOUT_SYNC)
