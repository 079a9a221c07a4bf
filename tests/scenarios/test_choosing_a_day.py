"""Which day is the follow-up held? Asked before people leave the room, answered, proposed by the rule, decided."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.context import Bot
from bot.services.seasons.applying import apply
from bot.services.seasons.files import read_file
from models import (
    DateAnswer,
    DateOption,
    DatePoll,
    DatePollState,
    Delivery,
    Event,
    EventState,
    Kind,
    LogEntry,
    Registration,
    Says,
    Series,
    Step,
)
from models import Person as Row
from models.registrations import Reconfirm
from sandbox.people import Person
from sandbox.workspace import Workspace
from scheduler.runner import Scheduler
from tests.clock import FakeClock, FakeTicks
from tests.scenarios.conftest import ONE_KIND, Rows
from tests.seasons import EXAMPLES

LAB = EXAMPLES / "forlabb-skolnarvaro-2027.yaml"
FILE = yaml.safe_load(LAB.read_text("utf-8"))
WORDS = {"kan": "Kan", "kan om det behövs": "Kan om det behövs", "kan inte": "Kan inte"}
D1, D2 = "d1", "d2"
"""The days by their buttons' values: the first rows of their table."""
LEAD = "processledare@example.org"
GoTo = Callable[[str], None]
People = dict[str, Person]


@pytest.fixture
def clock() -> FakeClock:
    """The first of June, when everyone is registered."""
    return FakeClock(datetime(2027, 6, 1, 8, tzinfo=UTC))


@pytest.fixture
def people(bot: Bot, workspace: Workspace, session: Session, clock: FakeClock) -> People:
    """Everyone of the lab's file that has Slack, by what the file calls them."""
    plan = read_file(LAB).plan
    assert plan
    apply(bot.sessions, plan, clock.now(), lambda done: None)
    found: People = {}
    in_slack = {one["email"] for one in FILE["participants"] if one["has_slack"]}
    in_slack |= {LEAD} | {party["contact"]["email"] for party in FILE["parties"]}
    for number, row in enumerate(session.scalars(select(Row).where(Row.email.in_(in_slack)).order_by(Row.id)).all()):
        row.slack_user_id, row.locale, row.tz = f"U0LAB{number:02}", "sv-SE", "Europe/Stockholm"
        found[row.name] = workspace.person(row.slack_user_id, name=row.name, email=row.email)
    workspace.channel("C0LAB", name="forlabb", members=list(found.values()))
    session.scalars(select(Series)).one().channel_id = "C0LAB"
    session.commit()
    return found


@pytest.fixture
def lead(people: People) -> Person:
    return next(person for person in people.values() if person.member.email == LEAD)


@pytest.fixture
def go_to(clock: FakeClock, ticks: FakeTicks, scheduler: Scheduler) -> GoTo:
    """By the clock in Stockholm."""

    def go(text: str) -> None:
        moment = datetime.fromisoformat(text)
        ticks.advance(max(60.0, (moment - clock.now()).total_seconds()))
        clock.move_to(moment)
        scheduler.tick()

    return go


def says(person: Person, day: str, words: str) -> None:
    """In the newest message with the days in it."""
    person.presses(words, in_="inbox", value=day)


def everyone_of_the_file_answers(people: People) -> None:
    for answer in FILE["date_poll"]["sample_answers"]:
        says(people[answer["person"]], D1, WORDS[answer["d1"]])
        says(people[answer["person"]], D2, WORDS[answer["d2"]])


def newest(person: Person, words: str) -> str:
    """The newest message with these words in it; other meetings' messages come in between."""
    return next((text for text in reversed(person.inbox) if words in text), "")


def follow_up(rows: Rows) -> Event:
    found: Event = rows(Event, Event.key == "forlabb-2")[0]
    return found


def the_poll(rows: Rows) -> DatePoll:
    found: DatePoll = rows(DatePoll)[0]
    return found


def proposed(rows: Rows) -> list[str]:
    return [day.key for day in rows(DateOption, DateOption.is_proposed)]


def of_kind(rows: Rows, kind: Kind) -> list[Any]:
    return rows(Delivery, Delivery.kind == kind)


@ONE_KIND
def test_everyone_is_asked_before_they_leave_the_room(people: People, lead: Person, go_to: GoTo, rows: Rows) -> None:
    asked = people["Forskare skola (fiktiv)"]
    go_to("2027-06-16T16:19:00+02:00")
    assert not any("Vilken dag passar" in text for text in asked.inbox)
    go_to("2027-06-16T16:20:00+02:00")
    assert newest(asked, "Vilken dag passar") == (
        "Vilken dag passar för det återkopplande förlabbet? Tisdag 7 eller onsdag 8 september 2027 kl. 09.00–12.00. "
        "Svara senast torsdag 24 juni kl. 12.00 och håll båda dagarna tills vidare."
    )
    assert asked.buttons[2:9] == ["Kan", "Kan om det behövs", "Kan inte"] * 2 + ["Lägg till i kalendern"]
    told = {row.person_id for row in of_kind(rows, Kind.DATE_POLL)}
    names = {row.name for row in rows(Row, Row.id.in_(told))}
    assert "Fältsekreterare (fiktiv)" in names, "who was at the first session is asked about the second"
    assert "Kontaktperson Region Sörmland (fiktiv)" in names and len(names) == 15
    assert lead.name not in names
    mail = newest(lead, "inte finns i Slack")
    assert mail.startswith("Återkopplande förlabb: 2 personer som inte finns i Slack")


