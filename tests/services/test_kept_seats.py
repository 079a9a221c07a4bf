"""Seats for roles, ways of taking part and groups, all at once: no rule is broken, by a race or by a change."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import timedelta
from itertools import product

import pytest
from sqlalchemy import Engine, create_engine, select, update
from sqlalchemy.orm import Session, sessionmaker

from bot.receipts import Outcome
from bot.services import events, upkeep
from bot.services.plan import moments
from bot.services.registration import cancelling, keeping, lines, quotas, registrations, replacing, seats
from bot.services.registration.enrolment import Answers
from bot.services.registration.keeping import Kept
from models import (
    Attendance,
    Delivery,
    DeliveryState,
    Event,
    Form,
    Organisation,
    Quota,
    Registration,
    RegistrationState,
    Scope,
)
from models.database import Sessions
from models.events import Verdict
from tests.clock import NOON
from tests.factories import make_event, make_organisation, make_person, make_quota

UNTIL = NOON + timedelta(days=3)
EIGHT = 8
TOTAL, ON_SITE, EACH, PRINCIPALS, KEPT = 10, 8, 3, 5, 4


@pytest.fixture
def event(session: Session) -> Event:
    """Ten seats, four of them kept for politicians until Thursday."""
    event = make_event(session, form=Form.HYBRID)
    make_quota(session, event, TOTAL)
    return event


@pytest.fixture
def växjö(session: Session) -> Organisation:
    return make_organisation(session, "Växjö kommun")


def keep(session: Session, event: Event, *wanted: Kept) -> None:
    keeping.keep(session, events.lock(session, event.id), wanted)
    session.commit()


def politicians(number: int = KEPT) -> Kept:
    return Kept(Scope.ROLE, "politician", number, UNTIL)


def asks(session: Session, event: Event, organisation: Organisation, role: str) -> Outcome:
    person = make_person(session)
    answers = Answers(organisation_id=organisation.id, role=role)
    receipt = registrations.register(session, event_id=event.id, person_id=person.id, answers=answers, now=NOON)
    session.commit()
    return receipt.outcome


def test_others_wait_while_kept_seats_are_free_and_are_offered_them_when_the_day_comes(
    session: Session, event: Event, växjö: Organisation
) -> None:
    keep(session, event, politicians())
    told = Counter(asks(session, event, växjö, "principal") for _ in range(8))
    assert told == {Outcome.REGISTERED: TOTAL - KEPT, Outcome.WAITLISTED: 2}
    waiting = lines.line(session, event.id)[0]
    reason = seats.seat(session, event, waiting).waiting
    assert reason and reason.scope is Scope.OPEN and [one.role_id for one in reason.kept] == ["politician"]
    assert asks(session, event, växjö, "politician") is Outcome.REGISTERED

    assert keeping.release_due(session, UNTIL - timedelta(minutes=1)) == 0
    assert keeping.release_due(session, UNTIL) == 1
    session.commit()
    assert keeping.release_due(session, UNTIL) == 0
    assert states(session, event) == {RegistrationState.REGISTERED: 7, RegistrationState.OFFERED: 2}
    assert {row.scope: row.taken for row in session.scalars(select(Quota))} == {Scope.ALL: 9}


def test_the_scheduler_wakes_when_the_day_comes_and_counts_at_night_are_right(
    session: Session, event: Event, växjö: Organisation
) -> None:
    keep(session, event, politicians())
    for role in ("politician", "principal"):
        asks(session, event, växjö, role)
    seen = moments.due(session, NOON)
    assert seen.next_at is not None and seen.next_at <= UNTIL and not moments.due(session, NOON).plans
    assert moments.due(session, UNTIL).plans
    assert upkeep.recount(session) == []


def test_people_hear_next_when_kept_seats_open_only_if_somebody_waits_for_one(
    session: Session, event: Event, växjö: Organisation
) -> None:
    keep(session, event, politicians())
    for _ in range(TOTAL - KEPT):
        asks(session, event, växjö, "principal")
    session.execute(update(Delivery).values(state=DeliveryState.SENT))
    session.commit()
    assert moments.next_message(session, NOON) is None
    asks(session, event, växjö, "principal")
    session.execute(update(Delivery).values(state=DeliveryState.SENT))
    session.commit()
    assert moments.next_message(session, NOON) == UNTIL


def test_the_group_goes_on_to_open_seats_and_gives_each_back_where_it_came_from(
    session: Session, event: Event, växjö: Organisation
) -> None:
    keep(session, event, politicians(2))
    for _ in range(3):
        asks(session, event, växjö, "politician")
    assert taken(session, event) == {Scope.ALL: 3, Scope.KEPT: 2, Scope.OPEN: 1}
    first = session.scalars(select(Registration).order_by(Registration.number)).first()
    assert first and first.kept == "role:politician"
    cancelling.cancel(session, event_id=event.id, person_id=first.person_id, now=NOON)
    session.commit()
    assert taken(session, event) == {Scope.ALL: 2, Scope.KEPT: 1, Scope.OPEN: 1}


def test_a_new_role_takes_the_seat_along_and_the_kept_one_is_free_again(
    session: Session, event: Event, växjö: Organisation
) -> None:
    keep(session, event, politicians())
    asks(session, event, växjö, "politician")
    mine = session.scalars(select(Registration)).one()
    answers = Answers(organisation_id=växjö.id, role="principal")
    registrations.change(session, event_id=event.id, person_id=mine.person_id, answers=answers, now=NOON)
    session.commit()
    assert mine.kept is None and taken(session, event) == {Scope.ALL: 1, Scope.KEPT: 0, Scope.OPEN: 1}


def test_a_substitute_takes_over_the_kept_seat_itself(session: Session, event: Event, växjö: Organisation) -> None:
    keep(session, event, politicians(1))
    asks(session, event, växjö, "politician")
    old = session.scalars(select(Registration)).one()
    new = replacing.replace(
        session, events.lock(session, event.id), old, person_id=make_person(session).id,
        answers=Answers(organisation_id=växjö.id, role="politician"), now=NOON, by_id=old.person_id,
    )  # fmt: skip
    session.commit()
    assert new.kept == "role:politician" and taken(session, event) == {Scope.ALL: 1, Scope.KEPT: 1, Scope.OPEN: 0}
    assert upkeep.recount(session) == []


def test_seats_kept_later_count_those_of_the_group_who_are_in_already(
    session: Session, event: Event, växjö: Organisation
) -> None:
    for role in ("politician", "principal", "principal"):
        asks(session, event, växjö, role)
    keep(session, event, politicians(2), Kept(Scope.ORGANISATION, str(växjö.id), 1, UNTIL))
    assert taken(session, event) == {Scope.ALL: 3, Scope.KEPT: 2, Scope.OPEN: 1}
    keep(session, event)
    assert taken(session, event) == {Scope.ALL: 3}


def test_eight_at_a_time_break_no_rule_when_all_rules_hold_at_once(
    sessions: Sessions, session: Session, event: Event
) -> None:
    storm(session, event, sessions.begin)
    check(session, event)


def test_without_our_guards_the_same_crowd_breaks_them(
    engine: Engine, session: Session, event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = create_engine(engine.url)
    monkeypatch.setattr(quotas, "take", lambda session, limits: None)
    monkeypatch.setattr(Event, "decide", lambda *_: Verdict())
    try:
        storm(session, event, sessionmaker(plain).begin if engine.name == "postgresql" else Sessions(engine).begin)
    finally:
        plain.dispose()
    with pytest.raises(AssertionError):
        check(session, event)


def storm(session: Session, event: Event, begin: Callable[[], AbstractContextManager[Session]]) -> None:
    """Sixteen of each kind of person, eight at a time, under every rule there is."""
    event.max_per_organisation = EACH
    make_quota(session, event, ON_SITE, scope=Scope.ATTENDANCE, key="on_site")
    make_quota(session, event, PRINCIPALS, scope=Scope.ROLE, key="principal")
    keep(session, event, politicians())
    organisations = [make_organisation(session, f"Kommun {number}").id for number in range(EIGHT)]
    kinds = product(organisations, ("politician", "principal"), Attendance)
    wishes = [
        (make_person(session).id, Answers(organisation_id=one, role=role, attendance=way)) for one, role, way in kinds
    ]

    def register(person_id: int, answers: Answers) -> None:
        with begin() as own:
            registrations.register(own, event_id=event.id, person_id=person_id, answers=answers, now=NOON)

    with ThreadPoolExecutor(EIGHT) as pool:
        for done in [pool.submit(register, *wish) for wish in wishes]:
            done.result()
    session.rollback()
    session.expire_all()


def check(session: Session, event: Event) -> None:
    rows = session.scalars(select(Registration).where(Registration.event_id == event.id)).all()
    seated = [row for row in rows if row.has_seat]
    assert len(rows) == EIGHT * 4 and sorted(row.number for row in rows) == list(range(1, len(rows) + 1))
    assert len(seated) <= TOTAL
    assert sum(row.attendance is Attendance.ON_SITE for row in seated) <= ON_SITE
    assert sum(row.role == "principal" for row in seated) <= PRINCIPALS
    assert max(Counter(row.organisation_id for row in seated).values()) <= EACH
    assert sum(row.role != "politician" for row in seated) <= TOTAL - KEPT, "kept seats are the politicians'"
    assert all(quota.taken <= quota.capacity for quota in session.scalars(select(Quota)))
    assert len(seated) == TOTAL, "nothing is left empty while somebody waits who could have it"


def taken(session: Session, event: Event) -> dict[Scope, int]:
    found: Counter[Scope] = Counter()
    session.expire_all()
    for quota in session.scalars(select(Quota).where(Quota.event_id == event.id)):
        found[quota.scope] += quota.taken
    return dict(found)


def states(session: Session, event: Event) -> Counter[RegistrationState]:
    session.expire_all()
    return Counter(session.scalars(select(Registration.state).where(Registration.event_id == event.id)))
