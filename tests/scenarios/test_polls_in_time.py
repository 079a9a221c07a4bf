"""A vote opens by the plan, reminds once, closes on its minute, and says so when it could not."""

import csv
import io
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from bot.context import Bot
from bot.services import events
from bot.services.plan import steps
from bot.services.polls import results, starting
from bot.services.polls.opening import Wish
from models import Delivery, Event, Kind, LogEntry, Poll, PollState, Topic
from sandbox.people import Person
from sandbox.workspace import Workspace
from scheduler.runner import Scheduler
from tests.clock import NOON, FakeClock
from tests.electing import make_questions
from tests.factories import make_person, make_registration
from tests.scenarios.conftest import ONE_KIND, Later, Rows
from tests.scenarios.test_fetching_lists import sent
from tests.scenarios.test_filling_in_ballots import begins


@pytest.fixture
def planned(kronoberg: Event, session: Session, bot: Bot, bob: Person, charlie: Person) -> Event:
    """By the plan it opens on Tuesday at 9 and closes on Thursday at 16; Bob and Charlie come."""
    make_questions(session, kronoberg, 4)
    for name, slack_id in (("Bob Berg", "U0BOB"), ("Charlie Carlsson", "U0CHARLIE")):
        make_registration(session, kronoberg, make_person(session, name, slack_user_id=slack_id, locale="sv-SE"))
    kronoberg.poll_open_on, kronoberg.poll_close_on = date(2027, 1, 12), date(2027, 1, 14)
    session.commit()
    with bot.sessions.begin() as writing:
        steps.plan(writing, events.lock(writing, kronoberg.id), NOON)
    return kronoberg


def votes(person: Person, *words: str) -> None:
    person.types("/dialog poll")
    assert person.submits(overarching_0=list(words)) == {}


def heard(person: Person, beginning: str) -> list[str]:
    return [said for said in person.inbox if said.startswith(beginning)]


def test_the_plan_opens_it_reminds_who_has_not_voted_once_and_closes_it(
    bob: Person, charlie: Person, planned: Event, later: Later, rows: Rows
) -> None:
    later(hours=19, minutes=59)
    assert rows(Poll) == []
    later(minutes=1)
    (poll,) = rows(Poll)
    assert (poll.opened_by_id, poll.closes_at) == (None, datetime.fromisoformat("2027-01-14T15:00+00:00"))
    assert len(heard(bob, "Vilka frågor ska vi ta upp?")) == len(heard(charlie, "Vilka frågor ska vi ta upp?")) == 1
    votes(bob, "overarching 1")
    later(days=1)
    assert heard(bob, "Du har inte röstat än.") == []
    assert len(heard(charlie, "Du har inte röstat än.")) == 1
    later(days=1)
    assert len(heard(charlie, "Du har inte röstat än.")) == 1
    later(hours=7)
    for person in (bob, charlie):
        (result,) = heard(person, "Så röstade ni.")
        assert "1 av 2 anmälda har röstat." in result and "inte igång" not in result
        assert "Övergripande: 1. overarching 1;" in result
    assert [one.state for one in rows(Poll)] == [PollState.CLOSED]


def test_with_the_bot_stopped_over_the_closing_it_closes_at_the_start_and_says_that_it_was_late(
    bob: Person, charlie: Person, planned: Event, clock: FakeClock, later: Later, rows: Rows
) -> None:
    later(hours=20)
    votes(bob, "overarching 1")
    clock.advance(days=2, hours=9)
    charlie.types("/dialog poll")
    assert "Omröstningen stängde torsdag 14 januari 2027 kl. 16.00" in charlie.last
    later()
    (result,) = heard(bob, "Så röstade ni.")
    assert "Omröstningen stängde torsdag 14 januari kl. 16.00 men räknades först torsdag 14 januari kl. 18.00" in result
    assert len(rows(LogEntry, LogEntry.action == "poll_counted")) == 1


