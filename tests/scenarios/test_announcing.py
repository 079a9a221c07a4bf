"""A coordinator writes to the people of a meeting: seen first, sent once, followed to the last recipient."""

from concurrent.futures import ThreadPoolExecutor
from copy import copy
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy.orm import Session

from bot.context import Bot
from bot.services.announcing import announcements, outgoing
from bot.services.announcing.announcements import Says
from bot.services.plan import invitations
from bot.services.registration import cancelling
from models import (
    Announcement,
    AnnouncementState,
    Assignment,
    Delivery,
    DeliveryState,
    Duty,
    Event,
    EventState,
    Kind,
    LogEntry,
)
from models import Person as Row
from sandbox.people import Person
from sandbox.workspace import Workspace
from scheduler.runner import Scheduler
from tests.clock import NOON, FakeClock
from tests.factories import (
    make_assignment,
    make_coordinator,
    make_guest,
    make_person,
    make_registration,
)
from tests.scenarios.conftest import MEETING, ONE_KIND, Later, Rows

WORDS = "Ta med en sak som skaver. Sal A är bytt mot Sal B."
FIRST = "Alice Alm skriver om Dialog i Kronoberg:"


@pytest.fixture
def bobs_seat(bob: Person, kronoberg: Event, session: Session) -> Row:
    row = make_person(session, "Bob Berg", slack_user_id="U0BOB", locale="sv-SE")
    make_registration(session, kronoberg, row)
    return row


@pytest.fixture
def charlies_invitation(charlie: Person, kronoberg: Event, session: Session) -> Row:
    row = make_person(session, "Charlie Carlsson", slack_user_id="U0CHARLIE")
    invitations.invite(session, kronoberg, [row.id], NOON)
    session.commit()
    return row


def opens_form(person: Person) -> None:
    person.types("/dialog lista")
    person.presses("Lägesbild")
    person.presses("Skriv till deltagarna", in_="form")


def writes(person: Person, words: str = WORDS, audience: str = "registered", **when: str) -> None:
    """Up to the preview."""
    opens_form(person)
    assert person.submits(audience=audience, words=words, **when) == {}


def sends(person: Person, words: str = WORDS, audience: str = "registered", **when: str) -> None:
    writes(person, words, audience, **when)
    assert person.submits() == {}


def test_alice_sees_how_it_will_look_then_sends_it_and_bob_reads_it(
    alice: Person, bob: Person, bobs_seat: Row, kronoberg: Event, session: Session, later: Later, rows: Rows
) -> None:
    make_registration(session, kronoberg, make_guest(session, "Gunnel Gran", email="gunnel@example.org"))
    opens_form(alice)
    assert "Anmälda (2)" in alice.form.text and "De som inte svarat (0)" in alice.form.text
    assert "Lämna dag och tid tomma för att skicka nu. Tiden är enligt klockan i Stockholm." in alice.form.text
    alice.submits(audience="registered", words=WORDS)
    assert alice.form.title == "Läs innan du skickar"
    shown = alice.form.text
    assert "Till: Anmälda\n1 person i Slack\n1 person utanför Slack: du får en mejltext att skicka" in shown
    assert f"Så här ser det ut:\n{FIRST}\n{WORDS}" in shown
    later()
    assert bob.inbox == [], "nothing has been decided yet"

    alice.submits()
    assert "Det skickas nu." in alice.form.text
    later()
    assert bob.inbox == [f"{FIRST} {WORDS}"]
    assert bob.buttons[0] == "Visa min anmälan"
    mail = str(alice.messages)
    assert "1 person som inte finns i Slack" in mail and "gunnel@example.org" in mail and WORDS in mail
    alice.presses("Uppdatera", in_="form")
    assert "Klart: 1 av 1 framme." in alice.form.text
    written = rows(LogEntry, LogEntry.action == "announcement_confirmed")
    assert [(line.event_id, line.facts["audience"]) for line in written] == [(kronoberg.id, "registered")]
    assert "skaver" not in str([line.facts for line in rows(LogEntry)])


