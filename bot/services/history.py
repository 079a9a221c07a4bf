"""The ledger for those who may see it: what did not go out as planned, newest first."""

from datetime import datetime, timedelta

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from bot.receipts import DeliveryLine
from bot.services import access
from models import Delivery, DeliveryState, Event, Kind, Person
from models.errors import Refusal
from models.permissions import Action, may

MOST = 40
LATE = timedelta(minutes=1)
TROUBLE = (DeliveryState.FAILED, DeliveryState.EXPIRED, DeliveryState.DOUBT)


def deliveries(
    session: Session, workspace_id: int, *, person_id: int, is_admin: bool, now: datetime
) -> list[DeliveryLine]:
    """Failed, expired, in doubt or late, for the meetings this person answers for; and their own texts for guests
    that are not marked as sent, until the meeting is over. Raises Refusal for others.
    """
    is_late = and_(Delivery.state == DeliveryState.PENDING, Delivery.due_at < now - LATE)
    is_to_mail = and_(
        Delivery.kind == Kind.GUEST_TEXT,
        Delivery.state == DeliveryState.SENT,
        Delivery.handled_at.is_(None),
        Delivery.person_id == person_id,
        or_(Event.ends_at.is_(None), Event.ends_at > now),
    )
    rows = session.execute(
        select(Delivery, Event, Person)
        .join(Event, Event.id == Delivery.event_id)
        .outerjoin(Person, Person.id == Delivery.person_id)
        .where(Delivery.workspace_id == workspace_id, or_(Delivery.state.in_(TROUBLE), is_late, is_to_mail))
        .order_by(Delivery.due_at.desc(), Delivery.id.desc())
    ).all()
    events = session.scalars(select(Event).where(Event.workspace_id == workspace_id)).all()
    duties = {event.id: access.duties(session, person_id, event, is_admin=is_admin) for event in events}
    mine = {event_id for event_id, has in duties.items() if may(has, Action.SEE_DELIVERIES)}
    named = {event_id for event_id, has in duties.items() if may(has, Action.SEE_PARTICIPANTS)}
    if not mine:
        raise Refusal(access.NOT_YOURS)
    shown = [row for row in rows if row.Event.id in mine][:MOST]
    return [_line(row.Delivery, row.Event, row.Person, is_named=row.Event.id in named) for row in shown]


def _line(delivery: Delivery, event: Event, person: Person | None, *, is_named: bool) -> DeliveryLine:
    """Whoever looks after the bot sees what went wrong, not to whom (domain.md 8)."""
    return DeliveryLine(
        kind=delivery.kind.value,
        state=delivery.state.value,
        due_at=delivery.due_at,
        recipient=(person.name if is_named else "") if person else delivery.channel_id or "",
        reason=delivery.reason,
        event_title=event.title,
        tz=event.tz,
        is_to_mail=delivery.kind is Kind.GUEST_TEXT and delivery.state is DeliveryState.SENT,
    )
