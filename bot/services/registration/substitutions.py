"""Asking somebody to come instead of me. The seat stays until they say yes (`succession.py`)."""

from datetime import datetime
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from bot.services import contacts, people
from bot.services.people import Profile
from bot.services.plan import overdue
from bot.services.registration import asked, chains, seats
from models import (
    Event,
    Person,
    Registration,
    RegistrationState,
    Substitution,
    SubstitutionState,
)
from models.database import OWED
from models.errors import N_, Refusal

IS_ASKED = text("substitutions.state = 'asked'")
"""In the words of the partial index: SQLite uses it for no others."""
COLLEAGUE, EMAIL = "colleague", "email"
NAMES_ARE_SET = N_("Names are set now: the coordinator decides. Press the button once more to ask.")
ENDED = {
    SubstitutionState.ACCEPTED: N_("You have already said yes."),
    SubstitutionState.DECLINED: N_("You have said no. Ask for the question again if you can come after all."),
    SubstitutionState.WITHDRAWN: N_("That question has been taken back. You need not do anything."),
    SubstitutionState.EXPIRED: N_("That question is too old. You need not do anything."),
}


def seat_to_pass_on(session: Session, event: Event, person_id: int, now: datetime) -> Registration:
    """The person's seat, while somebody else can still come; raises Refusal when there is none."""
    refuse_once_begun(event, now)
    mine = seats.current(session, event.id, person_id)
    if mine is None or mine.state is not RegistrationState.REGISTERED:
        raise Refusal(N_("You have no seat at {title} to pass on."), event_id=event.id, title=event.title)
    return mine


def refuse_once_begun(event: Event, now: datetime) -> None:
    event.refuse_changes_once_over(now)
    if event.begun_for(now) is not None:
        raise Refusal(N_("{title} has already begun."), event_id=event.id, title=event.title)


def member(session: Session, workspace_id: int, profile: Profile | None, now: datetime) -> Person:
    """Whom somebody has picked in Slack, as they are now."""
    if profile is None:
        raise Refusal(N_("Slack did not say who that is. Try again in a while."), field=COLLEAGUE)
    if profile.is_bot:
        raise Refusal(N_("That is a bot. Choose a person."), field=COLLEAGUE)
    if profile.is_external:
        raise Refusal(
            N_("{name} is in another workspace. Write their name and e-mail instead."),
            field=COLLEAGUE,
            name=people.one_line(profile.name),
        )
    return session.get_one(Person, people.learn(session, workspace_id, profile, now).person_id)


def ask(
    session: Session,
    event: Event,
    *,
    of_id: int,
    person: Person,
    now: datetime,
    allowed_by_id: int | None = None,
    field: str = COLLEAGUE,
) -> bool:
    """Ask one person to come in the seat `of_id` has. False when that very person is asked already.

    Asking somebody else takes the earlier question back. Once names are set, only a coordinator can let one ask.
    """
    seat = seat_to_pass_on(session, event, of_id, now)
    refuse_unfit(session, event, person, of_id, field)
    if event.has_frozen_names(now) and allowed_by_id is None:
        raise Refusal(NAMES_ARE_SET, event_id=event.id)
    before = chains.open_question(session, seat.id)
    if before and before.person_id == person.id:
        before.allowed_by_id = before.allowed_by_id or allowed_by_id
        return False
    by_id = allowed_by_id or of_id
    if before:
        _take_back(session, event, before, now, by_id)
    row = Substitution(
        registration_id=seat.id, person_id=person.id, asked_at=now, ends_at=event.starts_at, allowed_by_id=allowed_by_id
    )
    session.add(row)
    session.flush()
    asked.send(session, event, row, person, now)
    asked.note(session, event, row, "substitute_asked", now, by_id)
    return True


def needs_leave(event: Event, row: Substitution, now: datetime) -> bool:
    """Names are set, and the coordinator has not said yes to this one."""
    return row.is_open and row.allowed_by_id is None and event.has_frozen_names(now)


