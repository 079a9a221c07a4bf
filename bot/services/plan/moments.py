"""When there is something to do for whoever does it because time has passed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ScalarSelect, TextClause, bindparam, select
from sqlalchemy.orm import Session

from bot.services.announcing.outgoing import IS_PLANNED
from bot.services.cards import IS_DATED
from bot.services.dates.due import IS_DUE
from bot.services.inviting import rounds as invitation_rounds
from bot.services.messages.claims import IS_SENDING, IS_WAITING, PRIORITIES
from bot.services.overview import overviews
from bot.services.overview.rounds import IS_COMING
from bot.services.plan.rules import SPEAKS
from bot.services.plan.steps import IS_OPEN, reaches_anyone
from bot.services.polls import closing
from bot.services.registration import keeping
from bot.services.registration.keeping import HAS_ITS_DAY
from bot.services.registration.substitutions import IS_ASKED
from models import (
    Announcement,
    Card,
    DatePoll,
    Delivery,
    Event,
    InvitationRound,
    Overview,
    Poll,
    Quota,
    Registration,
    Says,
    Step,
    Substitution,
)
from models.base import table_of
from models.events import IS_TO_BE_PUBLISHED
from models.registrations import IS_KEPT

DELIVERIES = table_of(Delivery).c
Watched = tuple[Any, TextClause]
MESSAGE: Watched = (DELIVERIES.next_at, IS_WAITING)
LEASE: Watched = (DELIVERIES.lease_until, IS_SENDING)
STEP: Watched = (table_of(Step).c.due_at, IS_OPEN)
ANNOUNCEMENT: Watched = (table_of(Announcement).c.due_at, IS_PLANNED)
OVERVIEW: Watched = (table_of(Overview).c.due_at, IS_COMING)
QUESTION: Watched = (table_of(Substitution).c.ends_at, IS_ASKED)
OFFER: Watched = (table_of(Registration).c.offer_until, IS_KEPT)
CARD: Watched = (table_of(Card).c.true_until, IS_DATED)
POLL: Watched = (table_of(Poll).c.closes_at, closing.IS_OPEN)
TRACES: Watched = (table_of(Poll).c.forget_at, closing.LEAVES_TRACES)
KEPT_SEATS: Watched = (table_of(Quota).c.until_at, HAS_ITS_DAY)
DATE_POLL: Watched = (table_of(DatePoll).c.due_at, IS_DUE)
ROUND: Watched = (table_of(InvitationRound).c.due_at, invitation_rounds.IS_WAITING)
DRAFT: Watched = (table_of(Event).c.publish_at, IS_TO_BE_PUBLISHED)
PLANS = {
    "draft": DRAFT,
    "step": STEP,
    "announcement": ANNOUNCEMENT,
    "overview": OVERVIEW,
    "question": QUESTION,
    "kept_seats": KEPT_SEATS,
    "offer": OFFER,
    "date_poll": DATE_POLL,
    "poll": POLL,
    "round": ROUND,
}
WATCHED = {"message": MESSAGE, "lease": LEASE, "card": CARD, "traces": TRACES, **PLANS}
NOW = bindparam("now", type_=DELIVERIES.next_at.type)


@dataclass(frozen=True)
class Due:
    """What there is to do now, and when something comes up after that."""

    priorities: tuple[int, ...]
    """Of the messages that are due, the most urgent first."""
    overdue: bool
    """Some of them are of no use any more."""
    leases: bool
    plans: bool
    """Drafts, steps, announcements, rounds of invitations, overviews, kept seats, polls of days, votes, unanswered
    questions or offers: what becomes deliveries.
    """
    cards: bool
    traces: bool
    """Of ballots that have been parted from their owners."""
    next_at: datetime | None

    @property
    def deliveries(self) -> bool:
        return bool(self.priorities) or self.leases


def due(session: Session, now: datetime) -> Due:
    """One statement, and no turn to write: most wake-ups find nothing."""
    found = session.execute(LOOK, {"now": now}).one()._mapping
    after = (found[f"after_{name}"] for name in WATCHED)
    return Due(
        priorities=tuple(priority for priority in PRIORITIES if found[f"is_{priority}"]),
        overdue=found["overdue"] is not None,
        leases=found["lease"] is not None,
        plans=any(found[name] for name in PLANS),
        cards=found["card"] is not None,
        traces=found["traces"] is not None,
        next_at=min((moment for moment in after if moment), default=None),
    )


def next_message(session: Session, now: datetime) -> datetime | None:
    """When people hear something next; None while something due is still on its way to them."""
    if due(session, now).deliveries or session.scalar(select(DELIVERIES.id).where(IS_SENDING).limit(1)):
        return None
    heard = (MESSAGE, ANNOUNCEMENT, QUESTION, OFFER, DATE_POLL, POLL, ROUND)
    planned = select(*(_earliest(one, after=True) for one in heard))
    moments = [
        *session.execute(planned, {"now": now}).one(),
        _next_step(session, now),
        _next_round(session, now),
        keeping.next_news(session, now),
    ]
    return min((moment for moment in moments if moment), default=None)


def _next_step(session: Session, now: datetime) -> datetime | None:
    """The next one that says anything to anybody: much of a plan is for later, or for nobody yet."""
    speaking = select(Step).where(IS_OPEN, Step.due_at > now, Step.says.in_((*SPEAKS, Says.PRIORITISING)))
    coming = session.scalars(speaking.order_by(Step.due_at, Step.id))
    return next((step.due_at for step in coming if reaches_anyone(session, step)), None)


def _next_round(session: Session, now: datetime) -> datetime | None:
    coming = session.scalars(select(Overview).where(IS_COMING, Overview.due_at > now).order_by(Overview.due_at))
    return next((one.due_at for one in coming if overviews.reaches_anyone(session, one)), None)


def _earliest(watched: Watched, *only_if: Any, after: bool = False) -> ScalarSelect[Any]:
    """The earliest moment up to now, or after it. Its conditions are the partial index's own words."""
    column, which = watched
    return (
        select(column)
        .where(which, column > NOW if after else column <= NOW, *only_if)
        .order_by(column)
        .limit(1)
        .scalar_subquery()
    )


LOOK = select(
    *(_earliest(MESSAGE, DELIVERIES.priority == priority).label(f"is_{priority}") for priority in PRIORITIES),
    _earliest(MESSAGE, DELIVERIES.useful_until < NOW).label("overdue"),
    *(_earliest(WATCHED[name]).label(name) for name in ("lease", "card", "traces", *PLANS)),
    *(_earliest(watched, after=True).label(f"after_{name}") for name, watched in WATCHED.items()),
)
