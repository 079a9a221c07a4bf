"""The registration form: what it asks this person, and what it was sent with."""

from dataclasses import dataclass, fields, replace
from datetime import datetime

from sqlalchemy.orm import Session

from bot.receipts import AppealFacts, FormFacts, Receipt
from bot.services import access, events, organisations, people
from bot.services.registration import appeals, desk, registrations, seats
from bot.services.registration.enrolment import Answers, Said
from models import Attendance, Event, Series
from models.errors import N_, Refusal


@dataclass(frozen=True, kw_only=True)
class Wish(Said):
    """The form as it was sent: the organisation is an id, or `other:` and a name."""

    organisation: str


@dataclass(frozen=True, kw_only=True)
class Profile:
    """Name and address as they were typed into the form."""

    name: str
    email: str | None


def submit(
    session: Session,
    *,
    event_id: int,
    person_id: int,
    wish: Wish,
    now: datetime,
    profile: Profile | None = None,
    words: str | None = None,
    by_id: int | None = None,
) -> Receipt:
    """What the form was sent with: a change when there is a seat or a place in line, else a wish for one.

    What a deadline has set is asked of the coordinator, with these `words`; the rest is changed at once.
    """
    event = events.lock(session, event_id)
    answers, name = resolved(session, event, wish), profile.name if profile else None
    appeal = None
    if by_id is None and (event.has_frozen_names(now) or event.has_closed(now)):
        answers, name, appeal = appeals.hold_back(
            session, event, person_id=person_id, answers=answers, name=name, words=words, now=now
        )
    if profile and name:
        people.rename(session, person_id, name=name, email=profile.email)
    receipt = registrations.settle(session, event, person_id=person_id, answers=answers, now=now, by_id=by_id)
    return replace(receipt, has_asked=appeal is not None)


def ask_to_come(
    session: Session, *, event_id: int, person_id: int, wish: Wish, words: str | None, now: datetime
) -> AppealFacts:
    """The form of somebody who wants to come though registration has closed."""
    event = events.lock(session, event_id)
    answers = resolved(session, event, wish)
    appeal = appeals.ask_to_come(session, event, person_id=person_id, answers=answers, words=words, now=now)
    return desk.facts(session, event, appeal, now)


def form_to_ask(session: Session, event: Event, person_id: int, now: datetime) -> FormFacts:
    event.refuse_appeals_unless_closed(now)
    return seats.form(session, event, person_id, now)


def form_to_register(session: Session, event: Event, person_id: int, now: datetime) -> FormFacts:
    """The form; raises Refusal when a new seat cannot be asked for now and there is none to show."""
    facts = seats.form(session, event, person_id, now)
    if facts.seat is None:
        event.refuse_registration_outside_its_time(now)
    return facts


def form_to_change(session: Session, event: Event, person_id: int, now: datetime) -> FormFacts:
    event.refuse_changes_once_over(now)
    registrations.active(session, event, person_id)
    return seats.form(session, event, person_id, now)


def attendance(word: str | None) -> Attendance | None:
    return next((one for one in Attendance if one.value == word), None)


def resolved(session: Session, event: Event, wish: Wish) -> Answers:
    """Ids instead of words. Raises Refusal at the field that names nothing we know."""
    kind, _, written = wish.organisation.partition(":")
    organisation = (
        organisations.written(session, event.workspace_id, written)
        if kind == "other" and written.strip()
        else organisations.known(session, event.workspace_id, access.row_id(kind))
    )
    if organisation is None:
        raise Refusal(N_("Choose your organisation, or write its name."), field="organisation")
    roles = [role.id for role in session.get_one(Series, event.series_id).roles]
    role = wish.role if wish.role in roles else (roles[0] if len(roles) == 1 else None)
    if role is None and roles:
        raise Refusal(N_("Choose your role."), field="role")
    said = {field.name: getattr(wish, field.name) for field in fields(Said)}
    return Answers(organisation_id=organisation.id, **{**said, "role": role})
