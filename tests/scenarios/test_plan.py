"""The plan of a meeting as people live it: from save the date to thanks, with the real scheduler."""

from datetime import date, datetime, time

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.services.plan import invitations, steps
from bot.services.registration import cancelling
from models import (
    Delivery,
    DeliveryState,
    Duty,
    Event,
    EventState,
    Invitation,
    Kind,
    LogEntry,
    Organisation,
    Registration,
    RegistrationState,
    Series,
)
from models import Person as Somebody
from sandbox.people import Person
from tests.clock import NOON, FakeClock
from tests.factories import make_assignment, make_guest, make_person, make_registration
from tests.scenarios.conftest import ONE_KIND, Later, Rows
from tests.scenarios.test_registering import register
from tests.scenarios.test_reminders import local, move_to

WHEN = "tisdag 9 mars 2027 kl. 13.00–16.00"
SAVE, INVITE = "2027-01-18T09:00:00+01:00", "2027-01-25T09:00:00+01:00"
NUDGE, LAST_NUDGE = "2027-02-15T09:00:00+01:00", "2027-02-25T09:00:00+01:00"
BOKA_DAGEN = f"Boka dagen: Dialog i Kronoberg. T{WHEN[1:]} (vecka 10), Växjö. Inbjudan kommer i slutet av januari."


@pytest.fixture
def march(kronoberg: Event, session: Session) -> Event:
    """9 March, invitation on 25 January, registration until 1 March; planned before anything was sent."""
    kronoberg.reschedule(date(2027, 3, 9), time(13), time(16))
    kronoberg.published_at = None
    kronoberg.save_the_date_on, kronoberg.invitation_on = date(2027, 1, 18), date(2027, 1, 25)
    kronoberg.registration_close_on, kronoberg.notes_draft_on = date(2027, 3, 1), date(2027, 3, 16)
    session.get_one(Series, kronoberg.series_id).organiser = "Skolverket"
    steps.plan(session, kronoberg, NOON)
    session.commit()
    return kronoberg


@pytest.fixture
def contact(march: Event, session: Session, bob: Person) -> Somebody:
    """Bob is whom Ljungby turns to."""
    return _contact(session, march, "Bob Berg", "Ljungby kommun", slack_user_id="U0BOB", email="bob@example.org")


def _contact(session: Session, event: Event, name: str, organisation: str, **columns: object) -> Somebody:
    person = make_person(session, name, **columns)
    found = session.scalars(select(Organisation).where(Organisation.display == organisation)).one()
    make_assignment(session, person, Duty.CONTACT, series_id=event.series_id, organisation_id=found.id)
    return person


def mails(person: Person) -> list[str]:
    """The texts to send on to those outside Slack."""
    return [str(one["blocks"]) for one in person.messages if "som inte finns i Slack" in one["text"]]


def test_bob_hears_of_the_day_is_invited_is_reminded_to_answer_and_then_left_alone(
    bob: Person, charlie: Person, contact: Somebody, later: Later, clock: FakeClock, rows: Rows
) -> None:
    move_to(clock, later, SAVE)
    assert bob.inbox == [f"{BOKA_DAGEN} Du behöver inte anmäla dig än."]
    assert bob.buttons == ["Lägg till i kalendern", "Färre påminnelser"]
    assert rows(Invitation) == [], "to keep a day free is no invitation"

    move_to(clock, later, INVITE)
    assert bob.inbox[1:] == [
        f"Välkommen till Dialog i Kronoberg. T{WHEN[1:]} (vecka 10), på plats i Växjö. Kaffe från kl. 12.30. "
        "Du får inbjudan som kontaktperson för Ljungby kommun. Vi byter erfarenheter, hör vad som är på gång och "
        "skickar med Skolverket det som behöver ändras. Ni väljer frågorna. Du behöver inga förkunskaper. "
        "Anmäl dig senast måndag 1 mars. Vänliga hälsningar, Alice Alm."
    ]
    assert bob.buttons[:3] == ["Anmäl dig", "Jag kan inte", "Skicka någon annan"], "nothing that cannot be done yet"
    assert [row.person_id for row in rows(Invitation)] == [contact.id]

    move_to(clock, later, NUDGE)
    assert bob.inbox[2:] == [
        f"Du har inte svarat än. Dialog i Kronoberg. T{WHEN[1:]} (vecka 10), på plats i Växjö. "
        "Anmäl dig senast måndag 1 mars. Kan du inte komma? Säg till, så får du inga fler påminnelser."
    ]
    bob.presses("Jag kan inte", in_="inbox")
    heard = len(bob.inbox)
    later(days=40)
    assert len(bob.inbox) == heard and charlie.inbox == []


