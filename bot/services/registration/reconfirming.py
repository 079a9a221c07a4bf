"""Asking those who are registered whether they still come: when a meeting has changed, and long before it."""

from sqlalchemy import and_, func, select, update
from sqlalchemy.orm import Session

from models import Delivery, DeliveryState, Event, Kind, Registration, RegistrationState, Says, Step
from models.registrations import Reconfirm

UNANSWERED = and_(Registration.state == RegistrationState.REGISTERED, Registration.reconfirm == Reconfirm.ASKED)
ON_THEIR_WAY = (DeliveryState.PENDING, DeliveryState.GATHERED)


def ask_everyone(session: Session, event: Event) -> None:
    """Whoever said yes said it to something else: the seat is kept, the answer is not."""
    session.execute(
        update(Registration)
        .where(Registration.event_id == event.id, Registration.state == RegistrationState.REGISTERED)
        .values(reconfirm=Reconfirm.ASKED)
    )


def ask_reminded(session: Session, step: Step) -> None:
    """Those whom this reminder asks. Who has answered is not asked again, and who hears no reminders is not asked."""
    if step.says is not Says.REMINDER or step.is_near:
        return
    reminded = select(Delivery.registration_id).where(
        Delivery.event_id == step.event_id,
        Delivery.step_id == step.id,
        Delivery.kind == Kind.REMINDER,
        Delivery.state.in_(ON_THEIR_WAY),
    )
    session.execute(
        update(Registration)
        .where(
            Registration.event_id == step.event_id,
            Registration.state == RegistrationState.REGISTERED,
            Registration.reconfirm == Reconfirm.NONE,
            Registration.id.in_(reminded),
        )
        .values(reconfirm=Reconfirm.ASKED),
        execution_options={"synchronize_session": False},
    )


def unanswered(session: Session, event: Event) -> int:
    """How many have been asked and have not said."""
    return session.scalar(select(func.count()).where(Registration.event_id == event.id, UNANSWERED)) or 0
