"""A coordinator asks about days in Slack, follows the answers, and decides; and who is told no."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from threading import Barrier, Thread
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from bot.context import Bot
from bot.services.dates import due
from bot.services.plan import invitations, steps
from models import (
    Area,
    DateAnswer,
    DateOption,
    DatePoll,
    DatePollState,
    Delivery,
    Event,
    EventState,
    Kind,
    LogEntry,
    Organisation,
    Registration,
    Series,
)
from models import Person as Row
from models.choices import Level
from sandbox.people import Person
from sandbox.workspace import Workspace
from scheduler.runner import Scheduler
from tests.calendar_client import READERS, Calendar
from tests.clock import FakeClock, FakeTicks
from tests.factories import make_area, make_coordinator, make_event, make_guest, make_person, make_registration
from tests.scenarios.conftest import ONE_KIND, Later, Rows

GoTo = Callable[[str], None]


@pytest.fixture
def undated(kronoberg: Event, session: Session) -> Event:
    """A dialogue in Kronoberg whose day nobody knows yet: Bob and a guest are registered, Charlie is invited."""
    event = make_event(session, title="Extra dialog", starts_at=None, city="Växjö")
    vaxjo = session.get_one(Organisation, 1)
    bob = make_person(session, "Bob Berg", slack_user_id="U0BOB")
    make_registration(session, event, bob, organisation_id=vaxjo.id)
    guest = make_guest(session, "Gunnel Gran", email="gunnel@example.org")
    make_registration(session, event, guest, organisation_id=session.get_one(Organisation, 2).id)
    charlie = make_person(session, "Charlie Carlsson", slack_user_id="U0CHARLIE")
    invitations.invite(session, event, [charlie.id], event.published_at or datetime.now(UTC))
    session.commit()
    return event


@pytest.fixture
def go_to(clock: FakeClock, ticks: FakeTicks, scheduler: Scheduler) -> GoTo:
    def go(text: str) -> None:
        moment = datetime.fromisoformat(text)
        ticks.advance(max(60.0, (moment - clock.now()).total_seconds()))
        clock.move_to(moment)
        scheduler.tick()

    return go


def fills_in(alice: Person, **more: Any) -> dict[str, str]:
    """1 or 2 March, to be answered by 1 February at noon."""
    filled = {
        "option0": "2027-03-01", "starts0": "13:00", "ends0": "16:00",
        "option1": "2027-03-02", "starts1": "09:00", "ends1": "12:00",
        "day": "2027-02-01", "clock": "12:00",
    } | more  # fmt: skip
    return alice.submits(**filled)


def asks(alice: Person, later: Later, **more: Any) -> None:
    alice.opens_home()
    later(seconds=4)
    alice.presses("Dag för mötet", in_="home")
    assert fills_in(alice, **more) == {}
    alice.presses("Fråga nu")
    later(seconds=4)


def newest(person: Person, words: str) -> str:
    return next((text for text in reversed(person.inbox) if words in text), "")


def answers(person: Person, *words: str) -> None:
    """What the person says of each day, in the buttons' words."""
    for number, word in enumerate(words, 1):
        person.presses(word, in_="inbox", value=f"d{number}")


def one(rows: Rows, table: Any, *where: Any) -> Any:
    (found,) = rows(table, *where)
    return found