def test_bob_names_charlie_who_is_invited_in_his_place_and_alice_sees_it(
    bob: Person, charlie: Person, alice: Person, contact: Somebody, later: Later, clock: FakeClock, rows: Rows
) -> None:
    move_to(clock, later, INVITE)
    bob.presses("Skicka någon annan", in_="inbox")
    assert "Din kollega får inbjudan från dig." in bob.form.text
    assert bob.submits(colleague=charlie.id) == {}
    assert "Charlie Carlsson är tillfrågad om att komma i ditt ställe." in bob.form.text
    bob.closes()
    later()
    assert charlie.inbox[0].startswith("Bob Berg ber dig komma i sitt ställe. Välkommen till Dialog i Kronoberg.")
    [mine, theirs] = rows(Invitation)
    assert (theirs.invited_by_id, mine.invited_by_id) == (contact.id, None)
    [no] = rows(Registration)
    assert (no.person_id, no.state) == (contact.id, RegistrationState.DECLINED)
    alice.types("/dialog lista")
    alice.presses("Lägesbild")
    assert "Har bett en kollega som inte har svarat: Bob Berg → Charlie Carlsson." in alice.form.text

    bob.presses("Skicka någon annan", in_="inbox")
    assert bob.submits(colleague=charlie.id) == {}
    later()
    assert len(charlie.inbox) == 1, "asking twice is asking once"
    bob.closes()
    heard = len(bob.inbox)
    move_to(clock, later, NUDGE)
    assert len(bob.inbox) == heard, "who has named somebody has answered"
    assert charlie.inbox[1].startswith("Du har inte svarat än.")
    charlie.presses("Anmäl dig", near="ber dig komma i sitt ställe")
    assert charlie.submits(organisation="Ljungby", role="principal") == {}
    charlie.closes()
    alice.presses("Lägesbild")
    assert "Har bett en kollega" not in alice.form.text
    assert [entry.actor_id for entry in rows(LogEntry, LogEntry.action == "invitation_passed_on")] == [contact.id] * 2


@ONE_KIND
def test_a_guest_who_is_named_gets_the_invitation_by_mail_and_who_has_answered_is_not_asked(
    bob: Person, charlie: Person, dana: Person, alice: Person, contact: Somebody, later: Later, clock: FakeClock,
    rows: Rows,
) -> None:  # fmt: skip
    move_to(clock, later, INVITE)
    register(dana)
    dana.closes()
    bob.presses("Skicka någon annan", in_="inbox")
    assert bob.submits(colleague=dana.id)["colleague"].startswith("Dana Dunn är redan anmäld")
    assert bob.submits(colleague=bob.id)["colleague"].startswith("Det är du själv.")
    assert bob.submits(colleague=None, name="Gunnel Gran", email="gunnel@example.org") == {}
    bob.closes()
    later()
    [mail] = [text for text in mails(alice) if "gunnel@example.org" in text]
    assert "Bob Berg ber dig komma i sitt ställe." in mail and "Svara på mejlet om du vill anmäla dig" in mail
    button = {"type": "button", "text": {"type": "plain_text", "text": "Pröva"}, "action_id": "name_somebody_else"}
    blocks = [{"type": "actions", "elements": [{**button, "value": "1"}]}]
    charlie.workspace.post(charlie.workspace.dm(charlie.id), "U0DIALOG", "hej", blocks)
    charlie.presses("Pröva")
    assert charlie.last.startswith("Bara den som är inbjuden kan skicka någon annan.")


def test_whoever_has_registered_is_not_asked_again_and_is_thanked_when_it_is_over(
    bob: Person, contact: Somebody, later: Later, clock: FakeClock, rows: Rows
) -> None:
    for moment in (SAVE, INVITE):
        move_to(clock, later, moment)
    bob.presses("Anmäl dig", in_="inbox")
    assert bob.submits(organisation="Ljungby", role="principal") == {}
    later()
    before = len(bob.inbox)
    move_to(clock, later, "2027-03-01T23:00:00+01:00")
    assert len(bob.inbox) == before, "no word to the silent, and none of polls or programmes"
    for moment in ("2027-03-02T09:00", "2027-03-08T09:00", "2027-03-09T12:00", "2027-03-09T16:15"):
        move_to(clock, later, f"{moment}:00+01:00")
    assert [text.partition(".")[0] for text in bob.inbox[before:-1]] == [
        "Om en vecka ses vi", "I morgon kl", "Vi börjar om en timme, kl",
    ]  # fmt: skip
    assert bob.inbox[-1] == ("Tack för i dag! Dialog i Kronoberg. Minnesanteckningarna kommer senast tisdag 16 mars.")
    later(days=30)
    assert len(bob.inbox) == before + 4
    assert clock.announced is None
    assert {row.state for row in rows(Delivery)} == {DeliveryState.SENT}


