"""What has been delayed into the night waits for the morning, when it is still useful then."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models import Delivery, DeliveryState, Event, Person
from models.deliveries import PRIORITY, Kind
from models.times import instant, local

EVENING = time(22)
MORNING = time(8)
DELAY = timedelta(minutes=15)
"""Less than this is no delay: what is planned for the night, or was just asked for, goes out at once."""
NOTICE = timedelta(hours=12)
"""A change without a limit of its own must reach people this long before the meeting."""


def put_off(session: Session, ids: Sequence[int], now: datetime) -> set[int]:
    """Give claimed rows back until the morning of the meeting's zone; a digest, of its reader's.

    Returns those that wait.
    """
    rows = session.execute(
        select(Delivery, Event, Person.tz)
        .join(Person, Person.id == Delivery.person_id)
        .outerjoin(Event, Event.id == Delivery.event_id)
        .where(
            Delivery.id.in_(ids),
            Delivery.maybe_posted_at.is_(None),
            Delivery.priority > PRIORITY[Kind.RECEIPT],
            Delivery.due_at < now - DELAY,
        )
    ).all()
    asleep = set()
    for delivery, event, tz in rows:
        zone = event.tz if event else tz
        morning = next_morning(now, zone) if zone else None
        if morning and _is_useful(delivery, event, morning):
            _wake_at(session, delivery.id, morning)
            asleep.add(delivery.id)
    return asleep


def next_morning(now: datetime, tz: str) -> datetime | None:
    """None in the daytime."""
    wall = local(now, tz)
    if MORNING <= wall.time() < EVENING:
        return None
    day = wall.date() if wall.time() < MORNING else wall.date() + timedelta(days=1)
    return instant(day, MORNING, tz)


def _is_useful(delivery: Delivery, event: Event | None, morning: datetime) -> bool:
    until = delivery.useful_until or (event.starts_at - NOTICE if event and event.starts_at else None)
    return until is None or morning < until


def _wake_at(session: Session, delivery_id: int, morning: datetime) -> None:
    session.execute(
        update(Delivery)
        .where(Delivery.id == delivery_id)
        .values(state=DeliveryState.PENDING, next_at=morning, lease_until=None, lease_token=None),
        execution_options={"synchronize_session": False},
    )