def test_alice_asks_in_slack_bob_and_charlie_answer_and_she_decides(
    alice: Person, bob: Person, charlie: Person, undated: Event, later: Later, go_to: GoTo, rows: Rows
) -> None:
    asks(alice, later)
    assert one(rows, Event, Event.id == undated.id).state is EventState.DATE_POLL
    asked = (
        "Vilken dag passar för Extra dialog? Måndag 1 mars 2027 kl. 13.00–16.00 eller tisdag 2 mars 2027 "
        "kl. 09.00–12.00. Svara senast måndag 1 februari kl. 12.00 och håll båda dagarna tills vidare."
    )
    assert newest(bob, "Vilken dag") == newest(charlie, "Vilken dag") == asked
    assert "gunnel@example.org" in str(alice.messages), "the guest is asked by Alice's mail"
    answers(bob, "Kan", "Kan inte")
    answers(charlie, "Kan om det behövs", "Kan")
    bob.presses("Visa vilka som kan", in_="inbox")
    assert bob.form and "Charlie Carlsson" in bob.form.text and "Bob Berg" in bob.form.text
    assert "Har inte svarat om alla dagar: Gunnel Gran" in bob.form.text
    go_to("2027-02-01T12:00:00+01:00")
    assert newest(alice, "har stängt").endswith(
        "Förslag: måndag 1 mars 2027 kl. 13.00–16.00. Då kan en av tre parter vara med."
    )
    alice.presses("Bestäm måndag 1 mars", in_="inbox")
    later(seconds=4)
    event = one(rows, Event, Event.id == undated.id)
    assert (event.day, event.state, event.starts_at) == (
        date(2027, 3, 1), EventState.OPEN, datetime(2027, 3, 1, 12, tzinfo=UTC),
    )  # fmt: skip
    for person in (bob, charlie):
        assert newest(person, "Det blir").startswith("Det blir måndag 1 mars 2027 kl. 13.00–16.00 i Växjö.")
        assert "Du kan släppa tisdagen." in newest(person, "Det blir")
    assert "Det blir måndag 1 mars" in str(alice.messages), "and the guest's mail is ready"


@ONE_KIND
def test_what_speaks_against_a_day_is_shown_before_anyone_is_asked_and_stops_nobody(
    alice: Person, undated: Event, session: Session, later: Later, rows: Rows
) -> None:
    make_event(session, title="Dialog i Skåne", starts_at=datetime(2027, 3, 2, 8, tzinfo=UTC), area=make_area(session))
    session.get_one(Area, undated.area_id).facts = {"school_winter_break_weeks": [9]}
    session.commit()
    alice.opens_home()
    later(seconds=4)
    alice.presses("Dag för mötet", in_="home")
    assert fills_in(alice, option2="2027-03-26", starts2="09:00", ends2="12:00") == {}
    assert alice.form
    for words in (
        "måndag 1 mars: sportlov i området vecka 9 (vägledande, kommunerna bestämmer)",
        "samma dag som Dialog i Skåne",
        "fredag 26 mars: helgdag: Långfredagen",
        "Ingen har fått frågan än. 3 personer får frågan. Man kan svara till måndag 1 februari kl. 12.00.",
    ):
        assert words in " ".join(alice.form.text.split()), words
    assert rows(Delivery, Delivery.kind == Kind.DATE_POLL) == []
    alice.presses("Ändra dagarna")
    assert fills_in(alice, option2=None) == {}
    assert len(rows(DateOption)) == 2
    alice.presses("Fråga nu")
    assert one(rows, DatePoll).state is DatePollState.OPEN


@ONE_KIND
@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"option1": None}, "option1", "Välj minst två dagar."),
        ({"ends0": "12:00"}, "ends0", "Den slutar innan den börjar."),
        ({"option0": "2027-01-10"}, "option0", "Den dagen har passerat."),
        ({"option1": "2027-03-01", "starts1": "13:00", "ends1": "16:00"}, "option1", "Den dagen står här två gånger."),
        ({"day": "2027-01-11", "clock": "09:00"}, "day", "Den tiden har passerat."),
        ({"day": "2027-03-01", "clock": "13:00"}, "day", "Det är efter den första av dagarna."),
        ({"day": None}, "day", "Välj hur länge det går att svara."),
    ],
)
def test_what_is_wrong_with_the_days_is_said_at_its_field(
    alice: Person, undated: Event, later: Later, rows: Rows, wrong: dict[str, str], field: str, words: str
) -> None:
    alice.opens_home()
    later(seconds=4)
    alice.presses("Dag för mötet", in_="home")
    assert fills_in(alice, **wrong)[field].startswith(words)
    assert rows(DatePoll) == []


@ONE_KIND
def test_more_days_keep_what_has_been_typed_and_ten_is_the_most(
    alice: Person, undated: Event, later: Later, rows: Rows
) -> None:
    alice.opens_home()
    later(seconds=4)
    alice.presses("Dag för mötet", in_="home")
    alice.fills(option0="2027-03-01")
    for _ in range(3):
        alice.presses("Fler dagar")
    assert alice.form and "Dag 10" in alice.form.text and "Fler dagar" not in alice.buttons
    more = {f"option{place}": f"2027-03-{place + 1:02}" for place in range(1, 10)}
    assert fills_in(alice, **more) == {}
    assert len(rows(DateOption)) == 10


