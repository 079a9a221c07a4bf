"""What became of a claimed message, written down only while the lease is still held."""

import logging
from datetime import datetime
from typing import Any

from sqlalchemy import case, select, update
from sqlalchemy.orm import Session

from bot.services import cards
from bot.services.announcing import progress
from bot.services.coordinating import handovers
from bot.services.messages import digests, notices
from bot.services.messages.claims import IS_SENDING, LEASE, TOO_LATE, Claim
from bot.services.messages.deliveries import WITHOUT_SYNC
from models import Delivery, DeliveryState, Kind

log = logging.getLogger(__name__)

FREED: dict[str, Any] = {"lease_until": None, "lease_token": None}
SETTLED: dict[str, Any] = {**FREED, "maybe_posted_at": None}
"""The answer is known."""


def hold(session: Session, claim: Claim, now: datetime, *, is_posting: bool) -> bool:
    """The lease begins anew, right before Slack is called. While posting, the answer may be lost: written down first.

    False: the lease was lost, and nothing may be sent.
    """
    posting = {"maybe_posted_at": now} if is_posting else {}
    return _change(session, claim, lease_until=now + LEASE, **posting)


def sent(session: Session, claim: Claim, *, channel: str, ts: str, now: datetime) -> None:
    is_ours = _change(
        session,
        claim,
        **SETTLED,
        state=DeliveryState.SENT,
        reason=None,
        sent_channel=channel,
        sent_ts=ts,
        sent_at=now,
        attempts=Delivery.attempts + 1,
    )
    if is_ours and claim.card_id is not None:
        cards.posted(session, claim.card_id, channel, ts, now, was_found=claim.is_in_doubt)
    _show_progress(session, claim, now)


def retry_later(session: Session, claim: Claim, *, at: datetime, reason: str | None, is_counted: bool = True) -> None:
    """Certainly not posted: back among the pending."""
    attempts = Delivery.attempts + (1 if is_counted else 0)
    _change(session, claim, **SETTLED, state=DeliveryState.PENDING, next_at=at, reason=reason, attempts=attempts)


def put_in_doubt(session: Session, claim: Claim, *, at: datetime, reason: str | None, looks: int = 0) -> None:
    """Perhaps posted: looked for before anything else, at the given moment."""
    _change(session, claim, **FREED, state=DeliveryState.DOUBT, next_at=at, reason=reason, looks=looks)


def was_not_posted(session: Session, claim: Claim) -> bool:
    """Looked for in vain often enough: it may be posted once more."""
    return _change(session, claim, maybe_posted_at=None, looks=0, attempts=Delivery.attempts + 1)


def set_aside(session: Session, claim: Claim, *, at: datetime, reason: str | None, is_counted: bool) -> None:
    """Unforeseen trouble, or the sender stops: tried again later, and looked for first if it may have been posted."""
    state = case((Delivery.maybe_posted_at.is_not(None), DeliveryState.DOUBT), else_=DeliveryState.PENDING)
    attempts = Delivery.attempts + (1 if is_counted else 0)
    _change(session, claim, **FREED, state=state, next_at=at, reason=reason, attempts=attempts)


def settle(session: Session, claim: Claim, *, state: DeliveryState, reason: str, now: datetime) -> None:
    """It needs no sending any more."""
    _change(session, claim, **SETTLED, state=state, reason=reason)
    _show_progress(session, claim, now)


def expire(session: Session, claim: Claim, now: datetime) -> None:
    if _change(session, claim, **SETTLED, state=DeliveryState.EXPIRED, reason=TOO_LATE):
        step_id = session.scalar(select(Delivery.step_id).where(Delivery.id == claim.id))
        notices.tell_expired(session, kind=claim.kind, event_id=claim.event_id, step_id=step_id, now=now)
        _show_progress(session, claim, now)


def fail(session: Session, claim: Claim, *, reason: str, now: datetime) -> None:
    """Never: the coordinator is told."""
    attempts = Delivery.attempts + 1
    if _change(session, claim, **SETTLED, state=DeliveryState.FAILED, reason=reason, attempts=attempts):
        if claim.card_id is not None:
            cards.gone(session, claim.card_id, reason=reason, now=now)
            return
        person_id = session.scalar(select(Delivery.person_id).where(Delivery.id == claim.id))
        notices.tell_failed(
            session, kind=claim.kind, event_id=claim.event_id, person_id=person_id, reason=reason, now=now
        )
        if claim.kind is Kind.HANDOVER:
            handovers.unreached(session, claim.id, now)
        if claim.kind is Kind.DIGEST:
            digests.tell_failed(session, claim.id, reason=reason, now=now)
        _show_progress(session, claim, now)


def _show_progress(session: Session, claim: Claim, now: datetime) -> None:
    if claim.kind is Kind.ANNOUNCEMENT:
        progress.changed(session, [claim.id], now)


def _change(session: Session, claim: Claim, **values: Any) -> bool:
    changed = session.execute(
        update(Delivery)
        .where(Delivery.id == claim.id, IS_SENDING, Delivery.lease_token == claim.lease)
        .values(values)
        .returning(Delivery.id),
        execution_options=WITHOUT_SYNC,
    ).first()
    if changed is None:
        log.warning("delivery %s is no longer ours: nothing written", claim.id)
    elif claim.kind is Kind.DIGEST and "state" in values:
        digests.follow(session, claim.id, values)
    return changed is not None
