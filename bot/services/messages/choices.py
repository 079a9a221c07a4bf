"""What each person has chosen to hear: asked when messages are planned, when they are sent, and when it changes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import Session

from bot.i18n import LANGUAGES
from bot.receipts import Choices
from bot.services import cards
from bot.services.changes import HEARD_BY_THE_ABSENT
from bot.services.messages import deliveries, digests
from bot.services.messages.deliveries import WITHOUT_SYNC, Owed
from bot.services.registration import seats
from models import Delivery, DeliveryState, Event, Kind, Person, Registration, Rhythm, Step
from models.choices import Level
from models.database import OWED
from models.deliveries import UNPROMPTED
from models.registrations import ACTIVE
from models.times import local

CHOSEN = "chose to hear less"
LEFT = "no longer registered"
ABOUT_A_SEAT = (*UNPROMPTED, Kind.MOVED, Kind.FORM_CHANGED, Kind.CALLED_OFF)
"""Nobody who has given the seat back, or said no, hears these."""
Choice = TypeVar("Choice", Level, Rhythm)


def of(session: Session, person_id: int) -> Choices:
    person = session.get_one(Person, person_id)
    return Choices(level=person.level, rhythm=person.rhythm, language=person.language, locale=person.reads)


def choose(
    session: Session, person_id: int, *, level: str | None, rhythm: str | None, language: str | None, now: datetime
) -> Choices:
    """From now on, and for what is owed already. What lies ahead is owed again when the person wants it again."""
    person = session.get_one(Person, person_id, with_for_update=True)
    before = person.reads
    person.level, person.rhythm = _known(level, person.level), _known(rhythm, person.rhythm)
    person.language = language if language in LANGUAGES else None
    session.flush()
    _change_what_is_owed(session, person, now)
    if person.reads != before:
        cards.stale_home(session, person_id, now)
    return of(session, person_id)


def heed(session: Session, owed: Sequence[Owed], step: Step | None, event: Event, now: datetime) -> list[Owed]:
    """What a step becomes, as each person wants it: by itself, as a line of their next digest, or not at all."""
    particular = {person.id: person for person in session.scalars(_who_chose(event.workspace_id))}
    heeded = [
        row | _placed(particular[row["person_id"]], row["kind"], step, event, row, now)
        if row["kind"] in UNPROMPTED and row["person_id"] in particular and row["state"] is DeliveryState.PENDING
        else row
        for row in owed
    ]
    return heeded + digests.for_lines(heeded, now)


def unwanted(session: Session, delivery: Delivery, person: Person) -> str | None:
    """Why this is not to be said to this person after all; None when it is."""
    if delivery.kind not in ABOUT_A_SEAT or delivery.event_id is None:
        return None
    if delivery.registration_id is not None:
        seat = session.get(Registration, delivery.registration_id)
    else:
        seat = seats.current(session, delivery.event_id, person.id)
    if seat is not None and seat.state not in ACTIVE:
        is_asked_for = seat.hears_changes and delivery.kind in HEARD_BY_THE_ABSENT
        return None if is_asked_for else LEFT
    step = session.get(Step, delivery.step_id) if delivery.step_id and person.level is not Level.ALL else None
    is_said = step is None or is_heard(person, delivery.kind, is_near=step.is_near)
    return None if is_said or delivery.kind not in UNPROMPTED else CHOSEN


def is_heard(person: Person, kind: Kind, *, is_near: bool) -> bool:
    """An invitation is no reminder: only who wants nothing but changes goes without."""
    return person.level.lets_through(is_near=is_near or kind is Kind.INVITATION)


def _placed(person: Person, kind: Kind, step: Step | None, event: Event, row: Owed, now: datetime) -> dict[str, Any]:
    due_at, useful_until = row["due_at"], row["useful_until"]
    if step is None:  # asked for, by "remind me tomorrow": always by itself
        near, at = event.day is not None and (event.day - local(due_at, event.tz).date()).days <= 1, None
    else:
        near = step.is_near
        at = None if near else digests.moment_for(person, event, due_at=due_at, useful_until=useful_until, now=now)
    when = {"next_at": at} if at else {}
    if not is_heard(person, kind, is_near=near):
        return {"state": DeliveryState.CANCELLED, "reason": CHOSEN, **when}
    return {"state": DeliveryState.GATHERED if at else DeliveryState.PENDING, "reason": None, **when}


def _change_what_is_owed(session: Session, person: Person, now: datetime) -> None:
    rows = session.execute(
        select(Delivery, Event, Step)
        .join(Event, Event.id == Delivery.event_id)
        .outerjoin(Step, Step.id == Delivery.step_id)
        .where(Delivery.person_id == person.id, Delivery.kind.in_(UNPROMPTED), _may_change(now))
        .execution_options(populate_existing=True)
    ).all()
    lines = []
    for delivery, event, step in rows:
        owed = {"due_at": delivery.due_at, "useful_until": delivery.useful_until}
        values = _placed(person, delivery.kind, step, event, owed, now)
        is_muted = values["state"] is DeliveryState.CANCELLED
        if values["state"] is delivery.state and values.get("next_at", delivery.next_at) == delivery.next_at:
            continue
        if digests.is_taken(delivery) and not is_muted:
            continue
        if delivery.state is DeliveryState.GATHERED and values["state"] is DeliveryState.PENDING:
            values["next_at"] = now
        _change(session, delivery, values)
        lines.append({**owed, **values, "person_id": person.id, "workspace_id": person.workspace_id})
    deliveries.owe_all(session, digests.for_lines(lines, now))


def _may_change(now: datetime) -> ColumnElement[bool]:
    """Not in a sender's hands; and of what was taken back for the person's sake, what still lies ahead."""
    is_pending = and_(Delivery.state == DeliveryState.PENDING, Delivery.maybe_posted_at.is_(None))
    was_muted = and_(
        Delivery.state == DeliveryState.CANCELLED, Delivery.reason == CHOSEN, Delivery.next_at > now
    )  # fmt: skip
    return or_(is_pending, Delivery.state == DeliveryState.GATHERED, was_muted)


def _change(session: Session, delivery: Delivery, values: dict[str, Any]) -> None:
    """Only as it was read: a sender may have taken it since."""
    session.execute(
        update(Delivery)
        .where(Delivery.id == delivery.id, Delivery.state == delivery.state, Delivery.maybe_posted_at.is_(None))
        .values(values),
        execution_options=WITHOUT_SYNC,
    )
    session.info[OWED] = True


def _who_chose(workspace_id: int) -> Any:
    chose = or_(Person.level != Level.ALL, Person.rhythm != Rhythm.EACH)
    return select(Person).where(Person.workspace_id == workspace_id, chose)


def _known(word: str | None, before: Choice) -> Choice:
    """A word that no form of ours sends changes nothing."""
    return next((one for one in type(before) if one.value == word), before)
