"""What is on its way to a coordinator goes to whoever takes over; so does what nobody has seen to yet."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from bot.services.coordinating import places
from bot.services.coordinating.places import Place
from bot.services.messages import deliveries
from bot.services.messages.deliveries import WITHOUT_SYNC, Owed
from models import Appeal, AppealState, Delivery, DeliveryState, Event, EventState, Handover, Kind, Registration
from models.base import table_of
from models.registrations import ACTIVE

HANDED_OVER = "somebody else coordinates now"
TO_COORDINATORS = (
    Kind.APPEAL, Kind.GUEST_TEXT, Kind.SEAT_LEFT, Kind.MEETING_NEWS, Kind.NOT_REACHED, Kind.PROGRAMME_MISSING,
    Kind.DATE_ALL_ANSWERED, Kind.DATE_PROPOSAL, Kind.COORDINATOR_REMINDED, Kind.OVERVIEW, Kind.POLL_RESULT,
)  # fmt: skip
"""What coordinators are told because they coordinate; of a vote they may also be told as voters."""
COPIED = ("workspace_id", "event_id", "registration_id", "step_id", "announcement_id", "useful_until", "priority")


def move(session: Session, place: Place, row: Handover, now: datetime, *, is_new: bool) -> None:
    """`is_new` is False for a successor who coordinated already, and has been told all of it."""
    meetings = session.scalars(select(Event.id).where(places.is_held_at(place))).all()
    taken = _taken_back(session, row.from_id, meetings)
    if not is_new:
        return
    unseen = [*taken, *_not_seen_to(session, row.from_id, meetings, now), *_open_appeals(session, row, meetings, now)]
    owed = [_for_successor(one, row, meetings, now) for one in unseen if one["facts"].get("by") != row.to_id]
    deliveries.owe_all(session, list({one["dedup_key"]: one for one in owed}.values()))


def _taken_back(session: Session, from_id: int, meetings: Any) -> list[Mapping[str, Any]]:
    """Everything of theirs that nobody has begun to send."""
    votes_there = (
        select(Registration.id)
        .where(Registration.event_id == Delivery.event_id, Registration.person_id == from_id,
               Registration.state.in_(ACTIVE))
        .exists()
    )  # fmt: skip
    found = session.execute(
        update(Delivery)
        .where(
            Delivery.person_id == from_id,
            Delivery.event_id.in_(meetings),
            Delivery.kind.in_(TO_COORDINATORS),
            Delivery.state == DeliveryState.PENDING,
            Delivery.maybe_posted_at.is_(None),
            or_(Delivery.kind != Kind.POLL_RESULT, ~votes_there),
        )
        .values(state=DeliveryState.CANCELLED, reason=HANDED_OVER)
        .returning(*table_of(Delivery).columns),
        execution_options=WITHOUT_SYNC,
    )
    return [dict(one) for one in found.mappings()]


def _not_seen_to(session: Session, from_id: int, meetings: Any, now: datetime) -> list[Mapping[str, Any]]:
    """Texts for guests that have come, and that nobody says have been mailed."""
    found = session.execute(
        select(table_of(Delivery))
        .join(Event, Event.id == table_of(Delivery).c.event_id)
        .where(
            table_of(Delivery).c.person_id == from_id,
            table_of(Delivery).c.event_id.in_(meetings),
            table_of(Delivery).c.kind == Kind.GUEST_TEXT,
            table_of(Delivery).c.state == DeliveryState.SENT,
            table_of(Delivery).c.handled_at.is_(None),
            or_(table_of(Delivery).c.useful_until.is_(None), table_of(Delivery).c.useful_until > now),
            Event.state != EventState.CANCELLED,
            or_(Event.ends_at.is_(None), Event.ends_at > now),
        )
    )
    return [dict(one) for one in found.mappings()]


def _open_appeals(session: Session, row: Handover, meetings: Any, now: datetime) -> list[Mapping[str, Any]]:
    rows = session.execute(
        select(Appeal.id, Event)
        .join(Event, Event.id == Appeal.event_id)
        .where(Appeal.event_id.in_(meetings), Appeal.state == AppealState.ASKED)
        .order_by(Appeal.id)
    )
    return [
        deliveries.row(
            Kind.APPEAL, now=now, cause=str(appeal_id), due_at=now, person_id=row.from_id, event_id=event.id,
            workspace_id=event.workspace_id, facts={"appeal": appeal_id}, useful_until=event.ends_at,
        )
        for appeal_id, event in rows
    ]  # fmt: skip


def _for_successor(was: Mapping[str, Any], row: Handover, meetings: Any, now: datetime) -> Owed:
    """Another piece of news than the one it comes from: it may come back to whoever has handed it over before."""
    kind = Kind(was["kind"])
    cause = deliveries.cause_of(was["dedup_key"])
    facts = dict(was["facts"])
    if kind is Kind.OVERVIEW:
        facts["events"] = [one for one in facts["events"] if one in meetings]
    about = {name: was[name] for name in COPIED}
    again = cause if kind is Kind.POLL_RESULT else deliveries.handed_on(cause, row.id)
    return deliveries.row(
        kind, now=now, cause=again, due_at=was["due_at"], person_id=row.to_id, **{**about, "facts": facts}
    )
