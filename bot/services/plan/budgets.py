"""Ten unprompted messages to a person about one meeting are enough; what matters least gives way (domain.md 3).

Counted is what the plan sends: moved, cancelled, offers, receipts and answers are not, nor is mail a coordinator passes
on. The poll's opening gives way first (it belongs in the reminder), then asking those who have not voted, drafts, and
thanks (they belong in the evaluation). What is still to come and matters more, or as much and later, keeps its place:
an hour before the meeting nobody is left without a word because a poll has opened.
"""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.services.plan.rules import SPEAKS
from models import Audience, Delivery, DeliveryState, Says, Step

MOST = 10
YIELDS = (Says.POLL_OPENING, Says.VOTE, Says.DRAFTS, Says.THANKS)
"""What gives way, the first of them first."""
HEARD = (
    DeliveryState.PENDING, DeliveryState.GATHERED, DeliveryState.SENDING, DeliveryState.DOUBT, DeliveryState.SENT,
)  # fmt: skip
ANSWERED = (Audience.REGISTERED, Audience.NON_VOTERS)
UNANSWERED = (Audience.INVITED, Audience.SILENT)
TO_COME = {**dict.fromkeys(ANSWERED, ANSWERED), **dict.fromkeys(UNANSWERED, (*UNANSWERED, *ANSWERED))}
"""What a person may hear yet: who is silent today may be registered tomorrow. Only these are budgeted."""
ENOUGH = "ten messages about the meeting are enough"


@dataclass(frozen=True)
class Budget:
    """How many messages each has heard, and from which number on this step is one too many."""

    heard: dict[int, int]
    room: int

    def is_spent(self, person_id: int) -> bool:
        return self.heard.get(person_id, 0) >= self.room


def budget(session: Session, step: Step) -> Budget | None:
    """For the people of this step; None when it costs nothing."""
    if step.audience not in TO_COME:
        return None
    rows = session.execute(
        select(Delivery.person_id, func.count())
        .where(
            Delivery.event_id == step.event_id,
            Delivery.state.in_(HEARD),
            Delivery.kind.in_(set(SPEAKS.values())),
            Delivery.step_id.is_not(None),
            Delivery.person_id.is_not(None),
        )
        .group_by(Delivery.person_id)
    )
    heard = {person_id: number for person_id, number in rows if person_id is not None}
    return Budget(heard, MOST - _kept(session, step))


def _kept(session: Session, step: Step) -> int:
    """Places kept for what is to come."""
    steps = session.scalars(
        select(Step).where(
            Step.event_id == step.event_id,
            Step.id != step.id,
            Step.done_at.is_(None),
            Step.due_at.is_not(None),
            Step.says.in_(SPEAKS),
            Step.audience.in_(TO_COME[step.audience]),
        )
    )
    return sum(_weight(one) > _weight(step) for one in steps)


def _weight(step: Step) -> tuple[int, float, int]:
    importance = YIELDS.index(step.says) if step.says in YIELDS else len(YIELDS)
    return importance, step.due_at.timestamp() if step.due_at else 0, step.id