def test_without_questions_the_plan_opens_nothing_and_nobody_hears_of_it(
    bob: Person, planned: Event, session: Session, later: Later, rows: Rows
) -> None:
    session.execute(update(Topic).values(state="withdrawn"))
    session.commit()
    later(days=3)
    assert rows(Poll) == [] and heard(bob, "Vilka frågor") == []
    assert rows(Delivery, Delivery.kind.in_((Kind.POLL_OPENING, Kind.VOTE))) == []


@ONE_KIND
@pytest.mark.parametrize(
    ("day", "utc"), [("2027-03-27", 15), ("2027-03-28", 14), ("2027-10-30", 14), ("2027-10-31", 15)]
)
def test_it_closes_at_four_by_the_wall_clock_on_both_sides_of_a_change_of_the_clocks(
    day: str, utc: int, kronoberg: Event, session: Session, bot: Bot, scheduler: Scheduler, clock: FakeClock,
    rows: Rows,
) -> None:  # fmt: skip
    make_questions(session, kronoberg, 2)
    start = datetime.fromisoformat(f"{day}T09:00").replace(tzinfo=ZoneInfo("Europe/Stockholm")) + timedelta(days=5)
    kronoberg.reschedule(start.date(), start.time(), start.replace(hour=12).time())
    session.commit()
    closes_at = datetime.fromisoformat(f"{day}T16:00").replace(tzinfo=ZoneInfo("Europe/Stockholm"))
    clock.move_to(closes_at - timedelta(days=3))
    with bot.sessions.begin() as writing:
        held = events.lock(writing, kronoberg.id)
        at = starting.moment(held, closes_at.date(), closes_at.time())
        starting.start(writing, held, wish=Wish(), closes_at=at, by_id=1, now=clock.now())
    assert at.hour == utc
    clock.move_to(at - timedelta(seconds=1))
    scheduler.tick()
    assert rows(Poll)[0].is_open
    clock.move_to(at)
    scheduler.tick()
    assert not rows(Poll)[0].is_open


def test_alice_closes_early_chooses_between_equals_with_a_reason_and_takes_the_totals_home(
    alice: Person, bob: Person, charlie: Person, planned: Event, bot: Bot, later: Later, rows: Rows,
    workspace: Workspace,
) -> None:  # fmt: skip
    begins(bot, planned)
    later()
    votes(bob, "overarching 1", "overarching 2")
    votes(charlie, "overarching 1", "overarching 2")
    alice.types("/dialog lista")
    alice.presses("Omröstningen")
    alice.presses("Stäng omröstningen nu", in_="form")
    assert "Samordnaren stängde omröstningen i förtid." in alice.form.text
    alice.presses("Välj mellan lika", in_="form")
    assert "reason" in alice.submits(option="Övergripande: overarching 2", reason="   ")
    assert alice.submits(option="Övergripande: overarching 2", reason="Den hann vi inte förra gången.") == {}
    later(seconds=5)
    with bot.sessions.reading() as session:
        first, second, *_ = next(iter(results.ranking(session, planned.id).values()))
    assert (first.title, first.place, first.is_tied) == ("overarching 2", 1, False)
    assert (second.title, second.place) == ("overarching 1", 2)
    (entry,) = rows(LogEntry, LogEntry.action == "poll_tie_broken")
    assert entry.actor_id and entry.facts["reason"] == "Den hann vi inte förra gången."
    bob.presses("Visa hela resultatet", in_="inbox")
    assert "Den hann vi inte förra gången." in bob.form.text

    alice.presses("Hämta som fil (CSV)", in_="form")
    assert "Resultatet är på väg till dig" in alice.form.text
    read = list(csv.reader(io.StringIO(sent(workspace).decode("utf-8-sig"), newline=""), delimiter=";"))
    assert read[0] == ["Lista", "Vilka", "Har röstat", "Plats", "Fråga", "Resultat"]
    assert read[1] == ["Övergripande", "Alla", "2", "1", "overarching 2", ""]
    assert "Bob" not in str(read) and "Charlie" not in str(read)