def test_everyone_has_answered_is_said_once_and_she_may_close_early(
    alice: Person, bob: Person, charlie: Person, undated: Event, later: Later, rows: Rows
) -> None:
    asks(alice, later)
    answers(bob, "Kan", "Kan")
    answers(charlie, "Kan", "Kan inte")
    alice.opens_home()
    later(seconds=4)
    alice.presses("Dag för mötet", in_="home", value=str(undated.id))
    assert alice.form and "Har inte svarat om alla dagar: Gunnel Gran." in " ".join(alice.form.text.split())
    alice.presses("Svara för någon utanför Slack")
    assert alice.submits(person="Gunnel Gran", option0="Kan", option1="Kan inte") == {}
    assert alice.form and "Svaret från Gunnel Gran är inskrivet." in alice.form.text
    later(seconds=4)
    assert newest(alice, "Alla har svarat").startswith("Alla har svarat om dagen för Extra dialog.")
    answers(bob, "Kan inte", "Kan")
    answers(bob, "Kan", "Kan")
    later(seconds=4)
    assert len(rows(Delivery, Delivery.kind == Kind.DATE_ALL_ANSWERED)) == 1
    alice.presses("Stäng nu", in_="inbox")
    poll = one(rows, DatePoll)
    assert poll.state is DatePollState.CLOSED and not poll.was_late
    assert [(row.is_proposed, row.day.day) for row in rows(DateOption)] == [(True, 1), (False, 2)]
    written = rows(DateAnswer, DateAnswer.by_id.is_not(None))
    assert len(written) == 2
    bob.presses("Visa vilka som kan", in_="inbox")
    assert bob.form and "inskrivet av Alice Alm" in bob.form.text


def test_another_day_than_the_proposed_needs_a_reason_that_everyone_reads(
    alice: Person, bob: Person, charlie: Person, undated: Event, later: Later, go_to: GoTo, rows: Rows
) -> None:
    asks(alice, later)
    answers(bob, "Kan", "Kan inte")
    go_to("2027-02-01T12:00:00+01:00")
    alice.presses("Välj en annan dag", in_="inbox")
    assert "reason" in alice.submits(option="tisdag 2 mars 2027 kl. 09.00–12.00")
    assert alice.submits(option="tisdag 2 mars 2027 kl. 09.00–12.00", reason="Skolverket kan bara då.") == {}
    later(seconds=4)
    assert one(rows, Event, Event.id == undated.id).day == date(2027, 3, 2)
    assert "Orsak: Skolverket kan bara då." in newest(bob, "Det blir")
    noted = one(rows, LogEntry, LogEntry.action == "day_decided")
    assert noted.facts["reason"] == "Skolverket kan bara då." and noted.facts["is_proposed"] is False
    assert "Ja, jag kommer" in bob.buttons and "Ja, jag kommer" not in charlie.buttons
    assert "Anmäl dig" in charlie.buttons


def test_of_two_who_decide_the_second_is_told_who_was_first(
    alice: Person, bob: Person, dana: Person, undated: Event, session: Session, later: Later, go_to: GoTo, rows: Rows
) -> None:
    make_coordinator(session, undated, "Dana Dunn", slack_user_id="U0DANA", email="dana@example.org")
    asks(alice, later)
    answers(bob, "Kan", "Kan")
    go_to("2027-02-01T12:00:00+01:00")
    alice.presses("Bestäm måndag 1 mars", in_="inbox")
    dana.presses("Bestäm måndag 1 mars", in_="inbox")
    assert dana.sees[-1].startswith("Alice Alm has decided the day already.")
    later(seconds=4)
    assert len(rows(LogEntry, LogEntry.action == "day_decided")) == 1
    assert len(rows(Delivery, Delivery.kind == Kind.DATE_SET)) == 2


@ONE_KIND
def test_outsiders_and_coordinators_elsewhere_get_a_kind_no(
    alice: Person, dana: Person, bob: Person, workspace: Workspace, undated: Event, session: Session, later: Later,
    rows: Rows
) -> None:  # fmt: skip
    elsewhere = make_event(session, title="Dialog i Skåne", area=make_area(session, name="Skåne"))
    make_coordinator(session, elsewhere, "Dana Dunn", slack_user_id="U0DANA")
    asks(alice, later)
    dana.opens_home()
    later(seconds=4)
    dana.presses("Which day suits?", in_="home")
    no = "Only those who are invited to Extra dialog are asked which day suits. Contact the coordinator."
    assert dana.form and no in dana.form.text
    assert rows(DateAnswer) == []
    bob.opens_home()
    later(seconds=4)
    bob.presses("Vilken dag passar?", in_="home")
    assert bob.submits(option0="Kan", option1="Kan inte") == {}
    assert len(rows(DateAnswer)) == 2


