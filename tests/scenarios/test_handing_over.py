"""Alice hands over to Bob: he takes over or says no, and what was on its way to her is his."""

from datetime import timedelta

from sqlalchemy.orm import Session

from models import (
    Appeal,
    Assignment,
    Delivery,
    DeliveryState,
    Duty,
    Event,
    EventState,
    Handover,
    HandoverState,
    Kind,
    LogEntry,
    Series,
    SeriesKind,
)
from models import Person as Row
from sandbox.people import Person
from sandbox.workspace import Workspace
from tests.clock import NOON
from tests.factories import (
    make_assignment,
    make_delivery,
    make_event,
    make_guest,
    make_person,
    make_registration,
    make_series,
)
from tests.scenarios.conftest import ONE_KIND, Later, Rows

pytestmark = ONE_KIND
ASKED = "Alice Alm frågar om du vill ta över som samordnare: Kronoberg."
NO = "Det kan bara samordnaren göra."


def opens(person: Person) -> None:
    person.types("/dialog möten")
    person.presses("Vem som samordnar", in_="form")


def asks(person: Person, whom: str = "U0BOB") -> dict[str, str]:
    opens(person)
    person.presses("Lämna över", in_="form")
    return person.submits(person=whom)


def coordinators(rows: Rows) -> list[str]:
    named = {one.id: one.name for one in rows(Row)}
    return [named[one.person_id] for one in rows(Assignment, Assignment.duty == Duty.COORDINATOR)]


def states(rows: Rows) -> list[HandoverState]:
    return [one.state for one in rows(Handover)]


def test_bob_takes_over_with_one_press_and_everyone_hears_it_once(
    alice: Person, anna: Person, bob: Person, kronoberg: Event, later: Later, rows: Rows
) -> None:
    assert asks(alice) == {}
    assert "Bob Berg har fått frågan." in alice.form.text
    assert "Du har frågat Bob Berg om att ta över. Du samordnar tills svaret är ja." in alice.form.text
    assert coordinators(rows) == ["Alice Alm", "Anna Ask"]
    later()
    assert bob.inbox[-1].startswith(ASKED)
    bob.presses("Ta över", in_="inbox")
    assert bob.last.startswith("Nu samordnar du Kronoberg.")
    assert coordinators(rows) == ["Bob Berg", "Anna Ask"]
    later()
    later(days=1)
    over = [one for one in alice.inbox if "har tagit över" in one]
    assert over == [
        "Bob Berg har tagit över Kronoberg. Du samordnar inte längre där, och det som var på väg till dig går till "
        "Bob Berg."
    ]
    assert [one for one in anna.inbox if "Bob" in one] == [
        "Bob Berg samordnar Kronoberg tillsammans med dig, i stället för Alice Alm."
    ]
    assert len([one for one in bob.inbox if "Kronoberg" in one]) == 1
    assert [entry.action for entry in rows(LogEntry) if entry.action.startswith("handover")] == [
        "handover_asked", "handover_accepted",
    ]  # fmt: skip
    bob.types("/dialog logg Kronoberg")
    assert "Bob Berg – tog över som samordnare (Alice Alm). Kronoberg" in bob.last
    assert "Alice Alm – frågade någon om att ta över som samordnare (Bob Berg). Kronoberg" in bob.last
    alice.types("/dialog logg")
    assert alice.last.startswith("Det kan bara samordnaren göra.")
    bob.types("/dialog möten")
    assert "Dialog i Kronoberg" in bob.form.text
    alice.types("/dialog möten")
    assert "Du samordnar inga." in alice.last


def test_bob_answers_in_home_too(alice: Person, bob: Person, kronoberg: Event, later: Later, rows: Rows) -> None:
    asks(alice)
    bob.opens_home()
    later()
    assert ASKED in bob.home.text
    bob.presses("Ta över", in_="home")
    assert "Nu samordnar du Kronoberg." in bob.form.text
    later(seconds=5)
    assert ASKED not in bob.home.text and "Läget för mina möten" in bob.home.text
    assert coordinators(rows) == ["Bob Berg"]


