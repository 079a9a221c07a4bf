"""Seats as rows: what is written, counted, owed and logged, whoever comes in whatever order."""

import random
import threading
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.receipts import Outcome
from bot.services.registration import cancelling, quotas, registrations, seats
from bot.services.registration.enrolment import Answers
from models import (
    Attendance,
    Delivery,
    Event,
    Form,
    Kind,
    LogEntry,
    Organisation,
    Person,
    Quota,
    Registration,
    RegistrationState,
    Scope,
)
from models.database import Sessions
from models.errors import Refusal
from models.registrations import ACTIVE, SEATED
from tests.clock import NOON
from tests.factories import (
    make_coordinator,
    make_event,
    make_guest,
    make_organisation,
    make_person,
    make_quota,
    make_registration,
    rows,
)

ROLES = ("principal", "politician")


@pytest.fixture
def event(session: Session) -> Event:
    return make_event(session)


@pytest.fixture
def town(session: Session) -> Organisation:
    return make_organisation(session)


def take(session: Session, event: Event, person: Person, **answers: Any) -> Any:
    answers.setdefault("organisation_id", 1)
    found = registrations.register(
        session, event_id=event.id, person_id=person.id, answers=Answers(**answers), now=NOON
    )
    session.commit()
    return found


def owed(session: Session) -> list[tuple[Kind, int | None]]:
    return [(row.kind, row.person_id) for row in session.scalars(select(Delivery).order_by(Delivery.id))]


def actions(session: Session) -> list[str]:
    return list(session.scalars(select(LogEntry.action).order_by(LogEntry.id)))


def test_a_change_writes_its_row_its_log_and_what_is_owed_in_one_transaction(
    session: Session, event: Event, town: Organisation
) -> None:
    bob = make_person(session)
    registrations.register(
        session, event_id=event.id, person_id=bob.id, answers=Answers(organisation_id=town.id), now=NOON
    )
    session.rollback()
    assert [rows(session, table) for table in (Registration, Delivery, LogEntry)] == [0, 0, 0]
    assert take(session, event, bob).outcome is Outcome.REGISTERED
    assert (owed(session), actions(session)) == ([(Kind.RECEIPT, bob.id)], ["registered"])
    assert take(session, event, bob).outcome is Outcome.KEPT
    assert (owed(session), actions(session)) == ([(Kind.RECEIPT, bob.id)], ["registered"])


def test_the_log_holds_no_words_of_people(session: Session, event: Event, town: Organisation) -> None:
    take(session, event, make_person(session), access_needs="tyst rum", dietary="gluten")
    [entry] = session.scalars(select(LogEntry))
    assert entry.facts == {"number": 1}


def test_the_same_answers_again_are_no_change(session: Session, event: Event, town: Organisation) -> None:
    bob = make_person(session)
    take(session, event, bob, role="principal", access_needs="tolk")
    same = Answers(organisation_id=town.id, role="principal", access_needs="tolk")
    receipt = registrations.change(session, event_id=event.id, person_id=bob.id, answers=same, now=NOON)
    session.commit()
    assert receipt.outcome is Outcome.KEPT and actions(session) == ["registered"]


def test_changing_organisation_when_each_may_send_one_is_no_quarrel_with_oneself(
    session: Session, event: Event, town: Organisation
) -> None:
    event.max_per_organisation = 1
    other = make_organisation(session, "Växjö kommun")
    bob = make_person(session)
    take(session, event, bob)
    moved = Answers(organisation_id=other.id)
    assert registrations.change(session, event_id=event.id, person_id=bob.id, answers=moved, now=NOON).seat
    session.commit()
    assert {row.key: row.taken for row in session.scalars(select(Quota))} == {str(town.id): 0, str(other.id): 1}


def test_a_guest_from_the_line_is_told_through_the_coordinator(
    session: Session, event: Event, town: Organisation
) -> None:
    alice = make_coordinator(session, event)
    make_quota(session, event, 1)
    bob, gunnel = make_person(session), make_guest(session)
    take(session, event, bob)
    take(session, event, gunnel)
    cancelling.cancel(session, event_id=event.id, person_id=bob.id, now=NOON)
    session.commit()
    assert owed(session) == [
        (Kind.RECEIPT, bob.id), (Kind.GUEST_TEXT, alice.id), (Kind.CANCELLED_SEAT, bob.id), (Kind.GUEST_TEXT, alice.id),
    ]  # fmt: skip


def test_what_a_meeting_does_not_ask_is_not_kept(session: Session, event: Event, town: Organisation) -> None:
    event.form = Form.DIGITAL
    session.commit()
    bob = make_person(session)
    take(session, event, bob, attendance=Attendance.ON_SITE, dietary="gluten", parts=("operational",))
    row = seats.current(session, event.id, bob.id)
    assert row and (row.attendance, row.dietary, row.parts) == (Attendance.DIGITAL, None, [])


def test_after_the_start_no_seat_changes_hands_by_itself(session: Session, event: Event, town: Organisation) -> None:
    make_quota(session, event, 1)
    bob, charlie = make_person(session), make_person(session, "Charlie")
    take(session, event, bob)
    take(session, event, charlie)
    begun = NOON + timedelta(days=14, minutes=1)
    cancelling.cancel(session, event_id=event.id, person_id=bob.id, now=begun)
    session.commit()
    assert [row.state for row in session.scalars(select(Registration).order_by(Registration.id))] == [
        RegistrationState.CANCELLED, RegistrationState.WAITLISTED,
    ]  # fmt: skip


