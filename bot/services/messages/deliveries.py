"""Owing somebody a message: a row in the same transaction as what causes it."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypedDict, Unpack
from uuid import UUID, uuid5

from sqlalchemy import ColumnElement, and_, bindparam, exists, or_, select, update
from sqlalchemy.orm import Session, aliased
from sqlalchemy.sql.dml import ReturningUpdate

from bot.services.plan.rules import SPEAKS
from models import Delivery, DeliveryState, Kind, Says, Step
from models.base import Facts
from models.database import OWED, insert_unless_there
from models.deliveries import PRIORITY

REMINDERS = (Kind.REMINDER,)
CALLS = (Kind.SAVE_THE_DATE, Kind.INVITATION)
CALLING = (Says.SAVE_THE_DATE, Says.INVITATION)
"""An invitation says all that saving the date does."""
PLANNED = (*SPEAKS.values(), Kind.GUEST_TEXT, Kind.CHANNEL_REMINDER)
"""What steps of a plan become: of several that were missed, only the latest is sent."""
TOKENS = UUID("5f0c9a52-6d0e-4d55-9f4b-6a1c1d1f2b77")
"""The same message has the same token, also in a database that was restored and owes it again."""
HANDED_ON = re.compile(r":h\d+$")
WITHOUT_SYNC = {"synchronize_session": False}
"""Deliveries are changed by statements alone; sessions hold none of them."""

NOTHING: dict[str, Any] = {
    "facts": {},
    "reason": None,
    "person_id": None,
    "channel_id": None,
    "registration_id": None,
    "step_id": None,
    "card_id": None,
    "announcement_id": None,
    "useful_until": None,
    "maybe_posted_at": None,
}
"""What a delivery may leave out; many are written at once only when all have the same columns."""

Owed = dict[str, Any]
"""The columns of a delivery that is about to be owed."""


class About(TypedDict, total=False):
    """What a delivery points to, and until when it is of use."""

    event_id: int | None
    person_id: int | None
    channel_id: str | None
    registration_id: int | None
    step_id: int | None
    card_id: int | None
    announcement_id: int | None
    useful_until: datetime | None


def owe(
    session: Session,
    kind: Kind,
    *,
    now: datetime,
    cause: str,
    workspace_id: int,
    due_at: datetime | None = None,
    facts: Facts | None = None,
    maybe_posted_at: datetime | None = None,
    **about: Unpack[About],
) -> bool:
    """Owe one message to a person or a channel. Owing it twice for the same cause changes nothing: False.

    With `maybe_posted_at` it is looked for before it is sent.
    """
    owed = row(
        kind,
        now=now,
        cause=cause,
        workspace_id=workspace_id,
        due_at=due_at or now,
        facts=facts or {},
        maybe_posted_at=maybe_posted_at,
        state=DeliveryState.DOUBT if maybe_posted_at else DeliveryState.PENDING,
        **about,
    )
    session.flush()  # the row may point to others made in this transaction
    added = session.execute(insert_unless_there(session, Delivery), owed).first()
    session.info[OWED] = True
    return added is not None


def row(kind: Kind, *, now: datetime, cause: str, due_at: datetime, **columns: Any) -> Owed:
    """The columns of a delivery. Cause and recipient make it the only one of its kind."""
    recipient = f"p{columns['person_id']}" if columns.get("person_id") else columns["channel_id"]
    dedup_key = key(kind, cause, recipient)
    return {
        "kind": kind,
        "dedup_key": dedup_key,
        "token": uuid5(TOKENS, dedup_key).hex,
        "priority": PRIORITY[kind],
        "due_at": due_at,
        "next_at": due_at,
        "created_at": now,
        "state": DeliveryState.PENDING,
        **NOTHING,
        **columns,
    }


def news_of(dedup_key: str) -> str:
    """Kind and cause: what is the same for everybody who is owed it, also for whom it was handed on to."""
    return HANDED_ON.sub("", dedup_key.rpartition(":")[0])


def cause_of(dedup_key: str) -> str:
    return news_of(dedup_key).partition(":")[2]


def handed_on(cause: str, by: int) -> str:
    """The same news for somebody who takes over, known as such: it may come back, and be news once more."""
    return f"{cause}:h{by}"


def key(kind: Kind, cause: str, recipient: str) -> str:
    return f"{kind}:{cause}:{recipient}"


def owe_all(session: Session, owed: Sequence[Owed]) -> None:
    """Many at once. Those that are owed already are left as they are."""
    if owed:
        session.execute(insert_unless_there(session, Delivery), owed)
        session.info[OWED] = True


def cancel_for(
    session: Session,
    *,
    now: datetime,
    registration_id: int | None = None,
    event_id: int | None = None,
    person_id: int | None = None,
    kinds: Sequence[Kind] = REMINDERS,
    reason: str = "no longer registered",
) -> None:
    """Take back what has not been sent: for a registration, for a person at a meeting, or for a whole meeting."""
    given = {
        Delivery.registration_id: registration_id,
        Delivery.event_id: event_id,
        Delivery.person_id: person_id,
    }
    about = [column == value for column, value in given.items() if value is not None]
    if not about or (person_id is not None and len(about) == 1):
        raise ValueError("a registration or a meeting is needed")
    session.execute(
        update(Delivery)
        .where(*about, *_untouched(), Delivery.kind.in_(kinds))
        .values(state=DeliveryState.CANCELLED, reason=reason),
        execution_options=WITHOUT_SYNC,
    )


def take_back(session: Session, kind: Kind, *, cause: str, person_id: int, reason: str = "taken back") -> bool:
    """Take back one message, unless it may have been sent: False."""
    dedup_key = key(kind, cause, f"p{person_id}")
    taken = session.execute(
        update(Delivery)
        .where(Delivery.dedup_key == dedup_key, *_untouched())
        .values(state=DeliveryState.CANCELLED, reason=reason)
        .returning(Delivery.id),
        execution_options=WITHOUT_SYNC,
    )
    return taken.first() is not None


def supersede(session: Session, *, now: datetime, event_id: int | None = None, ids: Sequence[int] = ()) -> set[int]:
    """Of several planned messages of one sort about one meeting to one recipient that are due, keep the latest.

    Looks at a whole meeting, or at rows that have just been claimed. Returns the rows that are not to be sent.
    """
    which, about = (OF_MEETING, {"of_event": event_id}) if event_id is not None else (JUST_CLAIMED, {"claimed": ids})
    return set(session.scalars(which, {**about, "now": now}, execution_options=WITHOUT_SYNC))


def _is_outdated() -> ColumnElement[bool]:
    newer, its, newers = aliased(Delivery), aliased(Step), aliased(Step)
    is_alike = or_(
        and_(newer.kind == Delivery.kind, newers.says == its.says),
        and_(newer.kind == Delivery.kind, newers.says.in_(CALLING), its.says.in_(CALLING)),
        and_(newer.kind.in_(CALLS), Delivery.kind.in_(CALLS)),
    )
    later_one = select(newer.id).where(
        newer.event_id == Delivery.event_id,
        its.id == Delivery.step_id,
        newers.id == newer.step_id,
        is_alike,
        or_(newer.due_at > Delivery.due_at, and_(newer.due_at == Delivery.due_at, newer.id > Delivery.id)),
        newer.due_at <= bindparam("now", type_=Delivery.due_at.type),
        newer.state.in_((DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.DOUBT, DeliveryState.SENT)),
    )
    to_the_person = exists(later_one.where(newer.person_id == Delivery.person_id))
    to_the_channel = exists(later_one.where(newer.channel_id == Delivery.channel_id))
    return and_(
        Delivery.kind.in_(PLANNED),
        Delivery.step_id.is_not(None),
        or_(to_the_person, and_(Delivery.person_id.is_(None), to_the_channel)),
    )


def _untouched() -> tuple[ColumnElement[bool], ...]:
    """Not in a sender's hands, and certainly not posted."""
    waits = Delivery.state.in_((DeliveryState.PENDING, DeliveryState.GATHERED))
    return waits, Delivery.maybe_posted_at.is_(None)


def _superseding(*which: ColumnElement[bool]) -> ReturningUpdate[int]:
    return (
        update(Delivery)
        .where(*which, Delivery.maybe_posted_at.is_(None), _is_outdated())
        .values(
            state=DeliveryState.SUPERSEDED,
            reason="a later reminder of the same meeting was due too",
            lease_until=None,
            lease_token=None,
        )
        .returning(Delivery.id)
    )


OF_MEETING = _superseding(Delivery.event_id == bindparam("of_event"), *_untouched())
JUST_CLAIMED = _superseding(
    Delivery.id.in_(bindparam("claimed", expanding=True)), Delivery.state == DeliveryState.SENDING
)
"""Made once: to put them together takes longer than to run them, and every claim does."""
