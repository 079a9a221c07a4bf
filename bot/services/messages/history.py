"""The ledger for those who may see it: how much went out, what did not, and what is on its way."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from bot.receipts import DeliveryLine, DeliveryPage, LedgerCount
from bot.services import access
from bot.services.messages import resending
from bot.services.plan.budgets import ENOUGH
from models import Delivery, DeliveryState, Event, Kind, Person
from models.errors import Refusal
from models.permissions import Action, may

PAGE = 8
"""Rows a page: each has a line and its buttons, and a message holds fifty blocks."""
LATE = timedelta(minutes=1)
TROUBLE = (DeliveryState.FAILED, DeliveryState.EXPIRED, DeliveryState.DOUBT)
COMING = (DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.GATHERED)
GAVE_WAY = and_(Delivery.state == DeliveryState.SUPERSEDED, Delivery.reason == ENOUGH)


def deliveries(
    session: Session, workspace_id: int, *, person_id: int, is_admin: bool, now: datetime, number: int = 1
) -> DeliveryPage:
    """A page of what needs an eye, for the meetings this person answers for; and their own texts for guests that are
    not marked as sent. Raises Refusal for others.
    """
    events = session.scalars(select(Event).where(Event.workspace_id == workspace_id)).all()
    duties = {event.id: access.duties(session, person_id, event, is_admin=is_admin) for event in events}
    mine = [event_id for event_id, has in duties.items() if may(has, Action.SEE_DELIVERIES)]
    named = {event_id for event_id, has in duties.items() if may(has, Action.SEE_PARTICIPANTS)}
    changed = {event_id for event_id, has in duties.items() if may(has, Action.STEER_DELIVERIES)}
    if not mine:
        raise Refusal(access.NOT_YOURS)
    counts = _counts(session, mine, now)
    pages = max(1, -(-counts.shown // PAGE))
    page = min(max(1, number), pages)
    rows = session.execute(
        select(Delivery, Event, Person)
        .join(Event, Event.id == Delivery.event_id)
        .outerjoin(Person, Person.id == Delivery.person_id)
        .where(Delivery.event_id.in_(mine), or_(Delivery.state.in_((*TROUBLE, *COMING)), GAVE_WAY))
        .order_by(case((_is_trouble(now), 0), else_=1), Delivery.due_at.desc(), Delivery.id.desc())
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    lines = tuple(
        _line(delivery, event, person, is_named=event.id in named, is_mine=event.id in changed, now=now)
        for delivery, event, person in rows
    )
    return DeliveryPage(
        counts=counts, lines=lines, page=page, pages=pages, mails=_to_mail(session, person_id, mine, now)
    )


def _to_mail(session: Session, person_id: int, events: Sequence[int], now: datetime) -> tuple[DeliveryLine, ...]:
    """Texts for guests this person has got and not marked as sent, until the meeting is over."""
    rows = session.execute(
        select(Delivery, Event)
        .join(Event, Event.id == Delivery.event_id)
        .where(
            Delivery.event_id.in_(events),
            Delivery.person_id == person_id,
            Delivery.kind == Kind.GUEST_TEXT,
            Delivery.state == DeliveryState.SENT,
            Delivery.handled_at.is_(None),
            or_(Event.ends_at.is_(None), Event.ends_at > now),
        )
        .order_by(Delivery.due_at.desc(), Delivery.id.desc())
    )
    return tuple(_line(delivery, event, None, is_named=False, is_mine=False, now=now) for delivery, event in rows)


def _counts(session: Session, events: Sequence[int], now: datetime) -> LedgerCount:
    ours = Delivery.event_id.in_(events)
    found = session.execute(
        select(Delivery.state, func.count().label("number")).where(ours).group_by(Delivery.state)
    ).all()
    states = {row.state: row.number for row in found}
    waiting = (ours, Delivery.state == DeliveryState.PENDING)
    late = session.scalar(select(func.count()).where(*waiting, Delivery.due_at < now - LATE)) or 0
    planned = session.scalar(select(func.count()).where(*waiting, Delivery.due_at > now)) or 0
    planned += states.get(DeliveryState.GATHERED, 0)
    return LedgerCount(
        sent=states.get(DeliveryState.SENT, 0),
        on_its_way=sum(states.get(state, 0) for state in COMING) - late - planned,
        planned=planned,
        late=late,
        in_doubt=states.get(DeliveryState.DOUBT, 0),
        expired=states.get(DeliveryState.EXPIRED, 0),
        failed=states.get(DeliveryState.FAILED, 0),
        gave_way=session.scalar(select(func.count()).where(ours, GAVE_WAY)) or 0,
    )


def _is_trouble(now: datetime) -> ColumnElement[bool]:
    is_late = and_(Delivery.state == DeliveryState.PENDING, Delivery.due_at < now - LATE)
    return or_(Delivery.state.in_(TROUBLE), is_late)


def _line(
    delivery: Delivery, event: Event, person: Person | None, *, is_named: bool, is_mine: bool, now: datetime
) -> DeliveryLine:
    """Whoever looks after the bot sees what went wrong, not to whom (domain.md 8)."""
    return DeliveryLine(
        kind=delivery.kind.value,
        state=delivery.state.value,
        due_at=delivery.due_at,
        recipient=person.name if person and is_named else "",
        reason=delivery.reason,
        event_title=event.title,
        tz=event.tz,
        id=delivery.id,
        may_be_sent_again=is_mine and resending.why_not(delivery, event, person, now) is None,
        may_be_dropped=is_mine and resending.may_be_dropped(delivery),
    )