def test_pressing_twice_takes_over_once(alice: Person, bob: Person, kronoberg: Event, later: Later, rows: Rows) -> None:
    asks(alice)
    assert asks_again(alice) == "Du har redan frågat Bob Berg."
    later()
    bob.presses("Ta över", in_="inbox")
    bob.presses("Ta över", in_="inbox")
    assert bob.last.startswith("Du har redan tagit över Kronoberg.")
    bob.presses("Nej tack", in_="inbox")
    assert bob.last.startswith("Du har redan tagit över Kronoberg.")
    later()
    assert len([one for one in alice.inbox if "har tagit över" in one]) == 1
    assert states(rows) == [HandoverState.WITHDRAWN, HandoverState.ACCEPTED]
    assert coordinators(rows) == ["Bob Berg"]


def asks_again(alice: Person) -> str:
    """With a form that was open all the time: the same person changes nothing, another is refused."""
    alice.presses("Ta tillbaka frågan", in_="form")
    alice.presses("Lämna över", in_="form")
    assert alice.submits(person="U0BOB") == {}
    button = {"type": "button", "text": {"type": "plain_text", "text": "Gammal"}, "action_id": "hand_over",
              "value": "area:1"}  # fmt: skip
    alice.closes()
    alice.workspace.post(alice.dm, "U0DIALOG", "hej", [{"type": "actions", "elements": [button]}])
    alice.presses("Gammal")
    assert alice.submits(person="U0BOB") == {}
    alice.closes()
    alice.presses("Gammal")
    alice.workspace.person("U0ERIK", name="Erik Ek", email="erik@example.org")
    wrong = alice.submits(person="U0ERIK")["person"]
    alice.closes()
    return wrong.partition(" Ta tillbaka")[0]


def test_bob_says_no_and_alice_coordinates_as_before(
    alice: Person, bob: Person, kronoberg: Event, later: Later, rows: Rows
) -> None:
    asks(alice)
    later()
    bob.presses("Nej tack", in_="inbox")
    assert bob.last == "Tack för svaret. Alice Alm får veta det och samordnar som förut."
    bob.presses("Ta över", in_="inbox")
    assert bob.last.startswith("Du har redan tackat nej. Prata med Alice Alm")
    later()
    assert alice.inbox[-1] == "Bob Berg vill inte ta över Kronoberg. Du samordnar Kronoberg som förut."
    alice.presses("Fråga någon annan", in_="inbox")
    assert "Lämna över" in alice.form.buttons
    assert coordinators(rows) == ["Alice Alm"] and states(rows) == [HandoverState.DECLINED]


def test_a_question_taken_back_is_answered_in_a_sentence(
    alice: Person, bob: Person, kronoberg: Event, later: Later, rows: Rows
) -> None:
    asks(alice)
    later()
    alice.presses("Ta tillbaka frågan", in_="form")
    assert "Frågan är tillbakatagen." in alice.form.text and "Lämna över" in alice.form.buttons
    later()
    assert bob.inbox[-1].startswith("Alice Alm har tagit tillbaka frågan om du vill ta över Kronoberg.")
    bob.presses("Ta över", in_="inbox")
    assert bob.last.startswith("Alice Alm har tagit tillbaka den frågan. Du behöver inte göra något.")
    assert coordinators(rows) == ["Alice Alm"]


def test_a_question_taken_back_before_it_was_sent_is_heard_by_nobody(
    alice: Person, bob: Person, kronoberg: Event, later: Later
) -> None:
    asks(alice)
    alice.presses("Ta tillbaka frågan", in_="form")
    later()
    assert bob.inbox == []


def test_two_coordinators_may_hand_over_to_the_same_person(
    alice: Person, anna: Person, bob: Person, kronoberg: Event, later: Later, rows: Rows
) -> None:
    asks(alice)
    asks(anna)
    later()
    bob.presses("Ta över", in_="inbox", value="o1")
    assert coordinators(rows) == ["Bob Berg", "Anna Ask"]
    bob.presses("Ta över", in_="inbox", value="o2")
    assert coordinators(rows) == ["Bob Berg"]
    later()
    assert anna.inbox[-1].startswith("Bob Berg har tagit över Kronoberg.")


