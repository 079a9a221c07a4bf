"""A registration's row: what it says, its number in the order of arrival, and how it is written down."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session, make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value

from bot.services import events
from bot.services.registration import quotas
from models import Attendance, Event, Form, Person, Quota, Registration, RegistrationState
from models.base import table_of
from models.registrations import Reconfirm

ENTER = insert(table_of(Registration)).returning(table_of(Registration).c.id)
WRITTEN = [column for column in table_of(Registration).c if not column.primary_key]
SAID_LAST = (
    update(table_of(Person))
    .where(table_of(Person).c.id == bindparam("of_person"))
    .values(organisation_id=bindparam("organisation"), role=bindparam("as_role"))
)
"""Made once, like every statement that a registration runs while others wait for their turn to write."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """What the form asks besides the organisation. Attendance is None where the meeting's form leaves no choice."""

    role: str | None = None
    attendance: Attendance | None = None
    parts: tuple[str, ...] = ()
    access_needs: str | None = None
    dietary: str | None = None
    is_hidden: bool = False
    invite_again: bool = False


@dataclass(frozen=True, kw_only=True)
class Answers(Said):
    """What a person said, with the organisation as a row we know."""

    organisation_id: int


def new(event: Event, person_id: int, answers: Answers, now: datetime) -> Registration:
    registration = Registration(
        event_id=event.id,
        person_id=person_id,
        substitute_for_id=None,
        offer_until=None,
        asked_at=None,
        forward_at=None,
        reconfirm=Reconfirm.NONE,
        hears_changes=False,
        version=1,
        created_at=now,
        changed_at=now,
    )
    answer(event, registration, answers)
    return registration


def answer(event: Event, registration: Registration, answers: Answers) -> None:
    """What the person said, as far as this meeting asks it."""
    registration.organisation_id, registration.role = answers.organisation_id, answers.role
    registration.parts = [part for part in event.parts if part in answers.parts]
    registration.access_needs = answers.access_needs
    registration.dietary = answers.dietary
    registration.is_hidden, registration.invite_again = answers.is_hidden, answers.invite_again
    attend(event, registration, answers.attendance)


def attend(event: Event, registration: Registration, attendance: Attendance | None) -> None:
    """On site or digitally, as far as the meeting leaves a choice. Who does not eat with us has no diet."""
    forced = {Form.ON_SITE: Attendance.ON_SITE, Form.DIGITAL: Attendance.DIGITAL}.get(event.form)
    registration.attendance = forced or attendance or Attendance.ON_SITE
    if not event.has_food or registration.attendance is not Attendance.ON_SITE:
        registration.dietary = None


def enter(
    session: Session, event: Event, registration: Registration, state: RegistrationState, full: Quota | None
) -> None:
    """Give it its number and write it down; `full` is the quota it waits for."""
    registration.number = events.next_number(session, event)
    registration.state = state
    registration.waits_for = full.scope if full else None
    _write_down(session, registration)


def remember(session: Session, person_id: int, answers: Answers) -> None:
    """The next form begins with what was said last."""
    person, said = session.get_one(Person, person_id), (answers.organisation_id, answers.role)
    if (person.organisation_id, person.role) == said:
        return
    session.execute(SAID_LAST, {"of_person": person_id, "organisation": said[0], "as_role": said[1]})
    set_committed_value(person, "organisation_id", said[0])
    set_committed_value(person, "role", said[1])


def bring_in(
    session: Session,
    event_id: int,
    *,
    person_id: int,
    organisation_id: int,
    role: str | None,
    attendance: Attendance,
    parts: list[str],
    state: RegistrationState,
    access_needs: str | None,
    dietary: str | None,
    is_hidden: bool,
    substitute_for_id: int | None,
    registered_by_id: int | None,
    key: str,
    now: datetime,
) -> int:
    """A registration made elsewhere, as it stands there; nobody is told. Harmless when its key is already here."""
    event = events.lock(session, event_id)
    known = session.scalar(select(Registration.id).where(Registration.event_id == event_id, Registration.key == key))
    if known:
        return known
    registration = new(event, person_id, Answers(organisation_id=organisation_id, role=role), now)
    registration.attendance, registration.parts, registration.is_hidden = attendance, parts, is_hidden
    registration.access_needs, registration.dietary = access_needs, dietary
    registration.substitute_for_id, registration.registered_by_id = substitute_for_id, registered_by_id
    registration.key = key
    limits = quotas.limiting(session, event, registration)
    full = next((quota for quota in limits if quota.is_full), None)
    enter(session, event, registration, state, full if state is RegistrationState.WAITLISTED else None)
    if registration.has_seat:
        quotas.take_beyond(session, limits)
    return registration.id


def _write_down(session: Session, registration: Registration) -> None:
    """A plain INSERT: the session's own bookkeeping would take three times as long, with everyone else waiting."""
    columns = {column.key: getattr(registration, column.key) for column in WRITTEN}
    registration.id = session.execute(ENTER, columns).scalar_one()
    make_transient_to_detached(registration)
    session.add(registration)
