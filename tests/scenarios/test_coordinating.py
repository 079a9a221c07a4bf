"""What a coordinator sees and others do not: participants, needs, what did not get through."""

import pytest
from sqlalchemy.orm import Session

from bot.services.plan import steps
from models import (
    Delivery,
    DeliveryState,
    Event,
    Kind,
    LogEntry,
    Person,
    RegistrationState,
)
from sandbox.people import Person as Member
from sandbox.workspace import Workspace
from tests.clock import NOON
from tests.factories import (
    make_delivery,
    make_guest,
    make_organisation,
    make_person,
    make_quota,
    make_registration,
)
from tests.scenarios.conftest import Later, Rows
from tests.scenarios.test_registering import register

NO = "Det kan bara samordnaren göra."


@pytest.fixture
def crowd(bob: Member, charlie: Member, kronoberg: Event, session: Session, rows: Rows) -> None:
    """Bob openly, Charlie hidden with needs, a guest from somewhere else, and one who waits."""
    make_quota(session, kronoberg, 3)
    register(bob, "Ljungby", "principal")
    register(
        charlie, "Växjö", "director", wishes=["hide_from_list"], access_needs="en tyst vrå", dietary="utan gluten, tack"
    )
    session.refresh(kronoberg)
    guest = make_guest(session, "Gunnel Gran")
    school = make_organisation(session, "Ölands folkhögskola", is_free_text=True)
    make_registration(session, kronoberg, guest, role="director", organisation_id=school.id)
    make_registration(session, kronoberg, state=RegistrationState.WAITLISTED, organisation_id=school.id)


def test_alice_sees_who_comes_with_counts_and_what_to_know(
    alice: Member, crowd: None, kronoberg: Event, session: Session
) -> None:
    alice.types("/dialog lista")
    alice.presses("Deltagare")
    assert alice.form.title == "Deltagare"
    shown = alice.form.text
    assert "3 anmälda av 3, fullt, 1 på väntelistan." in shown
    assert "Rektor eller skolledare: 1, Förvaltnings- eller verksamhetschef: 2" in shown
    assert "Anmälda (3)" in shown and "Väntelista (1)" in shown
    assert [line for line in shown.splitlines() if line.startswith("• ")] == [
        "• Ljungby kommun: Bob Berg, Rektor eller skolledare (på plats)",
        "• Växjö kommun: Charlie Carlsson, Förvaltnings- eller verksamhetschef (dold på listor, på plats)",
        "• Ölands folkhögskola: Gunnel Gran, Förvaltnings- eller verksamhetschef "
        "(inte i Slack, organisation som den skrevs, på plats)",
        "• Ölands folkhögskola: Bob, Rektor eller skolledare (organisation som den skrevs, på plats)",
    ]
    assert "Ingen anmäld från: Älmhults kommun" in shown
    assert "1 behov att ordna." in shown
    assert "tyst" not in shown and "gluten" not in shown


def test_needs_are_shown_to_alice_behind_one_press_that_is_written_down(
    alice: Member, crowd: None, kronoberg: Event, rows: Rows
) -> None:
    alice.types("/dialog lista")
    alice.presses("Deltagare")
    alice.presses("Visa behov och specialkost", in_="form")
    assert "• Charlie Carlsson: en tyst vrå; utan gluten, tack" in alice.form.text
    assert "Bara du ser det här. Det raderas 7 dagar efter mötet." in alice.form.text
    seen = rows(LogEntry, LogEntry.action == "needs_seen")
    assert [(entry.actor_id, entry.event_id) for entry in seen] == [(1, kronoberg.id)]
    assert "tyst" not in str([entry.facts for entry in rows(LogEntry)])


def test_the_national_organiser_sees_the_list_without_the_hidden_and_no_needs(
    nora: Member, crowd: None, kronoberg: Event, session: Session, rows: Rows
) -> None:
    nora.types("/dialog lista")
    nora.presses("Deltagare")
    assert "Bob Berg" in nora.form.text and "Charlie" not in nora.form.text
    assert "3 anmälda av 3" in nora.form.text, "the hidden are counted"
    assert "behov" not in nora.form.text, "she is not shown a door that is closed to her"
    assert rows(LogEntry, LogEntry.action == "needs_seen") == []

    alice = session.get_one(Person, 1)
    alice.slack_user_id = None
    session.commit()
    nora.types("/dialog lista")
    nora.presses("Deltagare")
    nora.presses("Visa behov och specialkost", in_="form")
    assert "en tyst vrå" in nora.form.text, "she stands in for a coordinator without Slack"
    assert len(rows(LogEntry, LogEntry.action == "needs_seen")) == 1


def test_others_are_refused_what_only_the_coordinator_may_see(
    bob: Member, crowd: None, kronoberg: Event, workspace: Workspace, rows: Rows
) -> None:
    bob.closes()
    for action in ("coverage", "needs_list"):
        button = {
            "type": "button",
            "text": {"type": "plain_text", "text": "Nyfiken"},
            "action_id": action,
            "value": "1",
        }
        workspace.post(workspace.dm("U0BOB"), "U0DIALOG", "hej", [{"type": "actions", "elements": [button]}])
        bob.presses("Nyfiken")
        assert bob.last == f"{NO}\nFrågor? Kontakta Alice Alm (alice@example.org)."
    bob.types("/dialog utskick")
    assert bob.last.startswith(NO)
    assert rows(LogEntry, LogEntry.action == "needs_seen") == []


def test_alice_reads_what_did_not_get_through(
    alice: Member, kronoberg: Event, session: Session, workspace: Workspace, later: Later
) -> None:
    alice.types("/dialog utskick")
    assert "Allt som skulle skickas har skickats." in alice.last
    gone = make_person(session, "Gustav Grön")
    make_delivery(session, kronoberg, gone, state=DeliveryState.FAILED, reason="user_not_found")
    make_delivery(session, kronoberg, gone, kind=Kind.RECEIPT, state=DeliveryState.SENT)
    alice.types("/dialog deliveries")
    assert "1 utskick gick inte som planerat." in alice.last
    told = "nådde inte fram: påminnelse, Gustav Grön, måndag 11 januari 2027 kl. 13.00 (Dialog i Kronoberg)"
    assert f"{told} – finns inte i Slack" in alice.last
    admin = workspace.person("U0ADMIN", name="Adam Admin")
    admin.types("/dialog utskick")
    assert "1 utskick gick inte som planerat." in admin.last


def test_who_has_left_slack_is_a_reminder_that_did_not_get_through(
    alice: Member, bob: Member, kronoberg: Event, session: Session, later: Later, rows: Rows
) -> None:
    steps.plan(session, kronoberg, NOON)
    session.commit()
    register(bob)
    bob.closes()
    later()
    user = bob.member.as_user(NOON, with_locale=True, with_email=True) | {"deleted": True}
    bob.workspace.event("user_change", user=user)
    later(days=1)
    later()
    assert "1 utskick nådde inte fram." in alice.inbox[-1]
    assert "Bob Berg: har lämnat Slack" in str(alice.messages[-1]["blocks"])
    assert [owed.state for owed in rows(Delivery, Delivery.kind == Kind.REMINDER)] == [DeliveryState.FAILED]
