"""Telling coordinators every week how their meetings stand: one message, in the morning of the first working day."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.receipts import OverviewFacts
from bot.services import access, contacts
from bot.services.messages import deliveries
from bot.services.messages.deliveries import Owed
from bot.services.overview import rounds, standings
from bot.services.plan import overdue, workdays
from models import Event, EventState, Kind, Overview, Series
from models.permissions import Action, may
from models.times import local

log = logging.getLogger(__name__)

USEFUL_FOR = timedelta(hours=24)
"""After that the next one is near enough."""
MOST = 12
"""Meetings in one message: it holds fifty blocks, and each meeting takes three."""


def send_round(session: Session, now: datetime) -> int:
    """Owe the messages of the round that is due, and set the next one. Returns how many rounds that was: 0 or 1."""
    found = overdue.longest(session, Overview, Overview.due_at, rounds.IS_COMING, now)
    if found is None:
        return 0
    due_at = rounds.latest_round(now, found.tz)
    found.due_at = rounds.next_round(now, found.tz)
    owed = _owed(session, found, due_at, now) if now - due_at < USEFUL_FOR else []
    deliveries.owe_all(session, owed)
    log.info("the round of overviews in %s became %s deliveries", found.tz, len(owed))
    return 1


def reaches_anyone(session: Session, round_: Overview) -> bool:
    """Whether anybody would hear of the round, as things are now."""
    return bool(_owed(session, round_, round_.due_at, round_.due_at))


def mine(session: Session, workspace_id: int, person_id: int, now: datetime) -> list[Event]:
    """The meetings this person answers for that are to be told of now, the nearest first."""
    found = session.scalars(select(Event).where(Event.workspace_id == workspace_id).order_by(*NEAREST)).all()
    return [one for one in found if _is_on(one, now) and _answers_for(session, one, person_id)]


def facts(session: Session, found: Iterable[Event], person_id: int, now: datetime) -> list[OverviewFacts]:
    """How they stand, as far as this person answers for them."""
    return [standings.facts(session, one, person_id, now) for one in found if _answers_for(session, one, person_id)]


def told(session: Session, ids: list[int], person_id: int, now: datetime) -> list[OverviewFacts]:
    """The same for those a message was to tell of, without those that are over or cancelled since."""
    found = session.scalars(select(Event).where(Event.id.in_(ids)).order_by(*NEAREST)).all()
    return facts(session, [one for one in found if _is_on(one, now)], person_id, now)


NEAREST = (Event.starts_at.is_(None), Event.starts_at, Event.id)


def _owed(session: Session, round_: Overview, due_at: datetime, now: datetime) -> list[Owed]:
    found = session.scalars(
        select(Event).where(Event.workspace_id == round_.workspace_id, Event.tz == round_.tz).order_by(*NEAREST)
    ).all()
    theirs: dict[int, list[Event]] = {}
    for event in found:
        if _is_on(event, now) and not _is_quiet(session, event, now):
            for coordinator in contacts.informed(session, event):
                theirs.setdefault(coordinator.id, []).append(event)
    return [
        deliveries.row(
            Kind.OVERVIEW,
            now=now,
            cause=f"{local(due_at, round_.tz):%Y-%m-%d}-{some[0].id}",
            due_at=due_at,
            useful_until=due_at + USEFUL_FOR,
            workspace_id=round_.workspace_id,
            event_id=some[0].id,
            person_id=person_id,
            facts={"events": [event.id for event in some]},
        )
        for person_id, all_ in theirs.items()
        for some in (all_[first : first + MOST] for first in range(0, len(all_), MOST))
    ]


def _is_on(event: Event, now: datetime) -> bool:
    """From when registration opens until the meeting begins."""
    if event.state in (EventState.DRAFT, EventState.CANCELLED) or event.opens_at is None:
        return False
    return event.opens_at <= now and (event.starts_at is None or now < event.starts_at)


def _is_quiet(session: Session, event: Event, now: datetime) -> bool:
    weeks = session.get_one(Series, event.series_id).quiet_weeks
    is_held_then = event.day is not None and workdays.is_quiet(event.day, weeks)
    return workdays.is_quiet(local(now, event.tz).date(), weeks) and not is_held_then


def _answers_for(session: Session, event: Event, person_id: int) -> bool:
    return may(access.duties(session, person_id, event), Action.SEE_OVERVIEW)