def test_the_files_answers_give_the_files_proposal_and_a_human_confirms(
    people: People, lead: Person, go_to: GoTo, rows: Rows, workspace: Workspace
) -> None:
    go_to("2027-06-16T16:20:00+02:00")
    everyone_of_the_file_answers(people)
    go_to("2027-06-24T11:59:59+02:00")
    assert the_poll(rows).state is DatePollState.OPEN
    go_to("2027-06-24T12:00:00+02:00")
    assert proposed(rows) == [FILE["date_poll"]["expected_proposal"]]
    assert newest(lead, "Omröstningen") == (
        "Omröstningen om dagen för Återkopplande förlabb har stängt. "
        "Förslag: onsdag 8 september 2027 kl. 09.00–12.00. Då kan alla fem parter vara med."
    )

    lead.presses("Bestäm onsdag 8 september")
    go_to("2027-06-24T12:05:00+02:00")
    event = follow_up(rows)
    assert (event.day, event.state) == (date(2027, 9, 8), EventState.PLANNED)
    told = people["Forskare skola (fiktiv)"].inbox
    assert any(
        text.startswith(
            "Det blir onsdag 8 september 2027 kl. 09.00–12.00 i Eskilstuna. Återkopplande förlabb. "
            "Då kan alla fem parter vara med. Du kan släppa tisdagen."
        )
        for text in told
    )
    steps = rows(Step, Step.event_id == event.id, Step.says == Says.REMINDER)
    assert sorted(step.due_at for step in steps if step.due_at)[-1] == datetime(2027, 9, 8, 6, tzinfo=UTC)
    card = next(one for one in workspace.messages("C0LAB") if one["text"].startswith("Återkopplande förlabb. Det blir"))
    assert "onsdag 8 september 2027" in card["text"]
    assert [entry.action for entry in rows(LogEntry, LogEntry.action.in_(("date_poll_closed", "day_decided")))] == [
        "date_poll_closed", "day_decided",
    ]  # fmt: skip


@ONE_KIND
def test_who_said_yes_to_the_day_comes_and_the_others_are_asked(
    people: People, lead: Person, go_to: GoTo, rows: Rows
) -> None:
    go_to("2027-06-16T16:20:00+02:00")
    everyone_of_the_file_answers(people)
    go_to("2027-06-24T12:00:00+02:00")
    lead.presses("Bestäm onsdag 8 september")
    go_to("2027-06-24T12:01:00+02:00")
    event = follow_up(rows)
    names = {row.id: row.name for row in rows(Row)}
    seats = {names[seat.person_id]: seat.reconfirm for seat in rows(Registration, Registration.event_id == event.id)}
    assert seats["Chef elevhälsa (fiktiv)"] is Reconfirm.YES
    assert seats["Forskare skola (fiktiv)"] is Reconfirm.ASKED, "said that this day does not suit"
    assert seats["Samordnare socialtjänst (fiktiv)"] is Reconfirm.ASKED, "has not said"
    assert "Ja, jag kommer" not in people["Chef elevhälsa (fiktiv)"].buttons
    assert "Ja, jag kommer" in people["Forskare skola (fiktiv)"].buttons


def test_an_answer_can_be_changed_until_the_minute_and_then_it_is_shown_but_not_counted(
    people: People, lead: Person, go_to: GoTo, rows: Rows
) -> None:
    go_to("2027-06-16T16:20:00+02:00")
    chief = people["Chef elevhälsa (fiktiv)"]
    says(chief, D1, "Kan")
    says(chief, D1, "Kan inte")
    assert [(row.can, row.is_late) for row in rows(DateAnswer)] == [("no", False)]
    says(chief, D2, "Kan")
    go_to("2027-06-24T12:00:00+02:00")
    says(chief, D1, "Kan")
    says(chief, D2, "Kan inte")
    kept = [(row.can, row.is_late) for row in rows(DateAnswer)]
    assert kept == [("no", False), ("yes", False), ("yes", True), ("no", True)]
    assert proposed(rows) == ["d2"]
    lead.presses("Visa vilka som kan")
    assert lead.form and "sent, räknas inte" in lead.form.text
    lead.presses("Bestäm onsdag 8 september", in_="inbox")
    go_to("2027-06-24T13:00:00+02:00")
    before = len(rows(DateAnswer))
    chief.presses("Kan inte", in_="inbox", value=D1)
    assert chief.sees[-1].startswith("Dagen för Återkopplande förlabb är redan bestämd.")
    assert len(rows(DateAnswer)) == before


@ONE_KIND
def test_who_has_not_answered_is_reminded_once_before_midsummer(people: People, go_to: GoTo, rows: Rows) -> None:
    go_to("2027-06-16T16:20:00+02:00")
    everyone_of_the_file_answers(people)
    go_to("2027-06-23T08:59:00+02:00")
    assert of_kind(rows, Kind.DATE_REMINDER) == []
    go_to("2027-06-23T09:00:00+02:00")
    reminded = {row.name for row in rows(Row, Row.id.in_([one.person_id for one in of_kind(rows, Kind.DATE_REMINDER)]))}
    assert "Samordnare socialtjänst (fiktiv)" in reminded and "Chef elevhälsa (fiktiv)" not in reminded
    assert newest(people["Samordnare socialtjänst (fiktiv)"], "Du har inte svarat än.")
    owed = len(of_kind(rows, Kind.DATE_REMINDER))
    go_to("2027-06-24T11:00:00+02:00")
    assert len(of_kind(rows, Kind.DATE_REMINDER)) == owed
    assert the_poll(rows).remind_at is None
