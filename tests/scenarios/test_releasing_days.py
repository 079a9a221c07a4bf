"""Days that people keep free for a meeting are theirs again when none of them is chosen: told once, struck out."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy.orm import Session

from bot.context import Bot
from bot.services import access, events
from bot.services.meetings import calling_off
from bot.services.plan import steps
from models import DatePoll, DatePollState, Delivery, Event, Kind
from sandbox.people import Person
from sandbox.workspace import Workspace
from tests.calendar_client import READERS, Calendar
from tests.clock import FakeClock
from tests.scenarios.conftest import ONE_KIND, Later, Rows
from tests.scenarios.test_asking_about_days import answers, asks, undated

pytestmark = ONE_KIND
__all__ = ["undated"]
GIVEN_UP = (
    "Det väljs inte längre någon dag för Extra dialog. "
    "Du behöver inte längre hålla måndag 1 mars 2027 kl. 13.00–16.00 eller tisdag 2 mars 2027 kl. 09.00–12.00."
)
Opens = Callable[[str], list[str]]


@pytest.fixture
def opens(bob: Person, workspace: Workspace) -> Opens:
    """Bob presses, opens every file he gets, and looks in his calendar."""
    calendar = Calendar(READERS["icalendar"])

    def press(words: str) -> list[str]:
        before = len(workspace.uploads.files)
        bob.presses(words, in_="inbox")
        for upload in list(workspace.uploads.files.values())[before:]:
            calendar.opens(upload.content or b"")
        return sorted(f"{one.when} {one.status}" for one in calendar.stands)

    return press


@pytest.fixture
def held(alice: Person, bob: Person, undated: Event, later: Later, opens: Opens) -> Event:
    """Bob has the days in his calendar; Charlie has only been asked."""
    asks(alice, later)
    assert opens("Lägg till i kalendern") == [
        "2027-03-01 13:00 +0100 TENTATIVE", "2027-03-02 09:00 +0100 TENTATIVE",
    ]  # fmt: skip
    return undated


def gives_up(alice: Person, later: Later) -> None:
    alice.opens_home()
    later(seconds=4)
    alice.presses("Dag för mötet", in_="home")
    alice.presses("Avbryt omröstningen")
    later(seconds=4)


def released(person: Person) -> list[str]:
    return [said for said in person.inbox if "Du behöver inte längre hålla måndag" in said]


def test_bob_hears_once_that_no_day_is_chosen_and_strikes_them_out(
    alice: Person, bob: Person, charlie: Person, held: Event, later: Later, opens: Opens, workspace: Workspace
) -> None:
    answers(charlie, "Kan", "Kan inte")
    gives_up(alice, later)
    later(days=1)
    assert [said[: len(GIVEN_UP)] for said in released(bob)] == [GIVEN_UP]
    assert [said[: len(GIVEN_UP)] for said in released(charlie)] == [GIVEN_UP]
    assert "Stryk dem i min kalender" not in charlie.buttons
    assert opens("Stryk dem i min kalender") == []
    assert "så stryks dagarna i din kalender" in str(bob.messages[-1])
    mails = [one for one in alice.messages if "Du behöver inte längre hålla måndag" in str(one["blocks"])]
    assert len(mails) == 1 and "gunnel@example.org" in str(mails[0]["blocks"])


def test_whoever_has_neither_answered_nor_kept_the_days_hears_nothing(
    alice: Person, charlie: Person, held: Event, later: Later
) -> None:
    gives_up(alice, later)
    assert released(charlie) == []


def test_days_asked_about_anew_take_the_place_of_those_that_were_given_up(
    alice: Person, bob: Person, held: Event, later: Later, opens: Opens, rows: Rows
) -> None:
    gives_up(alice, later)
    asks(alice, later, option0="2027-03-08", option1="2027-03-09")
    assert opens("Lägg till i kalendern") == [
        "2027-03-08 13:00 +0100 TENTATIVE", "2027-03-09 09:00 +0100 TENTATIVE",
    ]  # fmt: skip
    assert [poll.state for poll in rows(DatePoll)] == [DatePollState.DROPPED, DatePollState.OPEN]


def test_a_meeting_that_gets_its_day_in_another_way_leaves_one_entry(
    bot: Bot, bob: Person, charlie: Person, held: Event, later: Later, clock: FakeClock, opens: Opens, rows: Rows
) -> None:
    with bot.sessions.begin() as session:
        event = events.lock(session, held.id)
        event.reschedule(date(2027, 3, 2), event.start_time, event.end_time)
        steps.plan(session, event, clock.now())
    later(minutes=1)
    (said,) = released(bob)
    assert said.startswith("Extra dialog hålls tisdag 2 mars 2027") and released(charlie) == []
    assert "Du behöver inte längre hålla måndag 1 mars 2027 kl. 13.00–16.00." in said, "not the day it is held on"
    assert opens("Stryk dem i min kalender") == ["2027-03-02 09:00 +0100 CONFIRMED"]
    later(days=1)
    assert len(rows(Delivery, Delivery.kind == Kind.DAYS_RELEASED)) == 1


def test_a_meeting_that_is_cancelled_leaves_none(
    bot: Bot, bob: Person, held: Event, later: Later, clock: FakeClock, opens: Opens, session: Session
) -> None:
    with bot.sessions.begin() as writing:
        event = access.event_to_change(writing, held.workspace_id, held.id)
        calling_off.call_off(writing, event, "För få.", person_id=1, now=clock.now())
    later(minutes=1)
    (said,) = released(bob)
    assert said.startswith("Extra dialog ställs in.")
    assert opens("Stryk dem i min kalender") == []
