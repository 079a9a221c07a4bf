"""Seats kept for a role or an organisation until a moment, and what becomes of them then."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, exists, func, select, text, update
from sqlalchemy.orm import Session

from bot.services import cards, events, log
from bot.services.registration import lines, quotas, vacancies
from models import Event, Quota, Registration, Scope
from models.registrations import SEATED

HAS_ITS_DAY = text("quotas.until_at IS NOT NULL")
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Kept:
    """Seats for those of one role, or of one organisation (its id)."""

    scope: Scope
    key: str
    seats: int
    until_at: datetime

    @property
    def group(self) -> str:
        return quotas.group_key(self.scope, self.key)


def keep(session: Session, event: Event, wanted: Sequence[Kept]) -> None:
    """Keep these seats, and no others. Those of a group who have a seat already come first among the kept ones.

    Called again when the number of all seats changes: what is kept for nobody is what is left.
    """
    session.flush()
    rows = _rows(session, event)
    for group in rows.keys() - {one.group for one in wanted}:
        _open_up(session, event, group)
    for one in wanted:
        quota = rows.get(one.group) or Quota(event_id=event.id, scope=Scope.KEPT, key=one.group, capacity=0)
        quota.until_at = one.until_at
        _fit(session, event, quota, one.seats)
    _leave_the_rest_open(session, event)


def refit(session: Session, event: Event) -> None:
    """The number of all seats has changed."""
    session.flush()
    _leave_the_rest_open(session, event)


def release_due(session: Session, now: datetime) -> int:
    """Open the kept seats whose moment has come, and offer them to those in line. Returns how many groups: 0 or 1."""
    due = select(Quota.event_id).where(HAS_ITS_DAY, Quota.until_at <= now).order_by(Quota.until_at).limit(1)
    event_id = session.scalar(due)
    if event_id is None:
        return 0
    event = events.lock(session, event_id)
    over = [quota for quota in _rows(session, event).values() if quota.until_at and quota.until_at <= now]
    for quota in over:
        _open_up(session, event, quota.key)
        log.about(session, event, "kept_seats_opened", now=now, actor_id=None, group=quota.key)
    _leave_the_rest_open(session, event)
    vacancies.fill(session, event, now)
    cards.stale(session, event.id, now)
    _log.info("kept seats of meeting %s are open to all: %s groups", event.id, len(over))
    return 1


def next_news(session: Session, now: datetime) -> datetime | None:
    """When kept seats open next and somebody waits who may be offered one: otherwise nobody hears of it."""
    waits = exists().where(Registration.event_id == Quota.event_id, lines.WAITS)
    coming = select(Quota.until_at).where(HAS_ITS_DAY, Quota.until_at > now, Quota.capacity > Quota.taken, waits)
    return session.scalar(coming.order_by(Quota.until_at).limit(1))


def _rows(session: Session, event: Event) -> dict[str, Quota]:
    found = session.scalars(
        select(Quota)
        .where(Quota.event_id == event.id, Quota.scope == Scope.KEPT)
        .execution_options(populate_existing=True)
    )
    return {quota.key: quota for quota in found}


def _open_up(session: Session, event: Event, group: str) -> None:
    of_group = Registration.event_id == event.id, Registration.kept == group
    session.execute(update(Registration).where(*of_group).values(kept=None))
    is_group = Quota.event_id == event.id, Quota.scope == Scope.KEPT, Quota.key == group
    session.execute(delete(Quota).where(*is_group))


def _fit(session: Session, event: Event, quota: Quota, seats: int) -> None:
    """So many seats of the group count as kept as there are kept seats, the first to arrive first."""
    mine = select(Registration).where(Registration.event_id == event.id, Registration.state.in_(SEATED))
    members = session.scalars(
        mine.where(_is_of(quota.key), (Registration.kept.is_(None)) | (Registration.kept == quota.key)).order_by(
            Registration.kept.is_(None), Registration.number
        )
    ).all()
    for place, member in enumerate(members):
        member.kept = quota.key if place < seats else None
    quota.capacity, quota.taken, quota.over = seats, min(len(members), seats), 0
    session.add(quota)
    session.flush()


def _is_of(group: str) -> ColumnElement[bool]:
    scope, _, key = group.partition(":")
    if scope == Scope.ORGANISATION:
        return Registration.organisation_id == int(key)
    return Registration.role == key


def _leave_the_rest_open(session: Session, event: Event) -> None:
    """The open seats are all seats but the kept ones; without kept seats there is no such rule."""
    session.flush()
    is_open = Quota.event_id == event.id, Quota.scope == Scope.OPEN
    total = session.scalar(select(Quota.capacity).where(Quota.event_id == event.id, Quota.scope == Scope.ALL))
    kept = session.scalar(select(func.sum(Quota.capacity)).where(Quota.event_id == event.id, Quota.scope == Scope.KEPT))
    session.execute(delete(Quota).where(*is_open))
    if total is not None and kept is not None:
        quotas.resize(session, event, Scope.OPEN, max(0, total - kept))
        session.flush()