def withdraw(session: Session, event: Event, *, by_id: int, now: datetime) -> bool:
    """Nobody is to come instead of me after all. False when nobody was asked any more."""
    mine = seats.current(session, event.id, by_id)
    row = chains.open_question(session, mine.id) if mine else None
    if row is not None:
        _take_back(session, event, row, now, by_id)
    return row is not None


def decline(session: Session, event: Event, row: Substitution, *, by_id: int, now: datetime) -> None:
    """The seat stays, and whoever asked is told. Saying so twice changes nothing."""
    if row.state is SubstitutionState.DECLINED:
        return
    refuse_unless_asked(row, event)
    row.end(SubstitutionState.DECLINED, now, by_id)
    asked.tell_asker(session, event, row, now)
    asked.note(session, event, row, "substitute_declined", now, by_id)


def seat_gone(session: Session, event: Event, registration_id: int, now: datetime, by_id: int | None) -> None:
    """The seat has been given back: there is nothing to take over any more."""
    row = chains.open_question(session, registration_id)
    if row is not None:
        _take_back(session, event, row, now, by_id)


def passed_on(session: Session, event: Event, row: Substitution, *, by_id: int, now: datetime) -> None:
    """Whoever was asked is somebody we know as another: they hear the question, unless they are coming already."""
    asker_id = session.get_one(Registration, row.registration_id).person_id
    theirs = seats.current(session, event.id, row.person_id)
    if row.person_id == asker_id:
        row.end(SubstitutionState.WITHDRAWN, now, by_id)
        asked.note(session, event, row, "substitute_withdrawn", now, by_id)
    elif theirs and theirs.has_seat:
        decline(session, event, row, by_id=by_id, now=now)
    else:
        asked.send(session, event, row, session.get_one(Person, row.person_id), now)


def end_due(session: Session, now: datetime) -> int:
    """End the question that has been open longest into its meeting. Returns how many were looked at: 0 or 1."""
    of_seat = select(Registration.event_id).where(Registration.id == Substitution.registration_id).scalar_subquery()
    found = overdue.longest_in_its_meeting(session, Substitution, Substitution.ends_at, IS_ASKED, of_seat, now)
    if found is None:
        return 0
    event, row = found
    row.ends_at = event.starts_at
    session.info[OWED] = True
    if row.is_open and event.begun_for(now) is not None:
        row.end(SubstitutionState.EXPIRED, now, None)
        asked.tell_asker(session, event, row, now)
        asked.note(session, event, row, "substitute_expired", now, None)
    return 1


def refuse_unless_asked(row: Substitution, event: Event) -> None:
    if not row.is_open:
        raise Refusal(ENDED[row.state], event_id=event.id)


def refuse_unfit(session: Session, event: Event, person: Person, of_id: int, field: str) -> None:
    about: dict[str, Any] = {"field": field, "event_id": event.id, "name": person.name}
    if person.id == of_id:
        raise Refusal(N_("That is you. Choose somebody else."), **about)
    if person.is_deactivated:
        raise Refusal(N_("{name} is no longer in Slack. Choose somebody else."), **about)
    theirs = seats.current(session, event.id, person.id)
    if theirs and theirs.has_seat and theirs.is_hidden:
        raise Refusal(N_("{name} cannot take over the seat. Choose somebody else."), **about)
    if theirs and theirs.has_seat:
        raise Refusal(N_("{name} is already registered for {title}."), title=event.title, **about)
    if not person.has_slack and not contacts.informed(session, event):
        raise Refusal(N_("Nobody can mail {name} for you. Choose somebody in Slack."), **about)


def _take_back(session: Session, event: Event, row: Substitution, now: datetime, by_id: int | None) -> None:
    row.end(SubstitutionState.WITHDRAWN, now, by_id)
    asked.tell(session, event, row, session.get_one(Person, row.person_id), now)
    asked.note(session, event, row, "substitute_withdrawn", now, by_id)
