"""A seat falls free: it is offered, kept for a while, and goes on; near the meeting the first yes has it."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from bot.services import access, events
from bot.services.registration import offers, quotas, vacancies
from models import Delivery, Event, Kind, LogEntry, Quota, Registration, RegistrationState, Scope
from models.errors import Refusal
from sandbox.people import Person
from sandbox.workspace import Workspace
from tests.clock import NOON, FakeClock
from tests.factories import make_guest, make_quota, make_registration
from tests.scenarios.conftest import MEETING, ONE_KIND, Later, Rows
from tests.scenarios.test_registering import register

YES, NO = "Ja, jag kommer", "Nej tack"
SEAT, OFFERED, WAITS = RegistrationState.REGISTERED, RegistrationState.OFFERED, RegistrationState.WAITLISTED
CANCELLED, LAPSED, DECLINED = RegistrationState.CANCELLED, RegistrationState.LAPSED, RegistrationState.DECLINED


def states(rows: Rows) -> list[RegistrationState]:
    return [seat.state for seat in rows(Registration)]


@pytest.fixture
def full(
    bob: Person, charlie: Person, erik: Person, dana: Person, kronoberg: Event, session: Session, later: Later
) -> Event:
    """One seat: Bob has it; Charlie, Erik and Dana wait, in that order."""
    make_quota(session, kronoberg, 1)
    for person in (bob, charlie, erik):
        register(person)
        person.closes()
    register(dana, role="director")
    dana.closes()
    later()
    return kronoberg


def near(later: Later, clock: FakeClock, **before: float) -> None:
    later(seconds=(MEETING - timedelta(**before) - clock.now()).total_seconds())


def test_an_offer_that_runs_out_goes_to_the_next_and_both_hear_it(
    bob: Person, charlie: Person, erik: Person, full: Event, later: Later, clock: FakeClock, rows: Rows
) -> None:
    bob.types("/dialog återbud")
    later()
    assert charlie.inbox[-1] == (
        "Det finns en plats till dig på Dialog i Kronoberg, tisdag 19 januari 2027 kl. 13.00–16.00, på plats i Växjö. "
        "Svara senast onsdag 13 januari kl. 12.00, annars går platsen vidare."
    )
    until = rows(Registration)[1].offer_until
    later(seconds=(until - clock.now()).total_seconds() - 1)
    assert states(rows) == [CANCELLED, OFFERED, WAITS, WAITS]
    later(seconds=1)
    assert states(rows) == [CANCELLED, LAPSED, OFFERED, WAITS]
    assert charlie.inbox[-1] == (
        "Erbjudandet om en plats på Dialog i Kronoberg, tisdag 19 januari 2027 kl. 13.00–16.00, har gått ut och "
        "platsen går vidare. Du står inte längre på väntelistan."
    )
    assert "Svara senast fredag 15 januari kl. 12.00" in erik.inbox[-1]
    charlie.presses(YES, in_="inbox")
    assert charlie.last.startswith("Erbjudandet har gått ut och platsen har gått vidare.")
    erik.presses(YES, in_="inbox")
    assert states(rows) == [CANCELLED, LAPSED, SEAT, WAITS]
    assert [quota.taken for quota in rows(Quota)] == [1]


@ONE_KIND
def test_a_no_goes_on_at_once_and_pressing_twice_changes_nothing(
    bob: Person, charlie: Person, erik: Person, full: Event, later: Later, rows: Rows
) -> None:
    bob.types("/dialog återbud")
    later()
    charlie.presses(NO, in_="inbox")
    assert charlie.last.startswith("Du har tackat nej till Dialog i Kronoberg")
    charlie.presses(NO, in_="inbox")
    assert states(rows) == [CANCELLED, DECLINED, OFFERED, WAITS]
    later()
    erik.presses(YES, in_="inbox")
    assert "Du är anmäld" in erik.last
    erik.presses(YES, in_="inbox")
    assert "Du är anmäld" in erik.last
    erik.presses(NO, in_="inbox")
    assert erik.last.startswith("Du har svarat ja och har en plats.")
    assert states(rows) == [CANCELLED, DECLINED, SEAT, WAITS]
    assert len(rows(Delivery, Delivery.kind == Kind.SEAT)) == 1


@ONE_KIND
def test_my_registration_shows_the_offer_and_takes_the_answer(
    bob: Person, charlie: Person, full: Event, rows: Rows
) -> None:
    bob.types("/dialog återbud")
    charlie.types("/dialog anmäl")
    assert "Det finns en plats till dig." in charlie.form.text and "kl. 12.00" in charlie.form.text
    assert "Kommunhuset" not in charlie.form.text, "the way there is for those who come"
    charlie.presses(YES, in_="form")
    assert states(rows)[1] is SEAT


@ONE_KIND
def test_a_larger_room_is_offered_too(
    charlie: Person, erik: Person, full: Event, session: Session, later: Later, rows: Rows
) -> None:
    event = events.lock(session, full.id)
    quotas.resize(session, event, Scope.ALL, 3)
    session.flush()
    vacancies.fill(session, event, NOON)
    session.commit()
    assert states(rows) == [SEAT, OFFERED, OFFERED, WAITS]
    later()
    assert [person.inbox[-1][:28] for person in (charlie, erik)] == ["Det finns en plats till dig "] * 2


def test_in_the_last_days_three_are_asked_and_the_first_yes_has_the_seat(
    bob: Person, charlie: Person, erik: Person, dana: Person, full: Event, later: Later, clock: FakeClock, rows: Rows,
    workspace: Workspace,
) -> None:  # fmt: skip
    near(later, clock, hours=30)
    bob.types("/dialog återbud")
    later()
    for person in (charlie, erik):
        assert person.inbox[-1].endswith("Vi frågar flera samtidigt: den som svarar ja först får platsen.")
    assert dana.inbox[-1].endswith("We ask several people at once: the first to say yes has the seat.")
    assert states(rows) == [CANCELLED, WAITS, WAITS, WAITS]
    erik.presses(YES, in_="inbox")
    assert states(rows) == [CANCELLED, WAITS, SEAT, WAITS]
    charlie.presses(YES, in_="inbox")
    assert charlie.last.startswith("Den platsen har gått till någon annan. Du står kvar på väntelistan, nummer 1.")
    later()
    assert charlie.inbox[-1].endswith("gick till någon som svarade före dig. Du står kvar på väntelistan, nummer 1.")
    assert dana.inbox[-1].endswith("You are still on the waiting list, number 2.")
    assert [quota.taken for quota in rows(Quota)] == [1]


@ONE_KIND
def test_more_are_asked_when_the_first_three_are_silent_and_they_may_still_say_yes(
    bob: Person, charlie: Person, full: Event, later: Later, clock: FakeClock, rows: Rows, workspace: Workspace
) -> None:
    fifth = workspace.person("U0FIFTH", name="Filip Falk", email="filip@example.org")
    register(fifth)
    later()
    near(later, clock, hours=30)
    bob.types("/dialog återbud")
    later()
    assert [bool(row.asked_at) for row in rows(Registration)] == [False, True, True, True, False]
    later(hours=26)
    assert [bool(row.asked_at) for row in rows(Registration)] == [False, True, True, True, True]
    charlie.presses(YES, in_="inbox")
    assert states(rows) == [CANCELLED, SEAT, WAITS, WAITS, WAITS]


@ONE_KIND
def test_in_the_last_hours_nobody_is_asked_and_the_coordinator_is_told(
    alice: Person, bob: Person, charlie: Person, full: Event, later: Later, clock: FakeClock, rows: Rows
) -> None:
    near(later, clock, minutes=110)
    heard = len(charlie.inbox)
    bob.types("/dialog återbud")
    later()
    assert len(charlie.inbox) == heard
    assert alice.inbox[-1] == (
        "1 plats är ledig på Dialog i Kronoberg. "
        "3 personer väntar. Mötet börjar så snart att ingen i kön tillfrågas: du bestämmer."
    )


@ONE_KIND
def test_a_guests_offer_goes_to_the_coordinator_who_presses_the_answer(
    alice: Person, bob: Person, charlie: Person, kronoberg: Event, session: Session, later: Later, rows: Rows
) -> None:
    make_quota(session, kronoberg, 1)
    register(bob)
    bob.closes()
    gunnel = make_guest(session)
    session.refresh(kronoberg)
    make_registration(session, kronoberg, gunnel, state=WAITS)
    bob.types("/dialog återbud")
    later()
    text = str(alice.messages[-1]["blocks"])
    assert "Det finns en plats till dig på Dialog i Kronoberg" in text and "gunnel@example.org" in text
    alice.presses("Svarade ja", in_="inbox")
    assert states(rows) == [CANCELLED, SEAT]
    assert alice.last == "Sparat. Personen får veta det i Slack; om en gäst får du en text att skicka."


@ONE_KIND
def test_nobody_answers_for_somebody_else(
    bob: Person, charlie: Person, full: Event, session: Session, later: Later, rows: Rows, workspace: Workspace
) -> None:
    bob.types("/dialog återbud")
    other = rows(Registration)[1]
    for person_id in (rows(Registration)[2].person_id, other.person_id):
        with pytest.raises(Refusal):
            access.offer_to_answer(session, full.workspace_id, f"g{other.id}", person_id=person_id)
    with pytest.raises(Refusal):
        offers.accept(session, event_id=full.id, person_id=rows(Registration)[3].person_id, now=MEETING)
    session.rollback()


@ONE_KIND
def test_my_place_is_shown_where_i_look_and_i_can_leave_from_there(
    bob: Person, charlie: Person, erik: Person, dana: Person, full: Event, later: Later, rows: Rows
) -> None:
    erik.opens_home()
    later()
    assert "Du står på väntelistan, nummer 2." in erik.home.text
    erik.types("/dialog mina")
    assert "Du står på väntelistan, nummer 2." in erik.last
    charlie.types("/dialog mina")
    charlie.presses("Lämna väntelistan")
    later(seconds=10)
    assert "Du står på väntelistan, nummer 1." in erik.home.text
    bob.types("/dialog återbud")
    later(seconds=10)
    assert "Det finns en plats till dig" in erik.home.text and "Svara senast" in erik.home.text
    erik.presses(YES, in_="home")
    assert states(rows) == [CANCELLED, CANCELLED, SEAT, WAITS]


@pytest.fixture
def mixed(
    bob: Person, charlie: Person, erik: Person, dana: Person, kronoberg: Event, session: Session, later: Later
) -> Event:
    """One seat: Bob of Växjö has it; Charlie of Växjö, Erik of Ljungby and Dana of Älmhult wait."""
    make_quota(session, kronoberg, 1)
    for person, town in ((bob, "Växjö"), (charlie, "Växjö"), (erik, "Ljungby")):
        register(person, town)
        person.closes()
    register(dana, "Älmhult", role="director")
    dana.closes()
    later()
    return kronoberg


def opens_line(alice: Person) -> None:
    alice.types("/dialog lista")
    alice.presses("Deltagare")
    alice.presses("Väntelistan", in_="form")


@ONE_KIND
def test_an_organisation_without_a_seat_is_let_forward_and_all_whose_place_changes_hear_why(
    alice: Person, bob: Person, charlie: Person, erik: Person, dana: Person, mixed: Event, later: Later, rows: Rows
) -> None:
    opens_line(alice)
    assert "1. Växjö kommun: Charlie Carlsson" in alice.form.text
    assert alice.form.buttons.count("Släpp fram") == 2, "not for Växjö, which has a seat"
    alice.presses("Släpp fram", in_="form")
    assert "Ljungby kommun har ingen med plats." in alice.form.text
    assert alice.submits(reason="Alla kommuner ska få plats.") == {}
    assert "1. Ljungby kommun: Erik Ek (går före)" in alice.form.text
    later()
    assert erik.inbox[-1] == (
        "Du är nu nummer 1 på väntelistan till Dialog i Kronoberg. Samordnaren har släppt fram dig, eftersom din "
        "organisation inte har någon plats. Orsak: Alla kommuner ska få plats."
    )
    assert charlie.inbox[-1] == (
        "Du är nu nummer 2 på väntelistan till Dialog i Kronoberg. Samordnaren har släppt fram en organisation som "
        "inte har någon plats. Orsak: Alla kommuner ska få plats."
    )
    assert len(dana.inbox) == 1, "number three before and after"
    bob.types("/dialog återbud")
    assert [row.state for row in rows(Registration)] == [CANCELLED, WAITS, OFFERED, WAITS]
    [entry] = rows(LogEntry, LogEntry.action == "let_forward")
    assert entry.facts["reason"] == "Alla kommuner ska få plats." and entry.actor_id != entry.person_id


@ONE_KIND
def test_the_chain_can_be_read_by_the_coordinator(
    alice: Person, bob: Person, charlie: Person, erik: Person, mixed: Event, later: Later
) -> None:
    bob.types("/dialog återbud")
    later()
    charlie.presses(NO, in_="inbox")
    later()
    erik.presses(YES, in_="inbox")
    opens_line(alice)
    alice.presses("Vad som har hänt", in_="form")
    told = alice.form.text
    chain = ["Bob Berg lämnade återbud", "Charlie Carlsson tackade nej", "Erik Ek svarade ja och fick platsen"]
    assert [told.index(words) for words in chain] == sorted(told.index(words) for words in chain)
    assert "Erik Ek erbjöds en plats" in told


@ONE_KIND
def test_whoever_does_not_coordinate_neither_sees_the_line_nor_moves_anybody(
    alice: Person, bob: Person, mixed: Event, session: Session, rows: Rows
) -> None:
    someone = rows(Registration)[0].person_id
    for reach in (access.event_for_line, access.event_to_steer_line):
        with pytest.raises(Refusal):
            reach(session, mixed.workspace_id, mixed.id, person_id=someone)
    session.rollback()
