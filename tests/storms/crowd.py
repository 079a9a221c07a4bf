"""Two hundred people who want one of forty seats, and how it must have ended for them."""

import re
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Delivery, Event, Kind, Quota, Registration, RegistrationState
from models import Person as PersonRow
from sandbox.people import Person
from sandbox.workspace import Workspace
from tests.clock import NOON
from tests.factories import make_coordinator, make_event, make_organisation, make_person, make_quota, make_series

PEOPLE, SEATS = 200, 40
AT_ONCE = 50
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
"""Open for everyone, also for processes that live by the system's clock."""
HAS_SEAT, WAITS = "Du är anmäld.", "Du står på väntelistan, nummer"


def make_crowd(
    session: Session, workspace: Workspace, size: int = PEOPLE, *, seats: int = SEATS
) -> tuple[Event, list[Person]]:
    """A meeting, and people who have told us before whom they represent."""
    event = make_event(session, series=make_series(session, role_list=[]), starts_at=None, published_at=LONG_AGO)
    make_quota(session, event, seats)
    make_coordinator(session, event)
    organisation = make_organisation(session)
    ids = [f"U{number:09}" for number in range(size)]
    for one in ids:
        make_person(session, one, slack_user_id=one, email=f"{one}@example.org", read_at=NOON,
                    organisation_id=organisation.id)  # fmt: skip
    return event, [workspace.person(one, email=f"{one}@example.org") for one in ids]


def everyone(people: Iterable[Person], act: Callable[[Person], object]) -> None:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for done in [pool.submit(act, person) for person in people]:
            done.result()


def registers(person: Person) -> None:
    """The command opens the form, filled in from last time; the form is sent."""
    person.types("/dialog anmäl")
    if person.form and "submit" in person.form.view and person.form.view["submit"]:
        person.submits()


def was_told(person: Person) -> bool:
    """Whether the person sees what became of the wish."""
    return person.form is not None and (HAS_SEAT in person.form.text or WAITS in person.form.text)


def what_was_said(person: Person) -> str:
    """A seat, or the place in line."""
    assert person.form
    place = re.search(rf"{WAITS} (\d+)", person.form.text)
    return place[1] if place else HAS_SEAT


def written_down(session: Session, told: dict[str, str]) -> dict[str, str]:
    """What those who were told something should have been told, by the rows."""
    rows = session.execute(
        select(PersonRow.slack_user_id, Registration.state, Registration.number)
        .join(Registration, Registration.person_id == PersonRow.id)
        .where(PersonRow.slack_user_id.in_(told))
    ).all()
    session.rollback()  # looking holds SQLite's only turn to write
    return {
        str(slack_user_id): HAS_SEAT if state is RegistrationState.REGISTERED else str(number - SEATS)
        for slack_user_id, state, number in rows
    }


def check_seats(session: Session, event: Event, people: list[Person], *, seats: int = SEATS) -> None:
    """Exactly so many seats, everyone else in line by number, no holes, nobody twice, everyone told once."""
    session.rollback()
    rows = session.scalars(select(Registration).where(Registration.event_id == event.id)).all()
    in_order = sorted(rows, key=lambda row: row.number)
    assert [row.number for row in in_order] == list(range(1, len(people) + 1))
    assert len({row.person_id for row in rows}) == len(people)
    assert {row.state for row in in_order[:seats]} == {RegistrationState.REGISTERED}
    assert {row.state for row in in_order[seats:]} == {RegistrationState.WAITLISTED}
    assert session.scalars(select(Quota.taken).where(Quota.event_id == event.id)).all() == [seats]
    receipts = session.scalars(select(Delivery.person_id).where(Delivery.kind == Kind.RECEIPT)).all()
    assert sorted(receipts) == sorted(row.person_id for row in rows)
    assert all(was_told(person) for person in people)
