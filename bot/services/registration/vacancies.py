"""Who gets the seat that falls free: those in line are asked in order, and nobody is moved silently."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services import contacts
from bot.services.messages import deliveries
from bot.services.plan import overdue
from bot.services.registration import lines, offer_times, quotas, tidings
from bot.services.registration.offer_times import Phase
from models import Event, EventState, Kind, Quota, Registration, RegistrationState, Scope
from models.registrations import IS_KEPT

BESIDE = 2
"""So many more are asked in the last 48 hours than there are seats: three for one."""


def fill(session: Session, event: Event, now: datetime) -> None:
    """Offer every free seat to the first in line whose rules allow it, as the time that is left calls for."""
    if event.begun_for(now) is not None or event.state is EventState.CANCELLED:
        return
    line = lines.line(session, event.id)
    match offer_times.phase(event.starts_at, now):
        case Phase.ONE_BY_ONE:
            _offer(session, event, line, now)
        case Phase.SEVERAL:
            _ask(session, event, line, now)
        case Phase.NOBODY:
            _tell_coordinators(session, event, line, now)
    _ask_no_more(session, event, line, now)


def somebody_came(session: Session, event: Event, newcomer: Registration, now: datetime) -> None:
    """Whoever gets in line in the last days may be asked at once."""
    waits = newcomer.state is RegistrationState.WAITLISTED
    if waits and offer_times.phase(event.starts_at, now) is not Phase.ONE_BY_ONE:
        fill(session, event, now)


def first_in_line_for(session: Session, event: Event, limits: list[Quota], now: datetime) -> Quota | None:
    """The seat that those in line are being asked about: whoever comes now waits behind them. Else None.

    Only in the last days are seats free while somebody waits; before, each is kept for one person.
    """
    if not limits or offer_times.phase(event.starts_at, now) is Phase.ONE_BY_ONE:
        return None
    line = lines.line(session, event.id)
    return limits[-1] if any(_may_have_one(session, event, row) for row in line) else None


def run_out(session: Session, now: datetime) -> int:
    """Carry out what becomes of one offer whose time has passed. Returns how many that was: 0 or 1."""
    due = overdue.longest_in_its_meeting(
        session, Registration, Registration.offer_until, IS_KEPT, Registration.event_id, now
    )
    if due is None:
        return 0
    event, kept = due
    if kept.offer_until is not None and kept.offer_until <= now:
        end = _lapse if kept.state is RegistrationState.OFFERED else _wait_no_longer
        end(session, event, kept, now)
    return 1


def _offer(session: Session, event: Event, line: Iterable[Registration], now: datetime) -> None:
    until = offer_times.kept_until(event.starts_at, event.tz, now)
    for waiting in line:
        limits = quotas.limiting(session, event, waiting)
        full = next((quota for quota in limits if quota.is_full), None) or quotas.take(session, limits)
        if full and full.scope is Scope.ALL:
            return
        if full is None:
            waiting.offer(until, now)
            tidings.tell(session, event, waiting, Kind.OFFER, "offered", now, None)


def _ask(session: Session, event: Event, line: Iterable[Registration], now: datetime) -> None:
    """The seat stays free until somebody says yes; those who have not answered in time can still say it."""
    assert event.starts_at is not None
    until = offer_times.alone_until(event.starts_at, event.tz, now)
    wanted = _free(session, event) + BESIDE
    for waiting in line:
        if wanted == 0:
            return
        if not _may_have_one(session, event, waiting):
            continue
        if waiting.asked_at is None:
            waiting.ask(until, now)
            tidings.tell(session, event, waiting, Kind.OFFER, "asked", now, None)
        wanted -= waiting.offer_until is not None


def _tell_coordinators(session: Session, event: Event, line: Iterable[Registration], now: datetime) -> None:
    could = sum(_may_have_one(session, event, waiting) for waiting in line)
    if could:
        for coordinator in contacts.informed(session, event):
            deliveries.owe(
                session,
                Kind.SEAT_LEFT,
                now=now,
                cause=f"{event.id}:{_free(session, event)}:{could}",
                workspace_id=event.workspace_id,
                event_id=event.id,
                person_id=coordinator.id,
                useful_until=event.starts_at,
            )


def _ask_no_more(session: Session, event: Event, line: Iterable[Registration], now: datetime) -> None:
    """Those who were asked hear that somebody else was first; they keep their place."""
    for waiting in line:
        is_asked = waiting.state is RegistrationState.WAITLISTED and waiting.asked_at is not None
        if is_asked and not _may_have_one(session, event, waiting):
            waiting.ask_no_more(now)
            tidings.tell(session, event, waiting, Kind.OFFER_OVER, "seat_went", now, None)


def _lapse(session: Session, event: Event, offered: Registration, now: datetime) -> None:
    """No answer: the seat goes on, and the person hears it."""
    quotas.give_back(session, quotas.limiting(session, event, offered))
    offered.leave(RegistrationState.LAPSED, now)
    if event.begun_for(now) is None and event.state is not EventState.CANCELLED:
        tidings.owe(session, event, offered, Kind.OFFER_OVER, "offer_ran_out", now, None)
    tidings.note(session, event, offered, "offer_ran_out", now, None)
    fill(session, event, now)


def _wait_no_longer(session: Session, event: Event, asked: Registration, now: datetime) -> None:
    """Others are asked too. When nobody is left to ask, the next to do is to tell the coordinator."""
    asked.offer_until = None
    fill(session, event, now)
    is_last = not any(row.offer_until for row in lines.line(session, event.id))
    if is_last and asked.asked_at and offer_times.phase(event.starts_at, now) is Phase.SEVERAL:
        assert event.starts_at is not None
        asked.offer_until = event.starts_at - offer_times.NOBODY_ASKED


def _may_have_one(session: Session, event: Event, waiting: Registration) -> bool:
    return not any(quota.is_full for quota in quotas.limiting(session, event, waiting))


def _free(session: Session, event: Event) -> int:
    """Seats to ask about; where only other limits hold, one at a time."""
    room = session.scalars(select(Quota).where(Quota.event_id == event.id, Quota.scope == Scope.ALL)).first()
    return room.free if room else 1