def test_whoever_has_left_slack_is_not_asked_and_a_question_that_reaches_nobody_comes_back(
    alice: Person, bob: Person, charlie: Person, kronoberg: Event, session: Session, later: Later, rows: Rows
) -> None:
    make_person(session, "Erik Ek", slack_user_id="U0ERIK", is_deactivated=True, read_at=NOON)
    assert asks(alice, "U0ERIK")["person"].startswith("Erik Ek finns inte längre i Slack. Välj någon annan.")
    alice.closes()
    asks(alice)
    bob.changes(deleted=True)
    opens(alice)
    assert "Bob Berg har lämnat Slack. Ta tillbaka frågan och fråga någon annan." in alice.form.text
    later()
    later()
    assert alice.inbox[-1] == "Bob Berg gick inte att nå i Slack. Du samordnar Kronoberg som förut."
    assert states(rows) == [HandoverState.UNREACHED] and coordinators(rows) == ["Alice Alm"]
    assert asks(alice, "U0CHARLIE") == {}


def test_nobody_is_asked_who_coordinates_already_or_has_no_address(
    alice: Person, anna: Person, kronoberg: Event, session: Session
) -> None:
    assert asks(alice, "U0ANNA")["person"].startswith("Anna Ask samordnar redan Kronoberg.")
    make_person(session, "Nils", slack_user_id="U0NILS", read_at=NOON)
    assert alice.submits(person="U0NILS")["person"].startswith("Nils har ingen e-postadress i Slack")
    assert alice.submits(person="")["person"].startswith("Välj någon.")
    assert alice.submits(person="U0ALICE")["person"].startswith("Alice Alm samordnar redan Kronoberg.")


def test_what_was_on_its_way_to_alice_reaches_bob_and_not_her(
    alice: Person, bob: Person, kronoberg: Event, session: Session, later: Later, rows: Rows
) -> None:
    asks(alice)
    later()
    guest, seeker = make_guest(session, "Gunnel"), make_person(session, "Sara Sen", slack_user_id="U0SARA")
    make_registration(session, kronoberg, guest)
    row = session.query(Row).filter(Row.slack_user_id == "U0ALICE").one()
    appeal = Appeal(event_id=kronoberg.id, person_id=seeker.id, organisation_id=1, asked_at=NOON)
    session.add(appeal)
    session.commit()
    soon = NOON + timedelta(hours=1)
    unsent = make_delivery(
        session, kronoberg, row, kind=Kind.GUEST_TEXT, due_at=soon, facts={"about": "moved", "was": {}},
        dedup_key=f"guest_text:1-x:p{row.id}",
    )  # fmt: skip
    seen = make_delivery(
        session, kronoberg, row, kind=Kind.APPEAL, state=DeliveryState.SENT, facts={"appeal": appeal.id},
        dedup_key=f"appeal:{appeal.id}:p{row.id}",
    )  # fmt: skip
    own = make_delivery(session, kronoberg, row, kind=Kind.RECEIPT, due_at=soon)
    bob.presses("Ta över", in_="inbox")
    his = rows(Delivery, Delivery.person_id == rows(Row, Row.slack_user_id == "U0BOB")[0].id)
    assert [(one.kind, one.facts) for one in his if one.state is DeliveryState.PENDING] == [
        (Kind.GUEST_TEXT, {"about": "moved", "was": {}}), (Kind.APPEAL, {"appeal": appeal.id}),
    ]  # fmt: skip
    session.expire_all()
    kept = {one.id: one.state for one in rows(Delivery)}
    assert (kept[unsent.id], kept[seen.id], kept[own.id]) == (
        DeliveryState.CANCELLED, DeliveryState.SENT, DeliveryState.PENDING,
    )  # fmt: skip
    session.delete(session.get_one(Delivery, own.id))
    session.commit()
    later()
    assert any("Sara Sen" in one for one in bob.inbox)


