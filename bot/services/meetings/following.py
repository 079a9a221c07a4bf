"""What a changed meeting owes to others: who hears it, what is deleted, what moves, who gets a seat."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import update
from sqlalchemy.orm import Session

from bot.services import cards, changes
from bot.services.coordinating import crews
from bot.services.plan import steps
from bot.services.registration import quotas, vacancies
from models import Attendance, Event, EventState, Form, Kind, Registration, Scope
from models.events import UNDER_WAY
from models.registrations import ACTIVE

PLACES = frozenset({"capacity", "seats", "limits", "max_per_organisation", "form"})
"""What may make room for those who wait."""
FORCED = {Form.ON_SITE: Attendance.ON_SITE, Form.DIGITAL: Attendance.DIGITAL}


@dataclass(frozen=True)
class Before:
    """A meeting as it was, as far as people are told what it was."""

    day: date | None
    start: time
    end: time
    form: Form
    state: EventState

    @staticmethod
    def of(event: Event) -> "Before":
        return Before(event.day, event.start_time, event.end_time, event.form, event.state)


def news(
    was: EventState, becomes: EventState, ends_at: datetime | None, changed: Collection[str], now: datetime
) -> tuple[Kind, ...]:
    """What people are told of a meeting that was to take place, and lies ahead. A cancelled one is nothing else."""
    if was not in UNDER_WAY or (ends_at is not None and ends_at <= now):
        return ()
    if becomes is EventState.CANCELLED:
        return (Kind.CALLED_OFF,)
    told = {"when": Kind.MOVED, "form": Kind.FORM_CHANGED}
    return tuple(kind for name, kind in told.items() if name in changed)


def follow(
    session: Session,
    event: Event,
    before: Before,
    changed: Collection[str],
    *,
    reason: str | None,
    now: datetime,
    instead_id: int | None = None,
) -> None:
    """Everything that a change of a meeting owes to others, in the same transaction. Only for whoever holds it.

    `instead_id`: the meeting that people may come to instead of a cancelled one.
    """
    if "form" in changed:
        _follow_form(session, event)
    told = news(before.state, event.state, event.ends_at, changed, now)
    if told:
        event.reason = reason
    if Kind.CALLED_OFF in told:
        changes.tell_called_off(session, event, now=now, instead_id=instead_id)
    if Kind.MOVED in told:
        changes.tell_moved(session, event, was_day=before.day, was_start=before.start, was_end=before.end, now=now)
    if Kind.FORM_CHANGED in told:
        changes.tell_form_changed(session, event, was_form=before.form, now=now)
    if told:
        crews.tell_of_change(session, event, now)
    steps.plan(session, event, now)
    cards.stale(session, event.id, now)
    if {*PLACES, "when"} & set(changed):  # another day may mean another way of asking
        vacancies.fill(session, event, now)


def _follow_form(session: Session, event: Event) -> None:
    """Everyone takes part the only way there is; without a table nobody's diet matters (domain.md 12, case 2)."""
    forced = FORCED.get(event.form)
    theirs = update(Registration).where(Registration.event_id == event.id)
    if forced:
        session.execute(theirs.where(Registration.state.in_(ACTIVE)).values(attendance=forced))
        quotas.count_anew(session, event, Scope.ATTENDANCE)
    if event.form is Form.DIGITAL:
        session.execute(theirs.values(dietary=None))
