"""Counting many meetings at once: a statement for each thing counted, none for each meeting."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, case, distinct, func, or_, select
from sqlalchemy.orm import Session

from bot.receipts import Contact, NextStep, SeatCounts
from bot.receipts.boards import Votes
from bot.services.overview import gaps
from bot.services.plan.rules import SPEAKS
from bot.services.plan.steps import IS_OPEN
from models import (
    Assignment,
    ChecklistTick,
    Delivery,
    Duty,
    Event,
    Invitation,
    Kind,
    Person,
    Poll,
    PollKind,
    PollState,
    Quota,
    Registration,
    RegistrationState,
    Scope,
    Step,
    Topic,
    TopicState,
)
from models.registrations import SEATED
from models.topics import SHOWN


@dataclass(frozen=True)
class Tallies:
    """By meeting; what nothing was found of is nought."""

    seats: Mapping[int, SeatCounts]
    answers: Mapping[int, tuple[int, int]]
    """(invited, of those answered)"""
    topics: Mapping[int, tuple[int, int]]
    """(shown, to be read first)"""
    votes: Mapping[int, Votes]
    steps: Mapping[int, NextStep]
    coordinators: Mapping[int, tuple[Contact, ...]]
    ticks: Mapping[int, int]
    reminded: Mapping[int, datetime]
    too_long: Mapping[int, int]
    unopened: frozenset[int]


def of(session: Session, events: Sequence[Event], now: datetime) -> Tallies:
    ids = [event.id for event in events]
    return Tallies(
        seats=_seats(session, ids),
        answers=_answers(session, ids),
        topics=_topics(session, ids),
        votes=_votes(session, ids),
        steps=_steps(session, ids, now),
        coordinators=_coordinators(session, events),
        ticks=_ticks(session, ids),
        reminded=_reminded(session, ids),
        too_long=gaps.too_long(session, events),
        unopened=gaps.unopened(session, events, now),
    )


def _seats(session: Session, ids: list[int]) -> Mapping[int, SeatCounts]:
    counted = session.execute(
        select(
            Registration.event_id,
            func.sum(case((Registration.state.in_(SEATED), 1), else_=0)),
            func.sum(case((Registration.state == RegistrationState.WAITLISTED, 1), else_=0)),
        )
        .where(Registration.event_id.in_(ids))
        .group_by(Registration.event_id)
    )
    seated = {event_id: (int(registered), int(waiting)) for event_id, registered, waiting in counted}
    limits = session.execute(
        select(Quota.event_id, Quota.capacity).where(Quota.event_id.in_(ids), Quota.scope == Scope.ALL)
    )
    capacity = {row.event_id: row.capacity for row in limits}
    return {one: SeatCounts(*seated.get(one, (0, 0)), capacity.get(one)) for one in ids}


def _answers(session: Session, ids: list[int]) -> Mapping[int, tuple[int, int]]:
    is_theirs = and_(Registration.event_id == Invitation.event_id, Registration.person_id == Invitation.person_id)
    found = session.execute(
        select(
            Invitation.event_id,
            func.count(distinct(Invitation.person_id)),
            func.count(distinct(Registration.person_id)),
        )
        .outerjoin(Registration, is_theirs)
        .where(Invitation.event_id.in_(ids))
        .group_by(Invitation.event_id)
    )
    return _or_nought({event_id: (invited, answered) for event_id, invited, answered in found})


def _topics(session: Session, ids: list[int]) -> Mapping[int, tuple[int, int]]:
    is_shown = and_(Topic.state.in_(SHOWN), Topic.merged_into_id.is_(None))
    is_unread = and_(Topic.state == TopicState.PENDING, Topic.fate.is_(None))
    found = session.execute(
        select(
            Topic.event_id,
            func.sum(case((is_shown, 1), else_=0)),
            func.sum(case((is_unread, 1), else_=0)),
        )
        .where(Topic.event_id.in_(ids))
        .group_by(Topic.event_id)
    )
    return _or_nought({event_id: (int(shown), int(unread)) for event_id, shown, unread in found})


def _votes(session: Session, ids: list[int]) -> Mapping[int, Votes]:
    found = session.execute(
        select(Poll.event_id, Poll.state).where(Poll.event_id.in_(ids), Poll.kind == PollKind.TOPICS).distinct()
    )
    states: dict[int | None, set[PollState]] = defaultdict(set)
    for event_id, state in found:
        states[event_id].add(state)
    return defaultdict(
        Votes,
        {one: Votes(PollState.OPEN in some, some == {PollState.CLOSED}) for one, some in states.items() if one},
    )


def _steps(session: Session, ids: list[int], now: datetime) -> Mapping[int, NextStep]:
    """The nearest of each meeting's plan."""
    rows = session.execute(
        select(Step.event_id, Step.says, Step.due_at, Step.days_before, Step.minutes_before)
        .where(Step.event_id.in_(ids), IS_OPEN, Step.due_at > now, Step.says.in_(SPEAKS))
        .order_by(Step.due_at.desc())
    )
    return {event_id: NextStep(says, due_at, *rule) for event_id, says, due_at, *rule in rows if due_at}


def _coordinators(session: Session, events: Sequence[Event]) -> Mapping[int, tuple[Contact, ...]]:
    """The area's, or the lab's process lead."""
    areas = {event.area_id for event in events if event.area_id}
    series = {event.series_id for event in events if not event.area_id}
    rows = session.execute(
        select(Assignment.area_id, Assignment.series_id, Person.name, Person.email, Person.slack_user_id)
        .join(Person, Person.id == Assignment.person_id)
        .where(
            Assignment.duty == Duty.COORDINATOR,
            or_(Assignment.area_id.in_(areas), and_(Assignment.area_id.is_(None), Assignment.series_id.in_(series))),
        )
        .order_by(Assignment.id)
    )
    of_area: dict[int, list[Contact]] = defaultdict(list)
    of_series: dict[int, list[Contact]] = defaultdict(list)
    for area_id, series_id, name, email, slack_user_id in rows:
        theirs = of_area[area_id] if area_id else of_series[series_id or 0]
        theirs.append(Contact(name, email, slack_user_id))
    return {one.id: tuple(of_area[one.area_id] if one.area_id else of_series[one.series_id]) for one in events}


def _ticks(session: Session, ids: list[int]) -> Mapping[int, int]:
    found = session.execute(
        select(ChecklistTick.event_id, func.count())
        .where(ChecklistTick.event_id.in_(ids))
        .group_by(ChecklistTick.event_id)
    )
    return defaultdict(int, {row[0]: row[1] for row in found})


def _reminded(session: Session, ids: list[int]) -> Mapping[int, datetime]:
    found = session.execute(
        select(Delivery.event_id, func.max(Delivery.due_at))
        .where(Delivery.event_id.in_(ids), Delivery.kind == Kind.COORDINATOR_REMINDED)
        .group_by(Delivery.event_id)
    )
    return {event_id: at for event_id, at in found if event_id}


def _or_nought(found: dict[int, tuple[int, int]]) -> Mapping[int, tuple[int, int]]:
    return defaultdict(lambda: (0, 0), found)