def test_however_often_it_is_confirmed_it_is_sent_once(
    alice: Person, bob: Person, bobs_seat: Row, workspace: Workspace, later: Later, rows: Rows
) -> None:
    writes(alice)
    view = copy(workspace.stacks[alice.id][-1])
    for _ in range(3):
        workspace.stacks[alice.id] = [copy(view)]
        alice.submits()
        later()
    assert bob.inbox == [f"{FIRST} {WORDS}"]
    assert [row.state for row in rows(Announcement)] == [AnnouncementState.BEGUN]
    assert len(rows(LogEntry, LogEntry.action == "announcement_confirmed")) == 1


def test_two_presses_in_the_same_moment_are_one_decision(
    alice: Person, bob: Person, bobs_seat: Row, kronoberg: Event, bot: Bot, later: Later, rows: Rows
) -> None:
    writes(alice)
    (draft,) = rows(Announcement)
    together = Barrier(4)

    def press(_: int) -> Says:
        together.wait()
        with bot.sessions.begin() as session:
            event = session.get_one(Event, kronoberg.id)
            return announcements.confirm(
                session, event, announcement_id=draft.id, version=1, person_id=draft.author_id, now=NOON
            )[1]

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(press, range(4))) == {Says.DONE}
    assert len(rows(LogEntry, LogEntry.action == "announcement_confirmed")) == 1
    later()
    assert bob.inbox == [f"{FIRST} {WORDS}"]


def test_handing_in_the_form_twice_is_one_draft_and_what_is_confirmed_is_what_was_seen(
    alice: Person, bob: Person, bobs_seat: Row, workspace: Workspace, later: Later, rows: Rows
) -> None:
    writes(alice)
    seen = copy(workspace.stacks[alice.id][-1])
    alice.closes()
    writes(alice)
    assert len(rows(Announcement)) == 1 and rows(Announcement)[0].version == 1
    alice.closes()
    writes(alice, "Något helt annat.")
    workspace.stacks[alice.id] = [seen]
    alice.submits()
    assert alice.form.title == "Läs innan du skickar"
    assert "Texten har ändrats sedan du såg den." in alice.form.text and "Något helt annat." in alice.form.text
    later()
    assert bob.inbox == []
    alice.submits()
    later()
    assert bob.inbox == [f"{FIRST} Något helt annat."]


def test_what_is_planned_goes_out_at_its_moment_to_those_who_are_then_registered(
    alice: Person, bob: Person, charlie: Person, bobs_seat: Row, kronoberg: Event, session: Session, bot: Bot,
    later: Later,
) -> None:  # fmt: skip
    sends(alice, day="2027-01-13", clock="09:00")
    assert "Skickas onsdag 13 januari 2027 kl. 09.00." in alice.form.text
    late = make_person(session, "Charlie Carlsson", slack_user_id="U0CHARLIE")
    session.refresh(kronoberg)
    make_registration(session, kronoberg, late)
    with bot.sessions.begin() as writing:
        cancelling.cancel(writing, event_id=kronoberg.id, person_id=bobs_seat.id, now=bot.clock.now())
    later(days=1, hours=19, minutes=59)
    assert charlie.inbox == []
    later(minutes=1)
    assert charlie.inbox == [f"{FIRST} {WORDS}"]
    assert FIRST not in str(bob.inbox)


def test_until_it_begins_it_can_be_changed_or_withdrawn_but_not_after(
    alice: Person, bob: Person, bobs_seat: Row, later: Later, rows: Rows
) -> None:
    sends(alice, day="2027-01-13", clock="09:00")
    alice.presses("Ändra", in_="form")
    assert alice.form.values["day"] == "2027-01-13" and alice.form.values["words"] == WORDS
    assert alice.submits(words="Sal C.", day="2027-01-14", clock="10:00") == {}
    assert [row.state.value for row in rows(Announcement)] == ["planned", "draft"], "planned until the new is confirmed"
    alice.submits()
    assert [row.state.value for row in rows(Announcement)] == ["withdrawn", "planned"]
    later(days=2)
    assert bob.inbox == []
    alice.presses("Ta tillbaka", in_="form")
    assert "Tillbakataget. Ingen får det." in alice.form.text
    later(days=2)
    assert bob.inbox == []

    sends(alice, day="2027-01-18", clock="09:00")
    before = copy(alice.workspace.stacks[alice.id][-1])
    later(days=4)
    assert bob.inbox == [f"{FIRST} {WORDS}"]
    alice.workspace.stacks[alice.id] = [copy(before)]
    for press in ("Ta tillbaka", "Ändra"):
        alice.presses(press, in_="form")
        assert "Det har redan börjat skickas" in alice.form.text
        alice.workspace.stacks[alice.id] = [copy(before)]
    assert rows(Announcement)[-1].state is AnnouncementState.BEGUN


