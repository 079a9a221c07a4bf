""" "Remind me tomorrow": one reminder more, when the person has asked for it."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.receipts import Snoozed
from bot.services.messages import choices, deliveries
from bot.services.registration import seats
from models import Audience, Delivery, DeliveryState, Event, Kind, Person, RegistrationState, Says, Step
from models.errors import N_, Refusal
from models.times import SENDING, instant, local

TOMORROW, MONDAY = "tomorrow", "monday"


def possible(person: Person, event: Event, now: datetime) -> tuple[str, ...]:
    """What a reminder offers: mornings before the meeting begins."""
    days = {TOMORROW: _day(TOMORROW, person, event, now), MONDAY: _day(MONDAY, person, event, now)}
    if days[MONDAY] == days[TOMORROW]:
        del days[MONDAY]
    return tuple(name for name, day in days.items() if _is_before(event, _moment(day, person, event)))


def snooze(session: Session, event: Event, *, person_id: int, until: str, now: datetime) -> Snoozed:
    """Owe one more reminder. Asking twice for the same morning changes nothing. Raises Refusal when it is of no use."""
    person = session.get_one(Person, person_id)
    event.refuse_changes_once_over(now)
    seat = seats.current(session, event.id, person_id)
    if seat is None or seat.state is not RegistrationState.REGISTERED:
        raise Refusal(N_("You are not registered for {title}."), event_id=event.id, title=event.title)
    day = _day(until, person, event, now)
    at = _moment(day, person, event)
    if event.starts_at is None or not _is_before(event, at):
        raise Refusal(N_("{title} will have begun by then."), event_id=event.id, title=event.title)
    planned = _planned(session, person, event, day)
    if planned is None:
        _owe(session, event, person, f"later-{seat.id}-{day}", seat.id, at=at, now=now)
    return Snoozed(title=event.title, at=planned or at, tz=event.tz)


def _owe(
    session: Session, event: Event, person: Person, cause: str, registration_id: int, *, at: datetime, now: datetime
) -> None:
    is_new = deliveries.owe(
        session,
        Kind.REMINDER,
        now=now,
        cause=cause,
        workspace_id=event.workspace_id,
        event_id=event.id,
        person_id=person.id,
        registration_id=registration_id,
        due_at=at,
        useful_until=event.starts_at,
    )
    if not is_new:
        _owe_again(session, deliveries.key(Kind.REMINDER, cause, f"p{person.id}"))


def _owe_again(session: Session, dedup_key: str) -> None:
    """Taken back by a choice in between, and asked for once more."""
    session.execute(
        update(Delivery)
        .where(
            Delivery.dedup_key == dedup_key,
            Delivery.state == DeliveryState.CANCELLED,
            Delivery.reason == choices.CHOSEN,
        )
        .values(state=DeliveryState.PENDING, reason=None),
        execution_options=deliveries.WITHOUT_SYNC,
    )


def _planned(session: Session, person: Person, event: Event, day: date) -> datetime | None:
    """The reminder that comes on that day anyway."""
    tz = person.tz or event.tz
    steps = session.scalars(
        select(Step).where(
            Step.event_id == event.id,
            Step.audience == Audience.REGISTERED,
            Step.says == Says.REMINDER,
            Step.days_before > 0,
            Step.done_at.is_(None),
            Step.due_at.between(instant(day, time(0), tz), instant(day, time(23, 59), tz)),
        )
    )
    heard = (step for step in steps if choices.is_heard(person, Kind.REMINDER, is_near=step.is_near))
    return min((step.due_at for step in heard if step.due_at), default=None)


def _day(until: str, person: Person, event: Event, now: datetime) -> date:
    today = local(now, person.tz or event.tz).date()
    return today + timedelta(days=7 - today.weekday() if until == MONDAY else 1)


def _moment(day: date, person: Person, event: Event) -> datetime:
    return instant(day, SENDING, person.tz or event.tz)


def _is_before(event: Event, at: datetime) -> bool:
    return event.starts_at is not None and at < event.starts_at