def test_a_text_that_is_handed_on_is_marked_for_everybody_who_has_it(
    alice: Person, anna: Person, bob: Person, kronoberg: Event, session: Session, later: Later, rows: Rows
) -> None:
    for name in ("U0ALICE", "U0ANNA"):
        row = session.query(Row).filter(Row.slack_user_id == name).one()
        make_delivery(
            session, kronoberg, row, kind=Kind.GUEST_TEXT, state=DeliveryState.SENT,
            facts={"about": "moved", "was": {}}, dedup_key=f"guest_text:moved:1:x:p{row.id}",
        )  # fmt: skip
    asks(alice)
    later()
    bob.presses("Ta över", in_="inbox")
    texts = rows(Delivery, Delivery.kind == Kind.GUEST_TEXT)
    assert [one.state for one in texts] == [DeliveryState.SENT, DeliveryState.SENT, DeliveryState.PENDING]
    button = {"type": "button", "text": {"type": "plain_text", "text": "Klart"}, "action_id": "mail_sent",
              "value": str(texts[-1].id)}  # fmt: skip
    bob.workspace.post(bob.dm, "U0DIALOG", "hej", [{"type": "actions", "elements": [button]}])
    bob.presses("Klart")
    assert all(one.handled_at for one in rows(Delivery, Delivery.kind == Kind.GUEST_TEXT))


def test_it_may_come_back_to_alice_with_what_is_on_its_way(
    alice: Person, bob: Person, kronoberg: Event, session: Session, later: Later, rows: Rows
) -> None:
    asks(alice)
    later()
    row = session.query(Row).filter(Row.slack_user_id == "U0ALICE").one()
    make_delivery(session, kronoberg, row, kind=Kind.MEETING_NEWS, due_at=NOON + timedelta(hours=5),
                  dedup_key=f"meeting_news:1:3:p{row.id}")  # fmt: skip
    bob.presses("Ta över", in_="inbox")
    asks(bob, "U0ALICE")
    later()
    alice.presses("Ta över", in_="inbox")
    left = rows(Delivery, Delivery.kind == Kind.MEETING_NEWS, Delivery.state == DeliveryState.PENDING)
    assert [(one.person_id, one.due_at) for one in left] == [(row.id, NOON + timedelta(hours=5))]
    assert coordinators(rows) == ["Alice Alm"]


def test_a_lab_series_is_handed_over_by_its_process_lead(
    alice: Person, bob: Person, session: Session, later: Later, rows: Rows
) -> None:
    lab = make_series(session, kind=SeriesKind.LAB, title="Labb om närvaro", short_title="Förlabb")
    make_event(session, series=lab)
    lead = make_person(session, "Alice Alm", slack_user_id="U0ALICE", email="alice@example.org", read_at=NOON)
    make_assignment(session, lead, Duty.COORDINATOR, series_id=lab.id)
    assert asks(alice) == {}
    later()
    assert bob.inbox[-1].startswith("Alice Alm frågar om du vill ta över som samordnare: Förlabb.")
    bob.presses("Ta över", in_="inbox")
    (held,) = rows(Assignment, Assignment.series_id == lab.id)
    assert held.person_id == rows(Row, Row.slack_user_id == "U0BOB")[0].id


def test_a_coordinator_who_was_replaced_has_nothing_to_hand_over(
    alice: Person, bob: Person, kronoberg: Event, session: Session, later: Later, rows: Rows
) -> None:
    asks(alice)
    later()
    session.query(Assignment).delete()
    session.commit()
    bob.presses("Ta över", in_="inbox")
    assert bob.last.startswith("Alice Alm samordnar inte längre Kronoberg, så det finns inget att ta över.")
    alice.presses("Ta tillbaka frågan", in_="form")
    assert coordinators(rows) == []


def test_only_bob_can_answer_and_only_alice_can_ask(
    alice: Person, bob: Person, charlie: Person, kronoberg: Event, workspace: Workspace, later: Later, rows: Rows
) -> None:
    asks(alice)
    for action, value, says in (
        ("take_over", "o1", "Bara den som fick frågan kan svara på den."),
        ("not_take_over", "o1", "Bara den som fick frågan kan svara på den."),
        ("take_handover_back", "o1", NO),
        ("hand_over", "area:1", NO),
        ("deputies", "area:1", NO),
        ("who_coordinates", "", NO),
        ("take_over", "o99", "Den frågan finns inte längre."),
        ("hand_over", "area:99", "Det området finns inte längre."),
    ):
        button = {"type": "button", "text": {"type": "plain_text", "text": f"{action} {value}"}, "action_id": action,
                  **({"value": value} if value else {})}  # fmt: skip
        workspace.post(charlie.dm, "U0DIALOG", "hej", [{"type": "actions", "elements": [button]}])
        charlie.presses(f"{action} {value}")
        assert charlie.last.startswith(says), action
    assert states(rows) == [HandoverState.ASKED] and coordinators(rows) == ["Alice Alm"]


