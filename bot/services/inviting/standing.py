"""How those invited to a meeting stand, and when an invitation goes out."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.receipts import GoesOut, Stands
from bot.services.plan import workdays
from bot.services.plan.steps import quiet_weeks
from models import Event, EventState, Invitation, InvitationRound, Registration, RegistrationState, Says, Series, Step
from models.errors import N_, Refusal

A_MINUTE = timedelta(minutes=1)
"""In which one can still take somebody off, and Slack is asked who is behind an address."""
SEATS = {
    RegistrationState.REGISTERED: Stands.REGISTERED,
    RegistrationState.WAITLISTED: Stands.IN_LINE,
    RegistrationState.OFFERED: Stands.IN_LINE,
    RegistrationState.DECLINED: Stands.DECLINED,
}
CLOSED = N_("Registration for {title} has closed: open it again before you invite more people.")


def goes_out(session: Session, event: Event, now: datetime) -> GoesOut:
    """By the plan, as long as its invitation lies ahead; else in a minute, on a working day in office hours."""
    step = step_ahead(session, event)
    if event.starts_at is None or event.state is EventState.DRAFT or step:
        return GoesOut(step.due_at if step else None, by_plan=True, tz=event.tz)
    earliest = max(now + A_MINUTE, event.opens_at or now)
    return GoesOut(fitting(session, event, earliest), by_plan=False, tz=event.tz)


def fitting(session: Session, event: Event, moment: datetime) -> datetime:
    """The moment itself, or the next in office hours outside the quiet weeks."""
    quiet = quiet_weeks(session.get_one(Series, event.series_id), event)
    return workdays.fit(moment, event.tz, earlier=False, quiet=quiet)


def step_ahead(session: Session, event: Event) -> Step | None:
    """The plan's invitation, when it has not gone yet."""
    return session.scalars(
        select(Step)
        .where(
            Step.event_id == event.id, Step.says == Says.INVITATION, Step.due_at.is_not(None), Step.done_at.is_(None)
        )
        .order_by(Step.due_at)
        .limit(1)
    ).first()


def lies_ahead(session: Session, event: Event) -> bool:
    """Whether the plan's invitation is still to come, also where it has no moment yet: nobody has heard of it."""
    if event.state is EventState.DRAFT or step_ahead(session, event):
        return True
    said = select(Step.id).where(Step.event_id == event.id, Step.says == Says.INVITATION, Step.done_at.is_not(None))
    return event.starts_at is None and session.scalar(said.limit(1)) is None


def refuse_unless_people_can_come(event: Event, now: datetime) -> None:
    event.refuse_edits(now)
    if event.has_closed(now):
        raise Refusal(CLOSED, title=event.title, event_id=event.id)


def of(session: Session, event: Event) -> dict[int, Stands]:
    """By person: everyone invited or with a registration, in any state."""
    is_ahead = lies_ahead(session, event)
    invited = session.execute(
        select(Invitation.person_id, Invitation.opened_at, InvitationRound.due_at, InvitationRound.done_at)
        .outerjoin(InvitationRound, InvitationRound.id == Invitation.round_id)
        .where(Invitation.event_id == event.id)
    )
    found: dict[int, Stands] = {}
    for person_id, opened_at, due_at, done_at in invited:
        waits = is_ahead or (due_at is not None and done_at is None)
        found[person_id] = Stands.OPENED if opened_at else Stands.INVITED if waits else Stands.SILENT
    rows = session.execute(
        select(Registration.person_id, Registration.state)
        .where(Registration.event_id == event.id)
        .order_by(Registration.number)
    )
    return found | {person_id: SEATS.get(state, Stands.GAVE_BACK) for person_id, state in rows}