def test_a_change_that_comes_as_it_begins_is_refused_and_nothing_goes_out_twice(
    alice: Person, bob: Person, bobs_seat: Row, later: Later, rows: Rows
) -> None:
    sends(alice, day="2027-01-13", clock="09:00")
    alice.presses("Ändra", in_="form")
    alice.submits(words="Sal C.", day="2027-01-14", clock="10:00")
    later(days=2)
    alice.submits()
    assert "Det har redan börjat skickas" in alice.form.text
    later(days=2)
    assert bob.inbox == [f"{FIRST} {WORDS}"]


def test_those_who_said_no_hear_nothing_and_those_who_have_not_answered_are_reminded(
    alice: Person, bob: Person, charlie: Person, bobs_seat: Row, charlies_invitation: Row, kronoberg: Event,
    session: Session, bot: Bot, later: Later,
) -> None:  # fmt: skip
    dora = make_person(session, "Dora Dahl", slack_user_id="U0DORA")
    member = alice.workspace.person("U0DORA", name="Dora Dahl", email="dora@example.org")
    invitations.invite(session, kronoberg, [dora.id, bobs_seat.id], NOON)
    session.commit()
    with bot.sessions.begin() as writing:
        cancelling.decline(writing, event_id=kronoberg.id, person_id=dora.id, now=bot.clock.now())
    later()
    heard = len(member.inbox)

    alice.types("/dialog lista")
    alice.presses("Lägesbild")
    alice.presses("Påminn dem som inte svarat", in_="form")
    assert (
        "De som inte svarat (1)" in alice.form.text and "Alla inbjudna, utom de som tackat nej (2)" in alice.form.text
    )
    assert "Hej! Vi har inte hört från dig än. Kommer du till Dialog i Kronoberg" in alice.form.values["words"]
    alice.submits()
    alice.submits()
    later()
    assert charlie.inbox[-1].startswith(f"{FIRST} Hej! Vi har inte hört från dig än.")
    assert charlie.buttons[:2] == ["Anmäl dig", "Jag kan inte"]
    assert bob.inbox == [] and len(member.inbox) == heard

    sends(alice, "Till alla.", "invited")
    later()
    assert charlie.inbox[-1] == bob.inbox[-1] == f"{FIRST} Till alla."
    assert len(member.inbox) == heard


def test_whoever_answers_while_it_is_on_its_way_is_not_reminded(
    alice: Person, charlie: Person, charlies_invitation: Row, kronoberg: Event, bot: Bot, session: Session,
    later: Later, rows: Rows,
) -> None:  # fmt: skip
    sends(alice, "Kommer du?", "silent")
    with bot.sessions.begin() as writing:
        assert outgoing.begin_due(writing, bot.clock.now()) == 1
        cancelling.decline(writing, event_id=kronoberg.id, person_id=charlies_invitation.id, now=bot.clock.now())
    later()
    assert "Kommer du?" not in str(charlie.inbox)
    (owed,) = rows(Delivery, Delivery.kind == Kind.ANNOUNCEMENT)
    assert (owed.state, owed.reason) == (DeliveryState.CANCELLED, "has said no")


