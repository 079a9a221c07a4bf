"""What fell out of step with a meeting is said where its coordinator looks, and where it was caused."""

from datetime import date, time

import pytest
from sqlalchemy.orm import Session

from models import Event, Programme, ProgrammeItem
from sandbox.people import Person
from scheduler.runner import Scheduler
from tests.clock import NOON, FakeClock
from tests.factories import make_topic
from tests.scenarios.conftest import ONE_KIND

pytestmark = ONE_KIND


@pytest.fixture
def with_programme(kronoberg: Event, session: Session) -> Event:
    """13.00 to 16.00, and a published programme of as much."""
    programme = Programme(event_id=kronoberg.id, origin=0, mark=0, least=10, published_at=NOON, edition=1)
    session.add(programme)
    session.flush()
    hours = {"Välkommen": 0, "Dialogpass": 60, "Slut": 120}
    session.add_all(
        ProgrammeItem(programme_id=programme.id, place=place, starts=starts, minutes=60, title=title)
        for place, (title, starts) in enumerate(hours.items())
    )
    kronoberg.programme_at = NOON
    session.commit()
    return kronoberg


def to_do(person: Person, scheduler: Scheduler) -> str:
    person.opens_home()
    scheduler.tick()
    assert person.home is not None
    return person.home.text


def test_a_meeting_that_is_shortened_says_that_its_programme_no_longer_fits(
    alice: Person, with_programme: Event, scheduler: Scheduler
) -> None:
    assert "få programmet att rymmas" not in to_do(alice, scheduler)
    alice.types("/dialog möten")
    alice.presses("Öppna", in_="form")
    alice.presses("Flytta", in_="form")
    alice.submits(end_time="15:30")
    assert "Det publicerade programmet ryms inte längre: det är 30 minuter längre än mötet." in alice.form.text
    alice.submits()
    assert "få programmet att rymmas: mötet har blivit kortare" in to_do(alice, scheduler)
    alice.presses("Lägesbild", in_="home")
    assert "det är 30 minuter längre än mötet" in alice.form.text


def test_a_vote_that_should_be_open_by_the_plan_is_on_the_list(
    alice: Person, kronoberg: Event, session: Session, scheduler: Scheduler, clock: FakeClock
) -> None:
    """There was nothing to vote on when the plan came to it."""
    kronoberg.poll_open_on, kronoberg.poll_close_on = date(2027, 1, 12), date(2027, 1, 18)
    session.commit()
    alice.types("/dialog möten")
    alice.presses("Öppna", in_="form")
    alice.presses("Flytta", in_="form")
    alice.submits(end_time="15:45")
    alice.submits()
    assert "öppna omröstningen" not in to_do(alice, scheduler), "its day has not come"
    clock.advance(days=1)
    scheduler.tick()
    assert "öppna omröstningen, som skulle ha öppnat enligt planen" in to_do(alice, scheduler)
    make_topic(session, kronoberg)
    session.commit()
    alice.presses("Detaljer", in_="home")
    alice.presses("Omröstningen", in_="form")
    alice.presses("Öppna omröstningen", in_="form")
    assert alice.submits() == {}
    assert "öppna omröstningen" not in to_do(alice, scheduler)
    assert kronoberg.start_time == time(13)
