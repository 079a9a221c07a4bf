"""How much is owed and how late it is, for whoever looks after the bot."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.services.cards import IS_STALE
from bot.services.messages.claims import IS_WAITING
from bot.services.plan.steps import IS_OPEN
from models import Card, Delivery, DeliveryState, Step


@dataclass(frozen=True)
class Counts:
    states: dict[str, int]
    """Every state, those nothing is in too."""
    oldest_overdue: float
    """Seconds the message due longest has waited; 0 when nothing is due."""
    stale_cards: int


def read(session: Session, now: datetime) -> Counts:
    """Read from the indexes alone."""
    found = session.execute(select(Delivery.state, func.count()).group_by(Delivery.state)).all()
    states = {state.value: 0 for state in DeliveryState} | {state.value: count for state, count in found}
    stale = session.scalar(select(func.count()).select_from(Card).where(IS_STALE)) or 0
    return Counts(states=states, oldest_overdue=overdue(session, now), stale_cards=stale)


def overdue_step(session: Session, now: datetime) -> float:
    """The same for the moment of a plan that should have become messages first."""
    first = session.scalar(select(Step.due_at).where(IS_OPEN, Step.due_at <= now).order_by(Step.due_at).limit(1))
    return (now - first).total_seconds() if first else 0.0


def overdue(session: Session, now: datetime) -> float:
    """Seconds since the moment of the message that should have left first."""
    first = session.scalar(
        select(Delivery.next_at).where(IS_WAITING, Delivery.next_at <= now).order_by(Delivery.next_at).limit(1)
    )
    return (now - first).total_seconds() if first else 0.0