def test_alice_follows_it_while_it_goes_out_and_reads_what_became_of_each(
    alice: Person, bob: Person, bobs_seat: Row, kronoberg: Event, session: Session, bot: Bot, scheduler: Scheduler,
    later: Later, workspace: Workspace,
) -> None:  # fmt: skip
    for number in range(30):
        person = make_person(session, f"Person {number:02}", slack_user_id=f"U0P{number:02}")
        workspace.person(f"U0P{number:02}", name=person.name, email=f"p{number}@example.org")
        make_registration(session, kronoberg, person)
    gone = make_person(session, "Gustav Grön", slack_user_id="U0GONE", is_deactivated=True)
    make_registration(session, kronoberg, gone)
    sends(alice)
    with bot.sessions.begin() as writing:
        outgoing.begin_due(writing, bot.clock.now())
    alice.presses("Uppdatera", in_="form")
    assert "På väg: 0 av 32 framme, 1 nådde inte fram." in alice.form.text
    later()
    told = "Klart: 31 av 32 framme, 1 nådde inte fram."
    later(seconds=10)
    assert [words for words in alice.inbox if words.startswith("Dialog i Kronoberg: ")] == [
        f"Dialog i Kronoberg: {told}"
    ], "one message, that has become true"
    assert not [words for words in alice.inbox if "utskick nådde inte fram" in words], "it is said once"
    alice.presses("Uppdatera", in_="form")
    assert told in alice.form.text
    alice.presses("Vilka nåddes", in_="form")
    lines = [line for line in alice.form.text.splitlines() if line.startswith("• ")]
    assert lines[:2] == ["• Gustav Grön: nådde inte fram – har lämnat Slack", "• Bob Berg: skickat"]
    assert len(lines) == 25 and "Sida 1 av 2." in alice.form.text
    alice.presses("Nästa", in_="form")
    assert len([line for line in alice.form.text.splitlines() if line.startswith("• ")]) == 7


def test_of_two_coordinators_who_write_at_once_the_second_reads_first_what_the_other_sent(
    alice: Person, bob: Person, bobs_seat: Row, kronoberg: Event, session: Session, workspace: Workspace, later: Later,
    rows: Rows,
) -> None:  # fmt: skip
    make_coordinator(session, kronoberg, "Anna Ask", slack_user_id="U0ANNA", email="anna@example.org")
    anna = workspace.person("U0ANNA", name="Anna Ask", email="anna@example.org")
    workspace.channel("C0LOBBY", members=[anna])
    writes(alice)
    writes(anna, "Ses vi?")
    alice.submits()
    anna.submits()
    assert anna.form.title == "Läs innan du skickar"
    assert "Alice Alm har just skrivit till samma personer." in anna.form.text
    later()
    assert bob.inbox == [f"{FIRST} {WORDS}"]
    anna.submits()
    later()
    assert bob.inbox[1:] == ["Anna Ask skriver om Dialog i Kronoberg: Ses vi?"], "a deliberate second is hers to send"


def test_only_the_areas_coordinator_may_write_and_it_is_asked_again_at_the_end(
    alice: Person, bob: Person, bobs_seat: Row, kronoberg: Event, session: Session, workspace: Workspace, later: Later
) -> None:
    nora = workspace.person("U0NORA", name="Nora Nord", email="nora@example.org")
    workspace.channel("C0LOBBY", members=[nora])
    organiser = make_person(session, "Nora Nord", slack_user_id="U0NORA")
    make_assignment(session, organiser, Duty.NATIONAL, series_id=kronoberg.series_id)
    nora.types("/dialog lista")
    nora.presses("Lägesbild")
    assert "Skriv till deltagarna" not in nora.form.text and "Kronoberg, 8 dagar kvar." in nora.form.text
    nora.closes()

    writes(alice)
    duty = session.query(Assignment).filter_by(duty=Duty.COORDINATOR).one()
    coordinator = session.get_one(Row, duty.person_id)
    session.delete(duty)
    session.commit()
    alice.submits()
    assert "Det kan bara samordnaren göra." in alice.form.text
    later()
    assert bob.inbox == []

    writes(nora)  # nobody coordinates the area in Slack: she stands in, under her own name
    nora.submits()
    later()
    assert bob.inbox == [f"Nora Nord skriver om Dialog i Kronoberg: {WORDS}"]
    assert coordinator.name == "Alice Alm"


