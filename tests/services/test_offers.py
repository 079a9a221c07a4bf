"""The last days before a meeting: one winner among those who are asked, and nobody passes them.

What offers come to in any order is in `test_any_order.py`.
"""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services.registration import cancelling, offers, registrations, seats, vacancies
from bot.services.registration.enrolment import Answers
from models import Event, Quota, RegistrationState
from models.database import Sessions
from models.errors import Refusal
from tests.clock import NOON
from tests.factories import make_event, make_organisation, make_person, make_quota

ONE_KIND = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
REGISTERED, WAITS = RegistrationState.REGISTERED, RegistrationState.WAITLISTED


def test_when_all_who_were_asked_say_yes_at_once_one_has_the_seat(sessions: Sessions, session: Session) -> None:
    event, people = _one_seat_falls_free(session)
    said: list[str] = []

    def says_yes(person_id: int) -> None:
        try:
            with sessions.begin() as own:
                offers.accept(own, event_id=event.id, person_id=person_id, now=NOON)
            said.append("yes")
        except Refusal:
            said.append("gone")

    crowd = [threading.Thread(target=says_yes, args=(one,)) for one in people[1:]]
    for thread in crowd:
        thread.start()
    for thread in crowd:
        thread.join()
    assert sorted(said) == ["gone", "gone", "yes"]
    assert [quota.taken for quota in session.scalars(select(Quota))] == [1]
    session.rollback()


@ONE_KIND
def test_whoever_comes_while_others_are_asked_waits_behind_them(session: Session) -> None:
    assert _newcomers_state(session) is WAITS


@ONE_KIND
def test_without_looking_at_those_asked_the_newcomer_would_pass_them(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control."""
    monkeypatch.setattr(vacancies, "first_in_line_for", lambda *_: None)
    assert _newcomers_state(session) is REGISTERED


def _newcomers_state(session: Session) -> RegistrationState:
    event, _ = _one_seat_falls_free(session)
    newcomer, town = make_person(session, "Nora"), Answers(organisation_id=1)
    registrations.register(session, event_id=event.id, person_id=newcomer.id, answers=town, now=NOON)
    session.commit()
    found = seats.current(session, event.id, newcomer.id)
    session.rollback()
    assert found is not None
    return found.state


def _one_seat_falls_free(session: Session) -> tuple[Event, list[int]]:
    """Thirty hours before: the first of four gives it back, and the other three are asked."""
    event = make_event(session, starts_at=NOON + timedelta(hours=30))
    make_quota(session, event, 1)
    town = Answers(organisation_id=make_organisation(session).id)
    people = [make_person(session, f"P{number}").id for number in range(4)]
    for one in people:
        registrations.register(session, event_id=event.id, person_id=one, answers=town, now=NOON)
    cancelling.cancel(session, event_id=event.id, person_id=people[0], now=NOON)
    session.commit()
    return event, people
