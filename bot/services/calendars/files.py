"""What goes into somebody's calendar: a meeting and their own part in it, as the rows are now."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.receipts import CalendarFacts
from bot.services import events
from bot.services.programme import reading
from models import Delivery, Event, EventState, Kind, Person, Registration, RegistrationState, Says, Step
from models.errors import N_, Refusal
from models.registrations import ACTIVE

ABOUT_A_SEAT = {"registered", "changed", "seat_from_line", "substituted", "confirmed_coming", "offer_accepted",
                "cancelled", "set"}  # fmt: skip
CHANGES = {Kind.MOVED, Kind.FORM_CHANGED, Kind.CALLED_OFF}
COMING = {Says.SAVE_THE_DATE, Says.INVITATION, Says.NUDGE, Says.PROGRAMME, Says.REMINDER}
TO_THE_REGISTERED = {Says.PROGRAMME, Says.REMINDER}


def mine(session: Session, event: Event, person_id: int, now: datetime) -> CalendarFacts:
    """One's own, with one's latest word. Raises Refusal while there is nothing for a calendar."""
    if event.state is EventState.DRAFT:
        raise Refusal(N_("That meeting is not published yet."), event_id=event.id)
    if event.day is None:
        raise Refusal(N_("{title} has no day yet."), event_id=event.id, title=event.title)
    return of_rows(session, event, _rows(session, event, person_id), now)


def while_choosing(session: Session, event: Event, person_id: int, now: datetime) -> CalendarFacts:
    """The same, also while the meeting's day is being chosen."""
    return of_rows(session, event, _rows(session, event, person_id), now)


def of_rows(session: Session, event: Event, rows: Sequence[Registration], now: datetime) -> CalendarFacts:
    """`rows` are all of one person's registrations there, in order.

    Versions only rise, and whoever comes back has one more row: so does the sum of it all.
    """
    last = rows[-1] if rows else None
    sequence = event.sequence + sum(row.version for row in rows)
    return _facts(session, event, last, now, sequence=sequence)


def goes_with(mail: Delivery, event: Event, step: Step | None) -> bool:
    """Whether a text for guests has a file to go with it."""
    if event.day is None or mail.announcement_id or "substitution" in mail.facts:
        return False
    if step is not None:
        return step.says in COMING
    said = {str(mail.facts[name]) for name in ("outcome", "about") if mail.facts.get(name)}
    return not said.isdisjoint(ABOUT_A_SEAT | CHANGES)


def for_mail(session: Session, mail: Delivery, event: Event, now: datetime) -> CalendarFacts:
    """For those outside Slack whom a mail is about: one, or several who share it.

    Who shares it may not all come: then the address and the link, which are for those who do, stay out.
    """
    if event.day is None:
        raise Refusal(N_("{title} has no day yet."), event_id=event.id, title=event.title)
    step = session.get(Step, mail.step_id) if mail.step_id else None
    if mail.registration_id:
        one = session.get_one(Registration, mail.registration_id)
        return _facts(session, event, one, now, sequence=event.sequence, is_mail=True)
    rows = [] if step and step.says not in TO_THE_REGISTERED else _guests(session, event, mail)
    comes = [row for row in rows if row.state is RegistrationState.REGISTERED]
    alike = len({row.attendance for row in rows}) == 1
    example = comes[0] if comes else rows[0] if rows else None
    return _facts(
        session, event, example, now, sequence=event.sequence, is_mail=True, knows_way=len(comes) == len(rows),
        is_alike=alike,
    )  # fmt: skip


def _facts(
    session: Session,
    event: Event,
    row: Registration | None,
    now: datetime,
    *,
    sequence: int,
    is_mail: bool = False,
    knows_way: bool = True,
    is_alike: bool = True,
) -> CalendarFacts:
    comes = row is not None and row.state is RegistrationState.REGISTERED
    return CalendarFacts(
        event=events.facts(session, event, now, with_contacts=True),
        uid=event.uid,
        sequence=sequence,
        made_at=now,
        state=row.state if row else None,
        attendance=row.attendance if row and is_alike else None,
        address=event.address if comes and knows_way else None,
        url=event.url if comes and knows_way else None,
        is_mail=is_mail,
        may_come=row is None or row.is_active,
        programme=reading.published(session, event, row.role if row and not is_mail else None, now),
    )


def _rows(session: Session, event: Event, person_id: int) -> Sequence[Registration]:
    wanted = select(Registration).where(Registration.event_id == event.id, Registration.person_id == person_id)
    return session.scalars(wanted.order_by(Registration.number)).all()


def _guests(session: Session, event: Event, mail: Delivery) -> Sequence[Registration]:
    wanted = (
        select(Registration)
        .join(Person, Person.id == Registration.person_id)
        .where(
            Registration.event_id == event.id, Registration.state.in_(ACTIVE), Person.slack_user_id.is_(None)
        )
    )  # fmt: skip
    if "registrations" in mail.facts:
        wanted = wanted.where(Registration.id.in_(mail.facts["registrations"]))
    return session.scalars(wanted.order_by(Registration.number)).all()
