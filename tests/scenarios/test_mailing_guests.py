"""Texts for those outside Slack: ready to copy, and marked once they have gone out by mail."""

import pytest
from sqlalchemy.orm import Session

from bot.services.plan import steps
from models import Delivery, Event, Kind, LogEntry
from sandbox.people import Person
from sandbox.workspace import Workspace
from tests.clock import NOON, FakeClock
from tests.factories import make_guest, make_registration
from tests.scenarios.conftest import Later, Rows
from tests.scenarios.test_reminders import move_to

SENT = "Skickat av Alice Alm, tisdag 12 januari 2027 kl. 09.00."


@pytest.fixture
def mailed(kronoberg: Event, session: Session, anna: Person, later: Later, clock: FakeClock) -> Event:
    """Gunnel is a guest, and the week's text for her has reached both coordinators."""
    steps.plan(session, kronoberg, NOON)
    make_registration(session, kronoberg, make_guest(session, "Gunnel"))
    move_to(clock, later, "2027-01-12T09:00:00+01:00")
    return kronoberg


def marked(rows: Rows) -> list[int | None]:
    return [one.handled_by_id for one in rows(Delivery, Delivery.kind == Kind.GUEST_TEXT)]


def test_alice_says_that_the_mail_has_gone_out_and_the_text_says_so(
    alice: Person, anna: Person, channel: str, mailed: Event, rows: Rows, clock: FakeClock
) -> None:
    alice.types("/dialog utskick", channel)
    assert "Allt som skulle skickas har skickats." in alice.last
    assert "1 text att skicka med e-post och markera som skickad:" in alice.last
    alice.presses("Skickat", in_="inbox")
    alice.types("/dialog utskick", channel)
    assert "e-post" not in alice.last
    (message,) = alice.messages
    shown = str(message["blocks"])
    assert SENT in shown and "gunnel@example.org" in shown and "Om en vecka ses vi." in shown
    assert alice.buttons == []
    assert marked(rows) == [1, 1], "the text that both got is marked for both"

    clock.advance(hours=1)
    anna.presses("Skickat", in_="inbox")
    assert SENT in str(anna.messages[0]["blocks"]), "she sees who did it, and when"
    assert marked(rows) == [1, 1]
    said = rows(LogEntry, LogEntry.action == "mail_sent")
    assert [(entry.actor_id, entry.event_id) for entry in said] == [(1, mailed.id)]


def test_every_step_is_a_mail_of_its_own(
    alice: Person, mailed: Event, rows: Rows, later: Later, clock: FakeClock
) -> None:
    alice.presses("Skickat", in_="inbox")
    move_to(clock, later, "2027-01-18T09:00:00+01:00")
    assert marked(rows) == [1, 1, None, None]
    assert alice.buttons.count("Skickat") == 1


def test_whoever_has_no_part_in_the_meeting_marks_nothing(
    bob: Person, mailed: Event, workspace: Workspace, rows: Rows
) -> None:
    mail = rows(Delivery, Delivery.kind == Kind.GUEST_TEXT)[0]
    for value, answer in ((mail.id, "Det kan bara samordnaren göra."), (987654, "Den texten finns inte längre.")):
        button = {"type": "button", "text": {"type": "plain_text", "text": f"Skickat {value}"},
                  "action_id": "mail_sent", "value": str(value)}  # fmt: skip
        workspace.post(workspace.dm("U0BOB"), "U0DIALOG", "hej", [{"type": "actions", "elements": [button]}])
        bob.presses(f"Skickat {value}")
        assert bob.last.startswith(answer)
    assert marked(rows) == [None, None]