def test_who_hears_less_is_not_asked_but_may_answer(
    alice: Person, bob: Person, charlie: Person, undated: Event, session: Session, later: Later, go_to: GoTo, rows: Rows
) -> None:
    levels = {"U0BOB": Level.CHANGES, "U0CHARLIE": Level.DAY_BEFORE}
    for slack_user_id, level in levels.items():
        session.execute(update(Row).where(Row.slack_user_id == slack_user_id).values(level=level))
    session.commit()
    asks(alice, later)
    assert not newest(bob, "Vilken dag") and newest(charlie, "Vilken dag")
    go_to("2027-01-29T09:00:00+01:00")
    assert rows(Delivery, Delivery.kind == Kind.DATE_REMINDER) == []
    go_to("2027-02-01T12:00:00+01:00")
    alice.presses("Välj en dag", in_="inbox")
    assert alice.submits(option="måndag 1 mars 2027 kl. 13.00–16.00") == {}
    later(seconds=4)
    assert newest(bob, "Det blir"), "the day itself is no reminder"


def test_bob_who_is_hidden_is_counted_and_not_named(
    alice: Person, bob: Person, charlie: Person, undated: Event, session: Session, later: Later
) -> None:
    session.execute(update(Registration).where(Registration.event_id == undated.id).values(is_hidden=True))
    session.commit()
    asks(alice, later)
    answers(bob, "Kan", "Kan")
    charlie.presses("Visa vilka som kan", in_="inbox")
    assert charlie.form and "Bob Berg" not in charlie.form.text and "1 part, 1 kan" in charlie.form.text
    alice.opens_home()
    later(seconds=4)
    alice.presses("Dag för mötet", in_="home")
    alice.presses("Visa vilka som kan")
    assert alice.form and "Bob Berg" in alice.form.text


def test_the_poll_closes_once_with_the_bot_stopped_over_the_minute_and_says_so(
    alice: Person, bob: Person, undated: Event, later: Later, go_to: GoTo, rows: Rows
) -> None:
    asks(alice, later)
    answers(bob, "Kan", "Kan inte")
    clock_before = one(rows, DatePoll).closes_at
    go_to("2027-02-01T12:40:00+01:00")
    poll = one(rows, DatePoll)
    assert poll.state is DatePollState.CLOSED and poll.closes_at == clock_before and poll.was_late
    assert newest(alice, "har stängt").startswith(
        "Omröstningen om dagen för Extra dialog har stängt. Den skulle ha stängt måndag 1 februari kl. 12.00 men "
        "stängde måndag 1 februari kl. 12.40, för jag var inte igång. Svar efter kl. 12.00 räknas inte. Förslag: "
    )
    go_to("2027-02-01T12:41:00+01:00")
    assert len(rows(Delivery, Delivery.kind == Kind.DATE_PROPOSAL)) == 1