def test_people_outside_slack_are_reached_through_alice_with_the_words_of_each_step(
    alice: Person, march: Event, session: Session, later: Later, clock: FakeClock, rows: Rows
) -> None:
    session.execute(update(Somebody).where(Somebody.name == "Alice Alm").values(organisation_id=1, role="director"))
    guest = _contact(session, march, "Gunnel", "Älmhults kommun", slack_user_id=None, email="gunnel@example.org")
    said = {}
    for what, moment in (("save", SAVE), ("invite", INVITE), ("nudge", NUDGE)):
        move_to(clock, later, moment)
        said[what] = mails(alice)[-1]
        assert "1 person som inte finns i Slack" in said[what] and "gunnel@example.org" in said[what]
    assert len(mails(alice)) == 3
    assert "Boka dagen: Dialog i Kronoberg." in said["save"] and "anmäla dig än" in said["save"]
    assert "Välkommen till Dialog i Kronoberg." in said["invite"] and "Svara på mejlet om du vill" in said["invite"]
    assert "Du får inbjudan" not in said["invite"], "one mail for all of them, and not about Alice"
    assert "Du har inte svarat än." in said["nudge"] and "Svara på mejlet om du vill anmäla dig" in said["nudge"]
    assert [row.person_id for row in rows(Invitation)] == [guest.id]

    cancelling.decline(session, event_id=march.id, person_id=guest.id, now=clock.now())
    session.commit()
    later()
    later(days=30)
    assert len(mails(alice)) == 3, "nobody without Slack is left to write to"


def test_guests_with_a_seat_are_thanked_by_mail(
    alice: Person, march: Event, session: Session, later: Later, clock: FakeClock
) -> None:
    make_registration(session, march, make_guest(session))
    for moment in ("2027-03-02T09:00", "2027-03-08T09:00", "2027-03-09T12:00", "2027-03-09T16:15"):
        move_to(clock, later, f"{moment}:00+01:00")
    read = mails(alice)[-1]
    assert "Tack för i dag! Dialog i Kronoberg." in read and "senast tisdag 16 mars" in read
    assert "Svara på mejlet" not in read


def test_an_invitation_given_by_hand_counts_and_is_given_time_to_be_answered(
    charlie: Person, march: Event, session: Session, later: Later, clock: FakeClock
) -> None:
    person = make_person(session, "Charlie Carlsson", slack_user_id="U0CHARLIE")
    move_to(clock, later, "2027-02-13T10:00:00+01:00")
    invitations.invite(session, march, [person.id, person.id], clock.now())
    session.commit()
    move_to(clock, later, NUDGE)
    assert charlie.inbox == [], "not two days are no silence"
    move_to(clock, later, LAST_NUDGE)
    assert charlie.inbox[0].startswith("Du har inte svarat än.")


@ONE_KIND
@pytest.mark.parametrize("state", [EventState.CANCELLED, EventState.CLOSED])
def test_nobody_is_invited_to_what_they_cannot_register_for(
    state: EventState, bob: Person, contact: Somebody, march: Event, session: Session, later: Later, clock: FakeClock,
    rows: Rows,
) -> None:  # fmt: skip
    march.state = state
    session.commit()
    move_to(clock, later, NUDGE)
    assert [text[:10] for text in bob.inbox] == ([] if state is EventState.CANCELLED else ["Boka dagen"])
    assert rows(Invitation) == []


def test_back_after_an_outage_the_invitation_alone_says_it_all(
    bob: Person, contact: Somebody, later: Later, clock: FakeClock, rows: Rows
) -> None:
    move_to(clock, later, "2027-02-16T10:00:00+01:00")
    later()
    assert [text[:13] for text in bob.inbox] == ["Välkommen til"], "no nudge on top of it, and the day is in it"
    states = {row.kind: row.state for row in rows(Delivery)}
    assert states == {Kind.SAVE_THE_DATE: DeliveryState.SUPERSEDED, Kind.INVITATION: DeliveryState.SENT}


