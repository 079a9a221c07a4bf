"""How a meeting stands: who has not answered, which seats are empty, what is left to do."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from bot.i18n import swedish_order
from bot.receipts import MailFacts, NextStep, OverviewFacts, Reach
from bot.services import access, events, organisations
from bot.services.announcing import progress, recipients
from bot.services.inviting import standing
from bot.services.overview import gaps
from bot.services.plan import invitations
from bot.services.plan.rules import SPEAKS
from bot.services.plan.steps import IS_OPEN
from bot.services.registration import chains, desk, naming, reconfirming
from bot.services.topics import rows as questions
from models import (
    Announcement,
    AnnouncementState,
    Audience,
    Delivery,
    DeliveryState,
    Event,
    Kind,
    Person,
    Registration,
    Series,
    Step,
)
from models.permissions import Action, may
from models.registrations import SEATED
from models.times import local

A_WEEK = timedelta(days=7)
STEPS = 2
MUNICIPAL = ("politician", "director", "principal")
"""Roles that every municipality is asked to fill; the others belong to the region or the state."""
CODE = 4
"""Digits in the code of a municipality."""


def facts(session: Session, event: Event, person_id: int, now: datetime) -> OverviewFacts:
    """As this person may see it."""
    has = access.duties(session, person_id, event)
    return OverviewFacts(
        event=events.facts(session, event, now, with_seats=True),
        days_left=(event.day - local(now, event.tz).date()).days if event.day else None,
        silent=_silent(session, event),
        without=_without(session, event),
        needs=_needs(session, event) if may(has, Action.SEE_NEEDS) else 0,
        missed=_missed(session, event, now),
        silent_people=_silent_people(session, event),
        outside=len(recipients.of(session, event, Audience.INVITED).outside),
        planned=_planned(session, event),
        steps=_steps(session, event, now),
        may_announce=may(has, Action.ANNOUNCE),
        appeals=desk.count(session, event),
        unconfirmed=reconfirming.unanswered(session, event),
        passed_on=naming.waiting(session, event),
        substitutes=chains.waiting(session, event),
        topics=questions.pending(session, event),
        too_long=gaps.too_long(session, [event]).get(event.id, 0),
        is_unopened=bool(gaps.unopened(session, [event], now)),
    )


def _silent_people(session: Session, event: Event) -> Reach:
    """Nobody is silent who has heard nothing."""
    if standing.lies_ahead(session, event):
        return Reach()
    return progress.reach(session, event, Audience.SILENT)


def mail(session: Session, event: Event, now: datetime) -> MailFacts:
    """Those outside Slack: who has not answered, or not heard of it yet, and who comes."""
    silent = recipients.of(session, event, Audience.SILENT).outside
    registered = recipients.of(session, event, Audience.REGISTERED).outside
    return MailFacts(
        event=events.facts(session, event, now, with_contacts=True),
        silent=recipients.addresses(silent)[0],
        registered=recipients.addresses(registered)[0],
        without_address=recipients.addresses((*silent, *registered))[1],
        call=invitations.call(session, event, None, now) if standing.lies_ahead(session, event) else None,
    )


def _silent(session: Session, event: Event) -> tuple[str, ...]:
    answered = set(
        session.scalars(
            select(func.coalesce(Registration.organisation_id, Person.organisation_id))
            .join(Person, Person.id == Registration.person_id)
            .where(Registration.event_id == event.id)
        )
    )
    return _names(one.name for one in organisations.of_event(session, event) if one.id not in answered)


def _without(session: Session, event: Event) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    taken = {
        (row.organisation_id, row.role)
        for row in session.execute(
            select(Registration.organisation_id, Registration.role).where(
                Registration.event_id == event.id, Registration.state.in_(SEATED)
            )
        )
    }
    represented = {organisation_id for organisation_id, _ in taken}
    municipalities = [
        one for one in organisations.of_event(session, event) if one.id in represented and len(one.code or "") == CODE
    ]
    roles = [role for role in session.get_one(Series, event.series_id).roles if role.id in MUNICIPAL]
    missing = [
        (role.id, role.label, _names(one.name for one in municipalities if (one.id, role.id) not in taken))
        for role in roles
    ]
    return tuple(one for one in missing if one[2])


def _needs(session: Session, event: Event) -> int:
    has_needs = or_(Registration.access_needs.is_not(None), Registration.dietary.is_not(None))
    return _count(
        session, Registration.event_id == event.id, Registration.state.in_(SEATED), has_needs, of=Registration.id
    )


def _missed(session: Session, event: Event, now: datetime) -> int:
    return _count(
        session,
        Delivery.event_id == event.id,
        Delivery.state.in_((DeliveryState.FAILED, DeliveryState.EXPIRED)),
        Delivery.kind.not_in((Kind.NOT_REACHED, Kind.OVERVIEW, Kind.PROGRESS)),
        Delivery.due_at > now - A_WEEK,
        of=Delivery.id,
    )


def _planned(session: Session, event: Event) -> int:
    is_planned = Announcement.state == AnnouncementState.PLANNED
    return _count(session, Announcement.event_id == event.id, is_planned, of=Announcement.id)


def _steps(session: Session, event: Event, now: datetime) -> tuple[NextStep, ...]:
    rows = session.scalars(
        select(Step)
        .where(Step.event_id == event.id, IS_OPEN, Step.due_at > now, Step.says.in_(SPEAKS))
        .order_by(Step.due_at)
        .limit(STEPS)
    )
    return tuple(NextStep(row.says, row.due_at, row.days_before, row.minutes_before) for row in rows if row.due_at)


def _count(session: Session, *which: ColumnElement[bool], of: Any) -> int:
    return session.scalar(select(func.count(of)).where(*which)) or 0


def _names(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(names, key=swedish_order))
