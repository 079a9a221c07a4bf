"""When there is something to do for whoever does it because time has passed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, TextClause, select
from sqlalchemy.orm import Session

from bot.services import overviews
from bot.services.cards import IS_DATED
from bot.services.claims import IS_SENDING, IS_WAITING
from bot.services.outgoing import IS_PLANNED
from bot.services.rounds import IS_COMING
from bot.services.rules import SPEAKS
from bot.services.steps import IS_OPEN, reaches_anyone
from models import Announcement, Card, Delivery, Overview, Step

Watched = tuple[Any, TextClause]
NEXT: Watched = (Delivery.next_at, IS_WAITING)
LEASE: Watched = (Delivery.lease_until, IS_SENDING)
STEP: Watched = (Step.due_at, IS_OPEN)
ANNOUNCEMENT: Watched = (Announcement.due_at, IS_PLANNED)
OVERVIEW: Watched = (Overview.due_at, IS_COMING)
PLANS = (STEP, ANNOUNCEMENT, OVERVIEW)
CARD: Watched = (Card.true_until, IS_DATED)


@dataclass(frozen=True)
class Due:
    """What kind of thing is due now."""

    deliveries: bool
    plans: bool
    """Steps, announcements or overviews: what becomes deliveries."""
    cards: bool


def due(session: Session, now: datetime) -> Due:
    """Read first: an idle moment takes no turn to write."""

    def is_due(*watched: Watched) -> bool:
        return any(session.scalar(_earliest(column, which, column <= now)) for column, which in watched)

    return Due(deliveries=is_due(NEXT, LEASE), plans=is_due(*PLANS), cards=is_due(CARD))


def next_due(session: Session, now: datetime) -> datetime | None:
    """The earliest moment after now at which there may be something to do."""
    moments = [session.scalar(_earliest(column, which, column > now)) for column, which in (NEXT, LEASE, *PLANS, CARD)]
    return min((moment for moment in moments if moment), default=None)


def next_message(session: Session, now: datetime) -> datetime | None:
    """When people hear something next; None while something due is still on its way to them."""
    if due(session, now).deliveries or session.scalar(select(Delivery.id).where(IS_SENDING).limit(1)):
        return None
    moments = [session.scalar(_earliest(column, which, column > now)) for column, which in (NEXT, ANNOUNCEMENT)]
    moments += [_next_step(session, now), _next_round(session, now)]
    return min((moment for moment in moments if moment), default=None)


def _next_step(session: Session, now: datetime) -> datetime | None:
    """The next one that says anything to anybody: much of a plan is for later, or for nobody yet."""
    speaking = select(Step).where(IS_OPEN, Step.due_at > now, Step.says.in_(SPEAKS))
    coming = session.scalars(speaking.order_by(Step.due_at, Step.id))
    return next((step.due_at for step in coming if reaches_anyone(session, step)), None)


def _next_round(session: Session, now: datetime) -> datetime | None:
    coming = session.scalars(select(Overview).where(IS_COMING, Overview.due_at > now).order_by(Overview.due_at))
    return next((one.due_at for one in coming if overviews.reaches_anyone(session, one)), None)


def _earliest(column: Any, which: TextClause, when: Any) -> Select[datetime | None]:
    return select(column).where(which, when).order_by(column).limit(1)
