"""What went wrong, for those who answer for it: read, sent again, dropped."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from bot.services.messages import resending
from models import Delivery, DeliveryState, Event, Kind, LogEntry, Person
from models.database import Sessions
from models.errors import Refusal
from sandbox.people import Person as Member
from sandbox.workspace import Workspace
from tests.clock import NOON, FakeClock
from tests.factories import make_area, make_coordinator, make_delivery, make_event, make_person, make_registration
from tests.scenarios.conftest import MEETING, ONE_KIND, Later, Rows

FAILED, PENDING = DeliveryState.FAILED, DeliveryState.PENDING
DAY = timedelta(days=1)


@pytest.fixture
def missed(bob: Member, kronoberg: Event, session: Session) -> Delivery:
    """A reminder to Bob that Slack refused yesterday."""
    person = make_person(session, "Bob Berg", slack_user_id=bob.id)
    seat = make_registration(session, kronoberg, person)
    return make_delivery(
        session, kronoberg, person, registration_id=seat.id, state=FAILED, reason="could not be sent", due_at=NOON - DAY
    )


@ONE_KIND
def test_alice_sends_again_what_did_not_get_through(
    alice: Member, bob: Member, missed: Delivery, later: Later, rows: Rows
) -> None:
    alice.types("/dialog utskick")
    assert "1 utskick gick inte som planerat.\n1 nådde inte fram." in alice.last
    alice.presses("Skicka igen")
    assert "Det skickas igen." in alice.last and "Skicka igen" not in alice.last
    later()
    assert len(bob.inbox) == 1
    alice.types("/dialog utskick")
    assert "Allt som skulle skickas har skickats.\n1 är skickat." in alice.last
    (line,) = rows(LogEntry, LogEntry.action == "delivery_sent_again")
    assert (line.actor_id, line.facts["delivery"]) == (1, missed.id)
    assert "Bob" not in str(line.facts)


@ONE_KIND
def test_pressing_an_old_list_again_sends_nothing_more_and_is_said_kindly(
    alice: Member, bob: Member, missed: Delivery, later: Later, workspace: Workspace
) -> None:
    for _ in range(2):
        button = {
            "type": "button",
            "text": {"type": "plain_text", "text": "Gammal"},
            "action_id": "send_again",
            "value": f"{missed.id} 1",
        }
        workspace.post(workspace.dm(alice.id), "U0DIALOG", "hej", [{"type": "actions", "elements": [button]}])
        alice.presses("Gammal")
        later()
    assert alice.last.startswith("Det är redan ordnat.")
    assert len(bob.inbox) == 1


def test_two_who_press_at_the_same_time_send_once(sessions: Sessions, session: Session) -> None:
    event = make_event(session)
    people = [make_coordinator(session, event, name) for name in ("Alice", "Anna")]
    row = make_delivery(session, event, state=FAILED)
    together, outcomes = threading.Barrier(2), []

    def press(person: Person) -> None:
        together.wait(10)
        try:
            with sessions.begin() as session:
                resending.send_again(session, event.workspace_id, row.id, person_id=person.id, is_admin=False, now=NOON)
            outcomes.append("sent")
        except Refusal as refusal:
            outcomes.append(refusal.sentence)

    threads = [threading.Thread(target=press, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert sorted(outcomes) == [resending.TAKEN_CARE_OF, "sent"]
    with sessions.reading() as session:
        assert session.get_one(Delivery, row.id).state is PENDING


@ONE_KIND
def test_what_is_no_longer_of_use_is_not_offered_and_refused(
    alice: Member, kronoberg: Event, session: Session, clock: FakeClock, rows: Rows
) -> None:
    gone = make_person(session, "Gustav Grön", is_deactivated=True)
    late = make_delivery(session, kronoberg, state=DeliveryState.EXPIRED, useful_until=NOON - DAY)
    away = make_delivery(session, kronoberg, gone, state=FAILED)
    sent = make_delivery(session, kronoberg, kind=Kind.RECEIPT, state=DeliveryState.SENT)
    over = make_delivery(session, kronoberg, kind=Kind.RECEIPT, state=FAILED)
    alice.types("/dialog utskick")
    assert alice.last.count("Skicka igen") == 1, "the receipt alone, while there is a meeting to come"

    def refused(row: Delivery) -> str:
        with pytest.raises(Refusal) as refusal:
            resending.send_again(session, 1, row.id, person_id=1, is_admin=False, now=clock.now())
        session.rollback()
        return str(refusal.value.sentence)

    assert refused(late) == resending.TOO_LATE
    assert refused(away) == resending.NOT_THERE
    assert refused(sent) == resending.TAKEN_CARE_OF
    clock.move_to(MEETING + DAY)
    assert refused(over) == resending.TOO_LATE


@ONE_KIND
def test_alice_drops_what_need_not_be_sent(
    alice: Member, bob: Member, kronoberg: Event, session: Session, later: Later, rows: Rows
) -> None:
    somebody = make_person(session, "Bob Berg", slack_user_id=bob.id)
    row = make_delivery(session, kronoberg, somebody, kind=Kind.MOVED, due_at=NOON + timedelta(hours=1))
    alice.types("/dialog utskick")
    assert "Allt som skulle skickas har skickats.\n1 är planerat." in alice.last
    alice.presses("Släng")
    assert "Det är slängt och skickas inte." in alice.last
    later(hours=2)
    assert bob.inbox == []
    (dropped,) = rows(Delivery, Delivery.id == row.id)
    assert (dropped.state, dropped.reason) == (DeliveryState.CANCELLED, "dropped")
    (line,) = rows(LogEntry, LogEntry.action == "delivery_dropped")
    assert (line.actor_id, line.person_id, line.facts["was"]) == (1, somebody.id, "pending")


@ONE_KIND
def test_what_may_have_been_posted_is_looked_up_and_not_dropped(
    alice: Member, kronoberg: Event, session: Session
) -> None:
    row = make_delivery(session, kronoberg, state=DeliveryState.DOUBT, maybe_posted_at=NOON)
    alice.types("/dialog utskick")
    assert "kontrolleras: påminnelse" in alice.last and "Släng" not in alice.last
    with pytest.raises(Refusal, match="taken care of"):
        resending.drop(session, 1, row.id, person_id=1, is_admin=False, now=NOON)


@ONE_KIND
def test_a_long_list_has_pages_with_the_trouble_first(alice: Member, kronoberg: Event, session: Session) -> None:
    for number in range(9):
        make_delivery(session, kronoberg, state=FAILED, due_at=NOON - number * DAY)
    make_delivery(session, kronoberg, due_at=NOON + DAY)
    alice.types("/dialog utskick")
    assert "Sida 1 av 2, 10 utskick." in alice.last
    assert alice.last.count("nådde inte fram:") == 8 and "på väg:" not in alice.last
    alice.presses("Nästa")
    assert alice.last.count("nådde inte fram:") == 1 and "på väg:" in alice.last
    alice.presses("Släng", near="nådde inte fram")
    assert "Sida 2 av 2, 9 utskick." in alice.last and "nådde inte fram:" not in alice.last, "still the same page"


@ONE_KIND
def test_admins_see_counts_and_failures_and_no_names_and_others_are_refused(
    alice: Member, bob: Member, charlie: Member, missed: Delivery, workspace: Workspace, session: Session, later: Later
) -> None:
    elsewhere = make_area(session, name="Skåne", channel_id=None)
    skane = make_event(session, title="Dialog i Skåne", starts_at=MEETING, area=elsewhere)
    make_delivery(session, skane, state=FAILED)
    admin = workspace.person("U0ADMIN", name="Adam Admin")
    admin.types("/dialog utskick")
    assert "2 nådde inte fram" in admin.last and "Bob Berg" not in admin.last
    alice.types("/dialog utskick")
    assert "1 nådde inte fram" in alice.last and "Skåne" not in alice.last, "her own area alone"
    charlie.types("/dialog utskick")
    assert charlie.last.startswith("Det kan bara samordnaren göra.")
    with pytest.raises(Refusal, match="Only the coordinator"):
        resending.send_again(session, 1, missed.id, person_id=missed.person_id, is_admin=False, now=NOON)
    session.rollback()
    admin.presses("Skicka igen", near="Dialog i Kronoberg")
    later()
    assert len(bob.inbox) == 1
