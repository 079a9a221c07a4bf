"""Sending again what did not get through, and dropping what need not go out: by somebody who answers for it."""

from datetime import datetime

from sqlalchemy import ColumnElement, update
from sqlalchemy.orm import Session

from bot.services import access, log
from bot.services.messages.deliveries import WITHOUT_SYNC
from models import Delivery, DeliveryState, Event, Person
from models.database import OWED
from models.deliveries import ABOUT_A_COMING_MEETING
from models.errors import N_, Refusal
from models.permissions import Action

ENDED = (DeliveryState.FAILED, DeliveryState.EXPIRED)
DROPPED = "dropped"
TAKEN_CARE_OF = N_("That has been taken care of already.")
TOO_LATE = N_("It is too late for that message to be of use.")
NOT_THERE = N_("That person cannot be reached in Slack. Reach them in another way, and drop the message here.")


def send_again(
    session: Session, workspace_id: int, delivery_id: int | None, *, person_id: int, is_admin: bool, now: datetime
) -> None:
    """The same message, due now. However many press, it is sent once; Refusal when it would be of no use."""
    delivery, event = _ours(session, workspace_id, delivery_id, person_id=person_id, is_admin=is_admin)
    recipient = session.get(Person, delivery.person_id) if delivery.person_id else None
    if refusal := why_not(delivery, event, recipient, now):
        raise Refusal(refusal)
    due: dict[str, object] = {"due_at": now, "next_at": now, "attempts": 0, "looks": 0, "maybe_posted_at": None}
    was = {"was": delivery.state.value, "reason": delivery.reason}
    _change(session, delivery, Delivery.state.in_(ENDED), state=DeliveryState.PENDING, reason=None, **due)
    _write_down(session, "delivery_sent_again", delivery, person_id=person_id, now=now, **was)
    session.info[OWED] = True


def drop(
    session: Session, workspace_id: int, delivery_id: int | None, *, person_id: int, is_admin: bool, now: datetime
) -> None:
    """It will not be sent. What may have been posted already is left to be looked up."""
    delivery, _ = _ours(session, workspace_id, delivery_id, person_id=person_id, is_admin=is_admin)
    if not may_be_dropped(delivery):
        raise Refusal(TAKEN_CARE_OF)
    was = {"was": delivery.state.value, "reason": delivery.reason}
    _change(session, delivery, _is_droppable(), state=DeliveryState.CANCELLED, reason=DROPPED)
    _write_down(session, "delivery_dropped", delivery, person_id=person_id, now=now, **was)


def why_not(delivery: Delivery, event: Event, recipient: Person | None, now: datetime) -> str | None:
    """Why sending it again makes no sense, as a sentence."""
    if delivery.state not in ENDED:
        return TAKEN_CARE_OF
    until = delivery.useful_until or (event.ends_at if delivery.kind in ABOUT_A_COMING_MEETING else None)
    if until is not None and until < now:
        return TOO_LATE
    if recipient is not None and not recipient.can_be_told:
        return NOT_THERE
    return None


def may_be_dropped(delivery: Delivery) -> bool:
    is_untouched = delivery.state is DeliveryState.PENDING and delivery.maybe_posted_at is None
    return is_untouched or delivery.state in ENDED


def _is_droppable() -> ColumnElement[bool]:
    return Delivery.state.in_((DeliveryState.PENDING, *ENDED))


def _ours(
    session: Session, workspace_id: int, delivery_id: int | None, *, person_id: int, is_admin: bool
) -> tuple[Delivery, Event]:
    delivery = session.get(Delivery, delivery_id) if delivery_id is not None else None
    if delivery is None or delivery.event_id is None or delivery.workspace_id != workspace_id:
        raise Refusal(TAKEN_CARE_OF)
    event = access.event_to(
        session,
        workspace_id,
        delivery.event_id,
        person_id=person_id,
        action=Action.STEER_DELIVERIES,
        is_admin=is_admin,
    )
    return delivery, event


def _change(session: Session, delivery: Delivery, only_if: ColumnElement[bool], **values: object) -> None:
    """Two who press at the same time both saw the button; one of them wins."""
    changed = session.execute(
        update(Delivery).where(Delivery.id == delivery.id, only_if).values(values).returning(Delivery.id),
        execution_options=WITHOUT_SYNC,
    ).first()
    if changed is None:
        raise Refusal(TAKEN_CARE_OF)


def _write_down(
    session: Session, action: str, delivery: Delivery, *, person_id: int, now: datetime, **facts: object
) -> None:
    log.record(
        session,
        action,
        workspace_id=delivery.workspace_id,
        now=now,
        actor_id=person_id,
        event_id=delivery.event_id,
        person_id=delivery.person_id,
        delivery=delivery.id,
        kind=delivery.kind.value,
        **facts,
    )