def test_the_day_before_a_monday_is_a_friday_and_says_monday(
    bob: Person, kronoberg: Event, session: Session, later: Later, clock: FakeClock
) -> None:
    kronoberg.reschedule(date(2027, 1, 25), time(13), time(16))
    steps.plan(session, kronoberg, NOON)
    session.commit()
    register(bob)
    bob.closes()
    move_to(clock, later, "2027-01-21T09:00:00+01:00")
    heard = len(bob.inbox)
    move_to(clock, later, "2027-01-22T09:00:00+01:00")
    assert bob.inbox[heard:] == [
        "På måndag kl. 13.00 ses vi. Dialog i Kronoberg, måndag 25 januari 2027 kl. 13.00–16.00, "
        "Kommunhuset, Sal A, Växjö."
    ]
    assert "Undvik gärna parfym" in str(bob.messages[-1]["blocks"])
    move_to(clock, later, "2027-01-25T11:59:00+01:00")
    assert len(bob.inbox) == heard + 1, "nothing on Sunday"


@ONE_KIND
def test_reminders_that_a_weekend_brings_together_are_one(
    bob: Person, kronoberg: Event, session: Session, later: Later, clock: FakeClock
) -> None:
    kronoberg.reschedule(date(2027, 1, 25), time(13), time(16))
    days = [{"id": f"d{number}", "days_before": number, "at": "09:00"} for number in (3, 2, 1)]
    session.get_one(Series, kronoberg.series_id).reminder_list = days
    steps.plan(session, kronoberg, NOON)
    session.commit()
    register(bob)
    bob.closes()
    later()
    move_to(clock, later, "2027-01-22T09:00:00+01:00")
    assert [text[:10] for text in bob.inbox] == ["Du är anmä", "På måndag "]
    assert "Undvik gärna parfym" in str(bob.messages[-1]["blocks"]), "the last one, with all that helps on the way"


@ONE_KIND
def test_thanks_for_an_evening_come_the_next_morning_and_say_so(
    bob: Person, kronoberg: Event, session: Session, later: Later, clock: FakeClock
) -> None:
    kronoberg.reschedule(date(2027, 1, 22), time(16), time(19))
    steps.plan(session, kronoberg, NOON)
    session.commit()
    register(bob)
    bob.closes()
    move_to(clock, later, "2027-01-25T07:59:00+01:00")
    heard = len(bob.inbox)
    move_to(clock, later, "2027-01-25T08:00:00+01:00")
    assert bob.inbox[heard:] == ["Tack för i fredags! Dialog i Kronoberg."]


def test_of_twelve_reminders_the_ten_nearest_are_sent_and_alice_sees_what_gave_way(
    alice: Person, bob: Person, kronoberg: Event, session: Session, later: Later, clock: FakeClock, rows: Rows
) -> None:
    kronoberg.reschedule(date(2027, 2, 9), time(13), time(16))
    days = [{"id": f"d{number}", "days_before": number, "at": "09:00"} for number in (1, 4, 5, 6, 7, 8, 11, 12, 13, 14)]
    hours = [{"id": "h1", "hours_before": 1}, {"id": "h2", "hours_before": 2}]
    session.get_one(Series, kronoberg.series_id).reminder_list = [*days, *hours]
    steps.plan(session, kronoberg, NOON)
    session.commit()
    register(bob)
    bob.closes()
    later()
    for moment in moments_of(session, kronoberg):
        move_to(clock, later, moment.isoformat())
    sent = rows(Delivery, Delivery.kind == Kind.REMINDER, Delivery.state == DeliveryState.SENT)
    assert len(sent) == 10 and sent[-1].due_at == local("2027-02-09T12:00:00+01:00")
    gave_way = rows(Delivery, Delivery.state == DeliveryState.SUPERSEDED)
    assert [row.kind for row in gave_way] == [Kind.REMINDER, Kind.REMINDER, Kind.THANKS]
    alice.types("/dialog utskick")
    assert "ersatt av ett senare: påminnelse, Bob Berg" in alice.last
    assert "tio utskick om mötet räcker" in alice.last


def moments_of(session: Session, event: Event) -> list[datetime]:
    found = [step.due_at for step in steps.of(session, event) if step.due_at and step.due_at > NOON]
    session.commit()
    return found