def test_what_people_write_pings_nobody_and_is_shown_as_written(
    alice: Person, bob: Person, bobs_seat: Row, later: Later
) -> None:
    words = "<!channel> *hej* <@U0BOB> & <https://evil.example|klicka> `kod`"
    sends(alice, words)
    later()
    assert bob.inbox == [f"{FIRST} {words}"]
    message = bob.messages[-1]
    assert "<!channel>" not in message["text"] and "&lt;!channel&gt;" in message["text"]
    assert "mrkdwn" not in str(message["blocks"]) and "'type': 'user'" not in str(message["blocks"])


@ONE_KIND
def test_an_unusual_moment_is_pointed_out_and_left_to_alice(
    alice: Person, bob: Person, bobs_seat: Row, kronoberg: Event, session: Session, later: Later
) -> None:
    writes(alice, day="2027-01-16", clock="12:00")
    assert "Det skickas en dag som inte är arbetsdag." in alice.form.text
    alice.closes()
    writes(alice, day="2027-01-15", clock="21:30")
    assert "Det skickas utanför kontorstid." in alice.form.text
    alice.closes()
    writes(alice, day="2027-01-19", clock="14:00")
    assert "Då har mötet börjat." in alice.form.text
    alice.submits()
    later(days=8, hours=2)
    assert bob.inbox == [f"{FIRST} {WORDS}"]


@ONE_KIND
def test_a_moment_needs_both_day_and_time_and_lies_ahead(
    alice: Person, bobs_seat: Row, later: Later, rows: Rows
) -> None:
    opens_form(alice)
    wrong = alice.submits(audience="registered", words="Hej", day="2027-01-13")
    assert "Välj både dag och klockslag, eller inget för att skicka nu." in wrong["day"]
    wrong = alice.submits(audience="registered", words="Hej", day="2027-01-10", clock="09:00")
    assert "Den tiden har passerat." in wrong["day"]
    assert rows(Announcement) == []
    alice.submits(day="2027-01-11", clock="14:00")
    later(hours=2)
    alice.submits()
    assert "Tiden du valde har passerat." in alice.form.text


@ONE_KIND
def test_nobody_to_write_to_is_said_before_it_is_sent(
    alice: Person, kronoberg: Event, later: Later, rows: Rows
) -> None:
    sends(alice)
    assert "Det finns ingen att skriva till nu." in alice.form.text
    alice.presses("Ändra", in_="form")
    assert WORDS in alice.form.values["words"], "what was written is not lost"


def test_what_was_planned_for_a_meeting_that_is_cancelled_since_does_not_go_out(
    alice: Person, bob: Person, bobs_seat: Row, kronoberg: Event, session: Session, later: Later
) -> None:
    sends(alice, day="2027-01-13", clock="09:00")
    session.refresh(kronoberg)
    kronoberg.state = EventState.CANCELLED
    session.commit()
    later(days=2)
    assert bob.inbox == []
    assert alice.inbox == [
        "Dialog i Kronoberg: Det skickades inte: mötet ställdes in efter att du skrev. "
        "Skriv ett nytt om det ändå behövs."
    ]


def test_it_survives_a_crash_between_decision_and_sending(
    alice: Person, bob: Person, bobs_seat: Row, bot: Bot, later: Later, clock: FakeClock
) -> None:
    sends(alice, day="2027-01-13", clock="09:00")
    clock.advance(days=2)
    with pytest.raises(RuntimeError), bot.sessions.begin() as session:
        outgoing.begin_due(session, clock.now())
        raise RuntimeError("the power goes")
    later()
    later()
    assert bob.inbox == [f"{FIRST} {WORDS}"]


def test_nobody_is_written_to_after_it_has_lost_its_use(
    alice: Person, bob: Person, bobs_seat: Row, bot: Bot, clock: FakeClock, later: Later, rows: Rows
) -> None:
    sends(alice)
    with bot.sessions.begin() as session:
        outgoing.begin_due(session, clock.now())
    later(seconds=(MEETING + timedelta(hours=4) - clock.now()).total_seconds())
    assert FIRST not in str(bob.inbox)
    assert [owed.state for owed in rows(Delivery, Delivery.kind == Kind.ANNOUNCEMENT)] == [DeliveryState.EXPIRED]
    later(seconds=10)
    assert alice.inbox[-1] == "Dialog i Kronoberg: Klart: 0 av 1 framme, 1 nådde inte fram."