def test_what_is_said_between_the_minute_and_the_late_closing_does_not_count(
    alice: Person, bob: Person, charlie: Person, undated: Event, later: Later, clock: FakeClock, go_to: GoTo, rows: Rows
) -> None:
    asks(alice, later)
    answers(bob, "Kan", "Kan inte")
    clock.move_to(datetime.fromisoformat("2027-02-01T12:10:00+01:00"))
    answers(charlie, "Kan inte", "Kan")
    assert [row.is_late for row in rows(DateAnswer)] == [False, False, True, True]
    go_to("2027-02-01T12:40:00+01:00")
    assert [row.day.day for row in rows(DateOption, DateOption.is_proposed)] == [1]


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_two_processes_close_it_once(
    alice: Person, bob: Person, undated: Event, bot: Bot, later: Later, clock: FakeClock, rows: Rows
) -> None:
    asks(alice, later)
    answers(bob, "Kan", "Kan inte")
    clock.move_to(datetime.fromisoformat("2027-02-01T12:00:00+01:00"))
    together = Barrier(4)

    def closes() -> None:
        together.wait()
        while _carries_on(bot):
            pass

    threads = [Thread(target=closes) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(rows(LogEntry, LogEntry.action == "date_poll_closed")) == 1
    assert len(rows(Delivery, Delivery.kind == Kind.DATE_PROPOSAL)) == 1


def _carries_on(bot: Bot) -> int:
    with bot.sessions.begin() as session:
        return due.carry_on(session, bot.clock.now())


@ONE_KIND
def test_noon_is_noon_also_when_summer_time_begins_before_the_closing(
    alice: Person, undated: Event, later: Later, go_to: GoTo, rows: Rows
) -> None:
    april = {"option0": "2027-04-20", "option1": "2027-04-21", "day": "2027-03-31", "clock": "12:00"}
    asks(alice, later, **april)
    poll = one(rows, DatePoll)
    assert poll.closes_at == datetime(2027, 3, 31, 10, tzinfo=UTC)
    assert poll.remind_at == datetime(2027, 3, 30, 7, tzinfo=UTC), "09.00 summer time"
    go_to("2027-03-31T11:59:59+02:00")
    assert one(rows, DatePoll).state is DatePollState.OPEN
    go_to("2027-03-31T12:00:00+02:00")
    assert one(rows, DatePoll).state is DatePollState.CLOSED


@ONE_KIND
def test_in_quiet_weeks_nobody_is_reminded_and_the_question_waits(
    alice: Person, bob: Person, undated: Event, session: Session, later: Later, go_to: GoTo, rows: Rows
) -> None:
    series = session.get_one(Series, undated.series_id)
    series.quiet_from, series.quiet_to = date(2027, 1, 11), date(2027, 1, 17)
    session.commit()
    asks(alice, later, day="2027-01-19")
    assert not newest(bob, "Vilken dag")
    assert one(rows, DatePoll).remind_at == datetime(2027, 1, 18, 8, tzinfo=UTC)
    go_to("2027-01-18T08:00:00+01:00")
    go_to("2027-01-18T13:00:00+01:00")
    assert newest(bob, "Vilken dag passar"), "in the first office hours after them"


@ONE_KIND
def test_a_meeting_that_is_dated_in_another_way_drops_its_poll(
    alice: Person, bob: Person, undated: Event, session: Session, workspace: Workspace, later: Later, clock: FakeClock,
    go_to: GoTo, rows: Rows,
) -> None:  # fmt: skip
    workspace.channel("C0KRO", name="kronoberg", members=[bob])
    session.get_one(Area, undated.area_id).channel_id = "C0KRO"
    session.commit()
    asks(alice, later)
    assert "0 av 3 har svarat." in workspace.messages("C0KRO")[-1]["text"]
    event = session.get_one(Event, undated.id, populate_existing=True)
    event.reschedule(date(2027, 3, 9), event.start_time, event.end_time)
    steps.plan(session, event, clock.now())
    session.commit()
    bob.presses("Kan", in_="inbox", value="d1")
    assert bob.sees[-1].startswith("Dagen för Extra dialog är redan bestämd.")
    later(seconds=4)
    assert one(rows, DatePoll).state is DatePollState.DROPPED
    assert workspace.messages("C0KRO")[-1]["text"] == "Extra dialog. Det blir tisdag 9 mars 2027 kl. 09.00–12.00."
    go_to("2027-02-01T12:00:00+01:00")
    assert rows(Delivery, Delivery.kind == Kind.DATE_PROPOSAL) == []


@ONE_KIND
def test_alice_gives_the_poll_up_and_asks_anew(
    alice: Person, bob: Person, undated: Event, later: Later, rows: Rows
) -> None:
    asks(alice, later)
    alice.opens_home()
    later(seconds=4)
    alice.presses("Dag för mötet", in_="home")
    alice.presses("Avbryt omröstningen")
    assert one(rows, Event, Event.id == undated.id).state is EventState.OPEN
    bob.presses("Kan", in_="inbox", value="d1")
    assert bob.sees[-1].startswith("Det väljs inte längre någon dag för Extra dialog.")
    asks(alice, later)
    assert [poll.state for poll in rows(DatePoll)] == [DatePollState.DROPPED, DatePollState.OPEN]


@ONE_KIND
def test_both_days_are_held_in_the_calendar_and_become_one_firm_and_one_struck_out(
    alice: Person, bob: Person, charlie: Person, undated: Event, workspace: Workspace, later: Later, go_to: GoTo,
) -> None:  # fmt: skip
    calendar = Calendar(READERS["icalendar"])

    def opens() -> list[str]:
        before = len(workspace.uploads.files)
        bob.presses("Lägg till i kalendern", in_="inbox")
        assert bob.last == "Kalenderfilen är på väg till dig, som ett meddelande från mig."
        sent = list(workspace.uploads.files.values())[before:]
        assert len(sent) == len(bob.messages[-1]["files"]) == 2, "a file for each day, in one message"
        for upload in sent:
            calendar.opens(upload.content or b"")
        return [f"{one.when} {one.status}" for one in calendar.stands]

    asks(alice, later)
    answers(bob, "Kan inte", "Kan")
    assert opens() == ["2027-03-01 13:00 +0100 TENTATIVE", "2027-03-02 09:00 +0100 TENTATIVE"]
    go_to("2027-02-01T12:00:00+01:00")
    alice.presses("Bestäm tisdag 2 mars", in_="inbox")
    later(seconds=4)
    assert opens() == ["2027-03-02 09:00 +0100 CONFIRMED"]
    charlie.presses("Lägg till i kalendern", in_="inbox", value=str(undated.id))
    content = list(workspace.uploads.files.values())[-1].content or b""
    assert content.count(b"BEGIN:VEVENT") == 1, "nothing to strike out for whoever held no days"


def test_if_late_answers_counted_they_would_move_the_decision(
    alice: Person, bob: Person, charlie: Person, undated: Event, later: Later, clock: FakeClock, go_to: GoTo,
    rows: Rows, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """The control of the test above: it is the minute alone that keeps Charlie's answer out."""
    monkeypatch.setattr(DatePoll, "counts", lambda poll, now: poll.state is DatePollState.OPEN)
    asks(alice, later)
    answers(bob, "Kan inte", "Kan inte")
    clock.move_to(datetime.fromisoformat("2027-02-01T12:10:00+01:00"))
    answers(charlie, "Kan inte", "Kan")
    go_to("2027-02-01T12:40:00+01:00")
    assert [row.day.day for row in rows(DateOption, DateOption.is_proposed)] == [2]


@ONE_KIND
def test_dana_reads_english(
    alice: Person, dana: Person, undated: Event, session: Session, later: Later, go_to: GoTo
) -> None:
    seat = make_person(session, "Dana Dunn", slack_user_id="U0DANA", locale="en-US")
    make_registration(session, undated, seat)
    asks(alice, later)
    assert newest(dana, "Which day") == (
        "Which day suits for Extra dialog? Monday 1 March 2027 at 13:00–16:00 or Tuesday 2 March 2027 at 09:00–12:00. "
        "Answer by Monday 1 February at 12:00 at the latest, and keep both days free until then."
    )
    answers(dana, "I can if needed", "I cannot")
    go_to("2027-02-01T12:00:00+01:00")
    alice.presses("Bestäm måndag 1 mars", in_="inbox")
    later(seconds=4)
    assert newest(dana, "It will be") == (
        "It will be Monday 1 March 2027 at 13:00–16:00 in Växjö. Extra dialog. "
        "Then one of three parties can take part. You need no longer keep Tuesday free. Can you come then?"
    )


@ONE_KIND
def test_a_channel_that_comes_later_shows_the_poll_from_the_next_answer_on(
    alice: Person, bob: Person, charlie: Person, undated: Event, session: Session, workspace: Workspace, later: Later
) -> None:
    asks(alice, later)
    workspace.channel("C0KRO", name="kronoberg", members=[bob, charlie])
    session.get_one(Area, undated.area_id).channel_id = "C0KRO"
    session.commit()
    answers(bob, "Kan", "Kan")
    later(seconds=4)
    answers(charlie, "Kan", "Kan")
    later(seconds=4)
    (card,) = [one for one in workspace.messages("C0KRO") if "har svarat" in one["text"]]
    assert "2 av 3 har svarat." in card["text"]
    charlie.presses("Svara", in_="C0KRO")
    assert charlie.submits(option0="Kan om det behövs", option1="Kan inte") == {}
