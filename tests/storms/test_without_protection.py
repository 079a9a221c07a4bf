"""The race is real: with our locks off, the same crowd gets more seats than there are."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, suppress

import pytest
from sqlalchemy import Engine, create_engine, func, select
from sqlalchemy.orm import Session, sessionmaker

from bot.services import events
from bot.services.registration import quotas, registrations
from bot.services.registration.enrolment import Answers
from models import Event, Quota, Registration, RegistrationState
from models.database import Sessions
from tests.clock import NOON
from tests.factories import make_event, make_organisation, make_person, make_quota

PEOPLE, SEATS, PAUSE = 6, 2, 1.0


@pytest.fixture
def together(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between looking and taking, everyone waits until all have looked; as far as they are let in at once."""
    all_have_looked, decide = threading.Barrier(PEOPLE), Event.decide

    def decided(*arguments: object) -> object:
        verdict = decide(*arguments)  # type: ignore[arg-type]
        with suppress(threading.BrokenBarrierError):
            all_have_looked.wait(PAUSE)
        return verdict

    monkeypatch.setattr(Event, "decide", decided)


def test_with_our_locks_there_are_as_many_seats_as_there_are(
    sessions: Sessions, session: Session, together: None
) -> None:
    assert storm(session, sessions.begin) == SEATS


def test_without_them_more_people_get_in(
    engine: Engine, session: Session, together: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = create_engine(engine.url)  # the driver's own transactions, no turns
    monkeypatch.setattr(events, "lock", lambda session, event_id: session.get_one(Event, event_id))
    monkeypatch.setattr(quotas, "take", take_what_was_seen)
    try:
        assert storm(session, sessionmaker(plain).begin) > SEATS
    finally:
        plain.dispose()


def storm(session: Session, begin: Callable[[], AbstractContextManager[Session]]) -> int:
    """How many got a seat."""
    event, organisation = make_event(session), make_organisation(session)
    make_quota(session, event, SEATS)
    people = [make_person(session, f"Person {number}").id for number in range(PEOPLE)]
    answers = Answers(organisation_id=organisation.id, role="principal")

    def register(person_id: int) -> None:
        with begin() as own:
            registrations.register(own, event_id=event.id, person_id=person_id, answers=answers, now=NOON)

    with ThreadPoolExecutor(PEOPLE) as pool:
        for done in [pool.submit(register, person_id) for person_id in people]:
            done.result()
    session.rollback()
    seated = select(func.count()).where(Registration.state == RegistrationState.REGISTERED)
    return session.scalar(seated) or 0


def take_what_was_seen(session: Session, limits: list[Quota]) -> Quota | None:
    """A seat by what the row looked like a moment ago."""
    for quota in limits:
        quota.taken += 1
    return None