def names_deputies(alice: Person, *whom: str) -> None:
    opens(alice)
    alice.presses("Ställföreträdare", in_="form")
    assert alice.submits(people=list(whom)) == {}


def test_a_deputy_may_what_alice_may_hears_it_once_and_hands_over_nothing(
    alice: Person, bob: Person, kronoberg: Event, later: Later, rows: Rows
) -> None:
    names_deputies(alice, "U0BOB")
    assert "Ställföreträdare: Bob Berg" in alice.form.text
    later()
    assert bob.inbox[-1].startswith("Du är ställföreträdare i Kronoberg.")
    bob.types("/dialog möten")
    bob.presses("Öppna", in_="form")
    bob.presses("Flytta", in_="form")
    assert bob.submits(day="2027-01-20") == {}
    assert bob.submits() == {}
    later()
    assert any("Bob Berg har ändrat Dialog i Kronoberg." in one for one in alice.inbox)
    opens(bob)
    assert "Lämna över" not in bob.form.buttons and "Ställföreträdare" not in bob.form.buttons
    bob.closes()
    bob.types("/dialog hjälp")
    assert "Du är ställföreträdare i Kronoberg: du får göra det som samordnaren får." in bob.last
    names_deputies(alice, "U0BOB")
    names_deputies(alice)
    later()
    assert [one.partition(".")[0] for one in bob.inbox if "ställföreträdare" in one] == [
        "Du är ställföreträdare i Kronoberg", "Du är inte längre ställföreträdare i Kronoberg",
    ]  # fmt: skip
    bob.types("/dialog möten")
    assert "Du samordnar inga." in bob.last
    named = [entry.action for entry in rows(LogEntry) if entry.action.startswith("deputy")]
    assert named == ["deputy_named", "deputy_removed"]


def test_a_deputy_is_told_when_no_coordinator_can_be(
    alice: Person, bob: Person, charlie: Person, kronoberg: Event, session: Session, later: Later, rows: Rows
) -> None:
    names_deputies(alice, "U0BOB")
    later()
    session.refresh(kronoberg)
    kronoberg.state = EventState.CLOSED
    session.commit()
    for told in (alice, bob):
        charlie.types("/dialog anmäl")
        charlie.presses("Be om att få komma")
        charlie.submits(organisation="Ljungby", role="principal")
        charlie.closes()
        later()
        assert "Charlie Carlsson" in told.inbox[-1]
        session.query(Appeal).delete()
        session.query(Delivery).filter(Delivery.kind == Kind.APPEAL).delete()
        session.query(Row).filter(Row.slack_user_id == "U0ALICE").one().is_deactivated = True
        session.commit()
    assert "Charlie Carlsson" not in alice.inbox[-1] or len(alice.inbox) == 1


def test_a_deputy_who_takes_over_is_a_deputy_no_more(
    alice: Person, bob: Person, kronoberg: Event, later: Later, rows: Rows
) -> None:
    names_deputies(alice, "U0BOB")
    asks(alice)
    later()
    bob.presses("Ta över", in_="inbox")
    later()
    assert [one.duty for one in rows(Assignment)] == [Duty.COORDINATOR]
    assert not any("inte längre ställföreträdare" in one for one in bob.inbox)


def test_a_coordinator_is_no_deputy_and_the_organiser_names_deputies_too(
    alice: Person, anna: Person, bob: Person, kronoberg: Event, session: Session, workspace: Workspace, later: Later
) -> None:
    opens(alice)
    alice.presses("Ställföreträdare", in_="form")
    assert alice.submits(people=["U0ANNA"])["people"].startswith("Anna Ask samordnar redan Kronoberg.")
    make_assignment(session, make_person(session, "Nora", slack_user_id="U0NORA"), Duty.NATIONAL,
                    series_id=session.query(Series).one().id)  # fmt: skip
    nora = workspace.person("U0NORA", name="Nora", email="nora@example.org")
    names_deputies(nora, "U0BOB")
    assert "Lämna över" not in nora.form.buttons and "Samordnare: Alice Alm, Anna Ask" in nora.form.text
    later()
    assert "Nora har ordnat det." in bob.inbox[-1]
