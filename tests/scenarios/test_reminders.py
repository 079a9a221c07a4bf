"""Reminders, from the plan of a meeting to the message somebody reads, with the real scheduler."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from bot.services import changes
from bot.services.plan import steps
from bot.services.registration import cancelling
from models import Area, Delivery, DeliveryState, Event, EventState, Form, Kind, Registration
from sandbox.people import Person
from sandbox.workspace import Workspace
from scheduler.runner import Scheduler
from tests.clock import NOON, FakeClock
from tests.factories import make_guest, make_registration
from tests.scenarios.conftest import MEETING, ONE_KIND, Later, Rows
from tests.scenarios.test_registering import WHEN, register

WEEK = "Om en vecka ses vi."
EARLIER = NOON - timedelta(days=30)


@pytest.fixture
def planned(kronoberg: Event, session: Session) -> Event:
    steps.plan(session, kronoberg, EARLIER)
    session.commit()
    return kronoberg


def local(text: str) -> datetime:
    return datetime.fromisoformat(text)


def move_to(clock: FakeClock, later: Later, text: str) -> None:
    later(seconds=(local(text) - clock.now()).total_seconds())


def reminders(person: Person) -> list[str]:
    """Without the receipts."""
    return [text for text in person.inbox if not text.startswith(("Du är anmäld", "You are"))]


def test_bob_is_reminded_a_week_a_day_and_an_hour_before_in_true_words(
    bob: Person, planned: Event, session: Session, later: Later, clock: FakeClock
) -> None:
    planned.address, planned.has_induction_loop = "Storgatan 1", True
    session.commit()
    register(bob)
    bob.closes()
    move_to(clock, later, "2027-01-12T08:59:59+01:00")
    assert reminders(bob) == []
    move_to(clock, later, "2027-01-12T09:00:00+01:00")
    assert reminders(bob) == [f"{WEEK} Dialog i Kronoberg, {WHEN}, Växjö."]
    assert bob.buttons[:5] == [
        "Ja, jag kommer", "Visa min anmälan", "Lägg till i kalendern", "Skicka någon annan", "Lämna återbud",
    ]  # fmt: skip
    bob.presses("Ja, jag kommer", in_="inbox")
    assert bob.last.startswith(f"Tack, vi ser fram emot att träffa dig. Dialog i Kronoberg, {WHEN}.")

    move_to(clock, later, "2027-01-18T09:00:00+01:00")
    assert reminders(bob)[1:] == [
        f"I morgon kl. 13.00 är det dags. Dialog i Kronoberg, {WHEN}, Kommunhuset, Sal A, Växjö."
    ]
    read = str(bob.messages[-1]["blocks"])
    assert "Storgatan 1" in read and "Kaffe från kl. 12.30. Hörslinga finns. Undvik gärna parfym" in read

    move_to(clock, later, "2027-01-19T12:00:00+01:00")
    assert reminders(bob)[2:] == [
        f"Vi börjar om en timme, kl. 13.00. Dialog i Kronoberg, {WHEN}, Kommunhuset, Sal A, Växjö."
    ]
    move_to(clock, later, "2027-01-19T16:15:00+01:00")
    assert reminders(bob)[3:] == ["Tack för i dag! Dialog i Kronoberg."]
    later(days=3)
    assert len(reminders(bob)) == 4


def test_reminders_keep_the_wall_clock_across_the_change_to_summer_time(
    bob: Person, kronoberg: Event, session: Session, later: Later, clock: FakeClock
) -> None:
    start = local("2027-03-31T09:00:00+02:00")
    kronoberg.form, kronoberg.url = Form.DIGITAL, "https://video.example.org/42"
    kronoberg.agenda = [{"start": "08:45", "title": "Rummet öppnar"}]
    kronoberg.reschedule(start.date(), start.time(), start.replace(hour=12).time())
    steps.plan(session, kronoberg, EARLIER)
    session.commit()
    register(bob)
    move_to(clock, later, "2027-03-24T08:59:00+01:00")
    assert reminders(bob) == []
    move_to(clock, later, "2027-03-24T09:00:00+01:00")
    assert reminders(bob) == [f"{WEEK} Dialog i Kronoberg, onsdag 31 mars 2027 kl. 09.00–12.00, digitalt."]
    move_to(clock, later, "2027-03-30T08:59:00+02:00")
    assert len(reminders(bob)) == 1
    move_to(clock, later, "2027-03-30T09:00:00+02:00")
    assert reminders(bob)[1].startswith("I morgon kl. 09.00 är det dags.")
    move_to(clock, later, "2027-03-31T08:00:00+02:00")
    assert reminders(bob)[2].startswith("Vi börjar om en timme, kl. 09.00.")
    assert "Rummet öppnar kl. 08.45." in str(bob.messages[-1]["blocks"])
    bob.closes()
    assert "Gå till mötet" in bob.buttons


def test_whoever_has_cancelled_waits_or_registers_late_is_not_reminded_of_what_is_past(
    bob: Person, charlie: Person, planned: Event, later: Later, clock: FakeClock
) -> None:
    register(bob)
    bob.closes()
    bob.types("/dialog återbud")
    move_to(clock, later, "2027-01-12T10:00:00+01:00")
    register(charlie)
    move_to(clock, later, "2027-01-17T10:00:00+01:00")
    assert reminders(charlie) == [], "the week's moment had passed when she registered"
    move_to(clock, later, "2027-01-18T09:00:00+01:00")
    assert [text[:8] for text in reminders(charlie)] == ["I morgon"]
    assert [text.partition(" till ")[0] for text in bob.inbox] == ["Du har lämnat återbud"]


def test_a_cancelled_meeting_is_told_and_reminds_nobody(
    bob: Person, planned: Event, session: Session, later: Later, clock: FakeClock, rows: Rows
) -> None:
    register(bob)
    move_to(clock, later, "2027-01-12T09:00:00+01:00")
    planned.state, planned.reason = EventState.CANCELLED, "för få kunde komma"
    steps.plan(session, planned, clock.now())
    changes.tell_called_off(session, planned, now=clock.now())
    session.commit()
    later()
    assert reminders(bob)[1:] == [
        f"Dialog i Kronoberg ställs in. Det skulle ha hållits {WHEN}. Orsak: för få kunde komma. Era frågor finns kvar."
    ]
    later(days=10)
    assert len(reminders(bob)) == 2
    assert {owed.state for owed in rows(Delivery)} == {DeliveryState.SENT}


def test_a_moved_meeting_moves_its_reminders_and_they_tell_the_new_day(
    bob: Person, planned: Event, session: Session, later: Later, clock: FakeClock
) -> None:
    register(bob)
    move_to(clock, later, "2027-01-12T09:00:00+01:00")
    was = (planned.day, planned.start_time, planned.end_time)
    moved = MEETING + timedelta(days=9)
    planned.reschedule(moved.date(), moved.time(), moved.replace(hour=16).time())
    planned.reason = "lokalen är bokad"
    steps.plan(session, planned, clock.now())
    changes.tell_moved(session, planned, was_day=was[0], was_start=was[1], was_end=was[2], now=clock.now())
    session.commit()
    later()
    now = "torsdag 28 januari 2027 kl. 13.00–16.00"
    assert reminders(bob)[1] == (
        f"Ny dag för Dialog i Kronoberg. Tidigare: {WHEN}. Nu: {now}, på plats i Växjö. "
        "Orsak: lokalen är bokad. Din anmälan gäller. Boka om resan om du har bokat. Kan du komma då?"
    )
    move_to(clock, later, "2027-01-20T09:00:00+01:00")
    assert len(reminders(bob)) == 2, "nothing at the old moments"
    move_to(clock, later, "2027-01-21T09:00:00+01:00")
    assert reminders(bob)[2] == f"{WEEK} Dialog i Kronoberg, {now}, Växjö."
    move_to(clock, later, "2027-01-27T09:00:00+01:00")
    assert reminders(bob)[3].startswith("I morgon kl. 13.00 är det dags.")


@ONE_KIND
@pytest.mark.parametrize(
    ("back_at", "words"),
    [
        ("2027-01-15T10:00:00+01:00", "På tisdag kl. 13.00 ses vi."),
        ("2027-01-18T10:30:00+01:00", "I morgon kl. 13.00 är det dags."),
        ("2027-01-19T09:00:00+01:00", "I dag kl. 13.00 är det dags."),
        ("2027-01-19T12:20:00+01:00", "Vi börjar om 40 minuter, kl. 13.00."),
        ("2027-01-19T13:05:00+01:00", "Vi har börjat, kl. 13.00."),
    ],
)
def test_after_downtime_one_late_reminder_tells_the_true_distance(
    back_at: str, words: str, bob: Person, planned: Event, later: Later, clock: FakeClock, rows: Rows
) -> None:
    register(bob)
    later()
    move_to(clock, later, back_at)
    assert [text[: len(words)] for text in reminders(bob)] == [words]
    sent = rows(Delivery, Delivery.kind == Kind.REMINDER, Delivery.state == DeliveryState.SENT)
    assert len(sent) == 1, "of several missed ones only the latest"


def test_what_is_useless_expires_and_alice_is_told_who_was_not_reminded(
    alice: Person, bob: Person, planned: Event, later: Later, clock: FakeClock, rows: Rows
) -> None:
    register(bob)
    move_to(clock, later, "2027-01-12T09:00:00+01:00")
    sent = len(bob.inbox)
    move_to(clock, later, "2027-01-19T15:00:00+01:00")
    later()
    assert len(bob.inbox) == sent
    assert any("1 utskick nådde inte fram." in text for text in alice.inbox)
    assert "Bob Berg: det var för sent för att vara till nytta" in str(alice.messages[-1]["blocks"])
    alice.types("/dialog utskick")
    assert "för sent, skickades inte: påminnelse, Bob Berg" in alice.last
    states = {owed.state for owed in rows(Delivery, Delivery.kind == Kind.REMINDER)}
    assert states == {DeliveryState.SENT, DeliveryState.EXPIRED, DeliveryState.SUPERSEDED}


@ONE_KIND
def test_guests_become_one_ready_text_for_alice(
    alice: Person, bob: Person, planned: Event, session: Session, later: Later, clock: FakeClock, rows: Rows,
    no_overviews: Callable[[], None],
) -> None:  # fmt: skip
    no_overviews()
    for name in ("Gunnel", "Gudrun"):
        make_registration(session, planned, make_guest(session, name))
    move_to(clock, later, "2027-01-12T09:00:00+01:00")
    assert alice.inbox == ["Dialog i Kronoberg: 2 personer som inte finns i Slack behöver få det här med e-post."]
    read = str(alice.messages[0]["blocks"])
    assert f"{WEEK} Dialog i Kronoberg, {WHEN}" in read and "gunnel@example.org, gudrun@example.org" in read
    assert bob.inbox == []
    session.expire_all()
    cancelling.cancel(session, event_id=planned.id, person_id=rows(Registration)[0].person_id, now=clock.now())
    session.commit()
    later()
    assert "1 person som inte finns i Slack" in alice.inbox[-1]
    read = str(alice.messages[-1]["blocks"])
    assert "Du har lämnat återbud." in read and "gunnel@" in read and "gudrun@" not in read
    move_to(clock, later, "2027-01-18T09:00:00+01:00")
    assert "1 person som inte finns i Slack" in alice.inbox[-1]


@ONE_KIND
def test_the_channel_gets_one_line_the_day_before_while_one_can_still_register(
    bob: Person, charlie: Person, planned: Event, session: Session, later: Later, clock: FakeClock, workspace: Workspace
) -> None:
    workspace.channel("C0KRO", name="dialog-kronoberg", members=[bob, charlie])
    session.get_one(Area, planned.area_id).channel_id = "C0KRO"
    session.commit()
    move_to(clock, later, "2027-01-18T09:00:00+01:00")
    assert [message["text"] for message in workspace.messages("C0KRO")] == [
        f"I morgon kl. 13.00 är det dags. Dialog i Kronoberg, {WHEN}, på plats i Växjö. "
        "Det finns plats kvar. Du anmäler dig här."
    ]
    charlie.presses("Anmäl dig", in_="C0KRO")
    assert charlie.form and charlie.form.title == "Anmäl dig"


@ONE_KIND
def test_the_channel_hears_whom_to_ask_when_registration_has_closed(
    alice: Person,
    bob: Person,
    planned: Event,
    session: Session,
    later: Later,
    clock: FakeClock,
    workspace: Workspace,
) -> None:
    workspace.channel("C0KRO", name="dialog-kronoberg", members=[bob])
    session.get_one(Area, planned.area_id).channel_id = "C0KRO"
    planned.registration_close_on = local("2027-01-15T00:00:00+01:00").date()
    session.commit()
    move_to(clock, later, "2027-01-18T09:00:00+01:00")
    (line,) = workspace.messages("C0KRO")
    assert line["text"].endswith("Anmälan har stängt. Hör av dig till samordnaren om du ändå vill komma.")
    assert alice.name in str(line["blocks"]) and "Anmäl dig" not in bob.buttons


def test_turning_the_scheduler_many_times_sends_nothing_twice(
    bob: Person, planned: Event, later: Later, clock: FakeClock, scheduler: Scheduler
) -> None:
    register(bob)
    for moment in ("2027-01-12T09:00:00+01:00", "2027-01-18T09:00:00+01:00", "2027-01-19T12:00:00+01:00"):
        move_to(clock, later, moment)
        scheduler.tick()
        scheduler.tick()
    assert len(bob.inbox) == 4
    assert clock.announced == local("2027-01-19T16:15:00+01:00"), "only thanks are left"