def test_a_smaller_room_drops_nobody_and_takes_nobody_in_until_there_is_room(
    session: Session, event: Event, town: Organisation
) -> None:
    make_quota(session, event, 3)
    crowd = [make_person(session, f"P{number}") for number in range(5)]
    for person in crowd[:3]:
        take(session, event, person)
    quotas.resize(session, event, Scope.ALL, 2)
    session.commit()
    assert take(session, event, crowd[3]).outcome is Outcome.WAITLISTED
    cancelling.cancel(session, event_id=event.id, person_id=crowd[0].id, now=NOON)
    assert seats.current(session, event.id, crowd[3].id).state is RegistrationState.WAITLISTED  # type: ignore[union-attr]
    cancelling.cancel(session, event_id=event.id, person_id=crowd[1].id, now=NOON)
    session.commit()
    assert seats.current(session, event.id, crowd[3].id).state is RegistrationState.OFFERED  # type: ignore[union-attr]


def test_a_new_limit_for_a_role_counts_the_seats_of_that_role(
    session: Session, event: Event, town: Organisation
) -> None:
    for number, role in enumerate(("principal", "principal", "politician")):
        make_registration(session, event, make_person(session, f"P{number}"), role=role)
    quotas.resize(session, event, Scope.ROLE, 1, key="principal")
    quotas.resize(session, event, Scope.ATTENDANCE, 5, key="on_site")
    session.commit()
    assert [(row.taken, row.over) for row in session.scalars(select(Quota).order_by(Quota.id))] == [(2, 1), (3, 0)]


@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_people_do_the_seats_add_up_and_the_line_is_just(session: Session, event: Event, seed: int) -> None:
    chance = random.Random(seed)
    event.form, event.max_per_organisation = Form.HYBRID, 3
    make_quota(session, event, 5)
    make_quota(session, event, 3, scope=Scope.ROLE, key="politician")
    make_quota(session, event, 4, scope=Scope.ATTENDANCE, key="on_site")
    towns = [make_organisation(session, f"Kommun {number}").id for number in range(3)]
    people = [make_person(session, f"P{number}").id for number in range(14)]
    for _ in range(70):
        act = chance.choice(
            (registrations.register, registrations.register, registrations.change, cancelling.cancel,
             cancelling.decline)
        )  # fmt: skip
        answers = Answers(
            organisation_id=chance.choice(towns), role=chance.choice(ROLES), attendance=chance.choice(list(Attendance))
        )
        given: dict[str, Any] = {"event_id": event.id, "person_id": chance.choice(people), "now": NOON}
        if act in (registrations.register, registrations.change):
            given["answers"] = answers
        try:
            act(session, **given)
            session.commit()
        except Refusal:
            session.rollback()
        _adds_up(session, event)


def _adds_up(session: Session, event: Event) -> None:
    found = session.scalars(select(Registration).order_by(Registration.number)).all()
    assert [row.number for row in found] == list(range(1, len(found) + 1)), "numbers without holes"
    active = [row.person_id for row in found if row.state in ACTIVE]
    assert len(active) == len(set(active)), "one seat, or one place in line, each"
    limits = session.scalars(select(Quota)).all()
    for limit in limits:
        held = sum(1 for row in found if row.state in SEATED and _counts(limit, row))
        assert limit.taken == held <= limit.capacity
    for row in found:
        if row.state is RegistrationState.WAITLISTED:
            assert any(limit.is_full for limit in limits if _counts(limit, row)), "nobody waits beside a free seat"
    keys = session.scalars(select(Delivery.dedup_key)).all()
    assert len(keys) == len(set(keys))
    session.commit()


def _counts(limit: Quota, row: Registration) -> bool:
    key = {Scope.ALL: "", Scope.ORGANISATION: str(row.organisation_id), Scope.ROLE: row.role,
           Scope.ATTENDANCE: row.attendance.value}  # fmt: skip
    return limit.key == key[limit.scope]


def test_many_at_once_get_exactly_the_seats_there_are(
    sessions: Sessions, session: Session, event: Event, town: Organisation
) -> None:
    make_quota(session, event, 6)
    people = [make_person(session, f"P{number}").id for number in range(24)]
    left, lock, trouble = list(people), threading.Lock(), []

    def come() -> None:
        while True:
            with lock:
                if not left:
                    return
                person_id = left.pop()
            try:
                with sessions.begin() as mine:
                    registrations.register(
                        mine, event_id=event.id, person_id=person_id, answers=Answers(organisation_id=town.id), now=NOON
                    )
            except Exception as error:
                trouble.append(error)

    crowd = [threading.Thread(target=come) for _ in range(6)]
    for thread in crowd:
        thread.start()
    for thread in crowd:
        thread.join()
    assert trouble == []
    found = session.scalars(select(Registration).order_by(Registration.number)).all()
    assert [row.state for row in found] == [RegistrationState.REGISTERED] * 6 + [RegistrationState.WAITLISTED] * 18
    assert [row.number for row in found] == list(range(1, 25))
