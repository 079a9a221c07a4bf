"""A sender's side of deliveries: taking what is due, for as long as a lease lasts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import ColumnElement, case, select, text, update
from sqlalchemy.orm import Session

from bot.services.announcing import progress
from bot.services.messages import deliveries, digests, nights, notices
from models import Delivery, DeliveryState, Kind, Person
from models.deliveries import PRIORITY

LEASE = timedelta(seconds=30)
NEARNESS = 3
"""How many steps of urgency a kind has, by how near its meeting is."""
URGENT = PRIORITY[Kind.MOVED]
"""Answers to people, and changes they must know of."""
PRIORITIES = sorted({*PRIORITY.values(), *(PRIORITY[Kind.REMINDER] + step for step in range(NEARNESS))})
IS_WAITING = text("deliveries.state IN ('pending', 'doubt')")
IS_SENDING = text("deliveries.state = 'sending'")
"""In the words of the partial indexes: SQLite uses them for no others."""
TOO_LATE = "no longer useful"


@dataclass(frozen=True)
class Claim:
    """A message that is ours to send until the lease ends.

    `token` travels with the message. `lease` is the claim's own: who has lost it writes nothing any more.
    """

    id: int
    workspace_id: int
    kind: Kind
    token: str
    lease: str
    priority: int
    event_id: int | None
    card_id: int | None
    address: str | None
    """The channel, or the person's Slack id; None when the person is not in Slack."""
    is_direct: bool
    attempts: int
    looks: int
    maybe_posted_at: datetime | None
    due_at: datetime
    useful_until: datetime | None

    @property
    def is_urgent(self) -> bool:
        return self.priority <= URGENT

    @property
    def is_in_doubt(self) -> bool:
        return self.maybe_posted_at is not None

    def is_useless(self, now: datetime) -> bool:
        return self.useful_until is not None and self.useful_until < now


@dataclass(frozen=True)
class Taken:
    """`is_all`: there was no more. Of what is due, some may turn out to be for the morning, or for nobody any more."""

    claims: tuple[Claim, ...] = ()
    is_all: bool = False


def claim_due(
    session: Session, now: datetime, worker: str, *, limit: int, priorities: Sequence[int] = PRIORITIES
) -> Taken:
    """Take what is due, the most urgent first. What comes back is ours until the lease ends."""
    return_lost(session, now)
    due: list[int] = []
    for priority in priorities:
        if len(due) < limit:
            due += _due(session, now, priority, limit - len(due))
    if not due:
        return Taken(is_all=True)
    _lease(session, due, now, worker)
    asleep = nights.put_off(session, due, now)
    outdated = deliveries.supersede(session, now=now, ids=due)
    claims = _claims(session, [one for one in due if one not in asleep | outdated])
    digests.gather(session, [one.id for one in claims if one.kind is Kind.DIGEST and not one.is_in_doubt], now)
    return Taken(tuple(claims), is_all=len(due) < limit)


def return_lost(session: Session, now: datetime) -> None:
    """What a sender that died had in its hands: may have been posted, so it is looked for first."""
    _to_doubt(session, Delivery.lease_until < now, now)


def sending_to_doubt_at_start(session: Session, now: datetime) -> None:
    """Whatever was being sent, when this process is the only sender and has just begun."""
    _to_doubt(session, Delivery.lease_until.is_not(None), now)


def expire_overdue(session: Session, now: datetime) -> int:
    """What is due but no longer useful ends here, with its reason, and the coordinators hear of it."""
    expired = session.execute(
        update(Delivery)
        .where(
            IS_WAITING,
            Delivery.state == DeliveryState.PENDING,
            Delivery.maybe_posted_at.is_(None),
            Delivery.next_at <= now,
            Delivery.useful_until < now,
        )
        .values(state=DeliveryState.EXPIRED, reason=TOO_LATE)
        .returning(Delivery.id, Delivery.kind, Delivery.event_id, Delivery.step_id),
        execution_options=deliveries.WITHOUT_SYNC,
    ).all()
    for kind, event_id, step_id in {(row.kind, row.event_id, row.step_id) for row in expired}:
        notices.tell_expired(session, kind=kind, event_id=event_id, step_id=step_id, now=now)
    progress.changed(session, [row.id for row in expired if row.kind is Kind.ANNOUNCEMENT], now)
    return len(expired)


def _due(session: Session, now: datetime, priority: int, limit: int) -> Sequence[int]:
    # A priority at a time: sorted over all of them, everything planned for the future would be read.
    return session.scalars(
        select(Delivery.id)
        .where(IS_WAITING, Delivery.priority == priority, Delivery.next_at <= now)
        .order_by(Delivery.next_at, Delivery.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()


def _lease(session: Session, ids: Sequence[int], now: datetime, worker: str) -> None:
    session.execute(
        update(Delivery)
        .where(Delivery.id.in_(ids))
        .values(state=DeliveryState.SENDING, lease_until=now + LEASE, lease_token=uuid4().hex, claimed_by=worker),
        execution_options=deliveries.WITHOUT_SYNC,
    )


def _claims(session: Session, ids: Sequence[int]) -> list[Claim]:
    rows = session.execute(
        select(Delivery, Person)
        .outerjoin(Person, Person.id == Delivery.person_id)
        .where(Delivery.id.in_(ids))
        .order_by(Delivery.priority, Delivery.next_at, Delivery.id)
        .execution_options(populate_existing=True)
    )
    return [
        Claim(
            id=row.id,
            workspace_id=row.workspace_id,
            kind=row.kind,
            token=row.token,
            lease=row.lease_token or "",
            priority=row.priority,
            event_id=row.event_id,
            card_id=row.card_id,
            address=_address(row, person),
            is_direct=person is not None,
            attempts=row.attempts,
            looks=row.looks,
            maybe_posted_at=row.maybe_posted_at,
            due_at=row.due_at,
            useful_until=row.useful_until,
        )
        for row, person in rows
    ]


def _address(row: Delivery, person: Person | None) -> str | None:
    if person is None:
        return row.channel_id
    return None if person.is_deactivated else person.slack_user_id


def _to_doubt(session: Session, which: ColumnElement[bool], now: datetime) -> None:
    was_posting = Delivery.maybe_posted_at.is_not(None)
    session.execute(
        update(Delivery)
        .where(IS_SENDING, which)
        .values(
            state=case((was_posting, DeliveryState.DOUBT), else_=DeliveryState.PENDING),
            next_at=now,
            lease_until=None,
            lease_token=None,
        ),
        execution_options=deliveries.WITHOUT_SYNC,
    )
