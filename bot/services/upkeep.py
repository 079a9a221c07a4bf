"""What the bot does for itself at night: old rows go, and the seats are counted anew."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, cast, delete, func, or_, select
from sqlalchemy import String as Text
from sqlalchemy.orm import Session

from bot.services.messages import deliveries
from bot.services.messages.deliveries import WITHOUT_SYNC
from models import Delivery, DeliveryState, Kind, Person, Quota, Registration, Scope
from models.registrations import SEATED

KEPT = timedelta(days=90)
"""So long one can read what became of a message; the log of who did what is kept for twelve months."""
BATCH = 500
ENDED = (
    DeliveryState.SENT,
    DeliveryState.EXPIRED,
    DeliveryState.SUPERSEDED,
    DeliveryState.CANCELLED,
    DeliveryState.FAILED,
)


@dataclass(frozen=True)
class Miscount:
    """What a quota's counter says, and how many seats the rows hold."""

    quota_id: int
    event_id: int
    taken: int
    found: int


def ended_long_ago(session: Session, now: datetime) -> list[int]:
    """A batch of messages nobody asks about any more. What is still owed is never among them."""
    old = select(Delivery.id).where(_is_over(now)).order_by(Delivery.id).limit(BATCH)
    return list(session.scalars(old))


def remove(session: Session, ids: Sequence[int], now: datetime) -> None:
    """Those of them that are still ended: somebody may have sent one again."""
    session.execute(delete(Delivery).where(Delivery.id.in_(ids), _is_over(now)), execution_options=WITHOUT_SYNC)


def recount(session: Session) -> list[Miscount]:
    """Quotas whose counter is not what the rows say. Nothing is repaired: a person looks."""
    counts = (
        or_(
            Quota.scope == Scope.ALL,
            and_(Quota.scope == Scope.ORGANISATION, Quota.key == cast(Registration.organisation_id, Text)),
            and_(Quota.scope == Scope.ROLE, Quota.key == func.coalesce(Registration.role, "")),
            and_(Quota.scope == Scope.ATTENDANCE, Quota.key == cast(Registration.attendance, Text)),
            and_(Quota.scope == Scope.KEPT, Quota.key == Registration.kept),
            and_(Quota.scope == Scope.OPEN, Registration.kept.is_(None)),
        ),
        Registration.event_id == Quota.event_id,
        Registration.state.in_(SEATED),
    )
    counted = func.count(Registration.id)
    rows = session.execute(
        select(Quota.id, Quota.event_id, Quota.taken, counted)
        .outerjoin(Registration, and_(*counts))
        .group_by(Quota.id, Quota.event_id, Quota.taken)
        .having(Quota.taken != counted)
        .order_by(Quota.id)
    )
    return [Miscount(quota_id, event_id, taken, found) for quota_id, event_id, taken, found in rows]


def tell(session: Session, wrong: Sequence[Miscount], slack_user_ids: Iterable[str], now: datetime) -> None:
    """To those who look after the bot, once for each quota and count."""
    told = session.scalars(select(Person).where(Person.slack_user_id.in_(slack_user_ids))).all()
    for miscount in wrong:
        for person in told:
            deliveries.owe(
                session,
                Kind.MISCOUNT,
                now=now,
                cause=f"{miscount.quota_id}-{miscount.taken}-{miscount.found}",
                workspace_id=person.workspace_id,
                event_id=miscount.event_id,
                person_id=person.id,
                facts={"taken": miscount.taken, "found": miscount.found},
            )


def _is_over(now: datetime) -> ColumnElement[bool]:
    until = now - KEPT
    return and_(Delivery.state.in_(ENDED), Delivery.due_at < until, Delivery.created_at < until)
