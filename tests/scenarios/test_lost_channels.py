"""A card that somebody deletes, a channel that is archived or left: noticed, told once, and not tried for ever."""

import pytest
from sqlalchemy.orm import Session

from bot.context import Bot
from models import Area, Card, Delivery, DeliveryState, Event, Kind
from sandbox.people import Person
from sandbox.state import BOT_USER
from sandbox.workspace import Workspace
from tests.factories import make_event
from tests.scenarios.conftest import MEETING, ONE_KIND, Later, Rows
from tests.scenarios.test_channels import cards_in, room
from tests.scenarios.test_registering import register

pytestmark = ONE_KIND
__all__ = ["room"]
TOLD = "Jag kan inte längre skriva i kanalen för Dialog i Kronoberg: "
OUT = "kanalen finns inte, eller så är jag inte med i den"


@pytest.fixture
def posted(alice: Person, kronoberg: Event, room: str, later: Later) -> str:
    alice.types("/dialog här", channel=room)
    later()
    return room


def calls(workspace: Workspace, room: str) -> int:
    return sum(1 for method, params in workspace.calls if method.startswith("chat.") and params["channel"] == room)


def leave(workspace: Workspace, room: str) -> None:
    workspace.channels[room].has_bot = False
    workspace.event("member_left_channel", user=BOT_USER, channel=room, channel_type="C", team="T0SANDBOX")


def come_back(workspace: Workspace, room: str) -> None:
    workspace.channels[room].has_bot = True
    workspace.event("member_joined_channel", user=BOT_USER, channel=room, channel_type="C", team="T0SANDBOX")


def test_a_deleted_card_is_told_once_and_posted_anew_when_alice_says_so(
    bot: Bot, alice: Person, bob: Person, charlie: Person, posted: str, workspace: Workspace, later: Later, rows: Rows
) -> None:
    bot.slack.chat_delete(channel=posted, ts=rows(Card)[0].ts)
    register(bob)
    later(seconds=5)
    later()
    assert alice.inbox == [
        "Kortet för Dialog i Kronoberg går inte längre att hålla aktuellt: meddelandet är borttaget."
    ]
    tried = calls(workspace, posted)
    register(charlie)
    later(minutes=10)
    assert calls(workspace, posted) == tried and len(alice.inbox) == 1

    alice.presses("Lägg ut det igen")
    assert alice.last.startswith("1 kort är på väg.")
    later(seconds=5)
    assert ["2 anmälda" in card for card in cards_in(workspace, posted)] == [True]
    alice.presses("Lägg ut det igen")
    assert alice.last.startswith("Det är redan ordnat.")
    bob.closes()
    bob.types("/dialog återbud")
    later(seconds=5)
    assert ["1 anmäld" in card for card in cards_in(workspace, posted)] == [True]


def test_a_channel_the_bot_is_removed_from_is_told_once_and_true_again_when_it_is_invited_back(
    alice: Person, bob: Person, posted: str, kronoberg: Event, workspace: Workspace, later: Later, rows: Rows,
    session: Session,
) -> None:  # fmt: skip
    register(bob)
    second = make_event(session, title="Uppföljning", starts_at=MEETING, area=session.get_one(Area, kronoberg.area_id))
    alice.types("/dialog här", channel=posted)
    later(seconds=5)
    leave(workspace, posted)
    workspace.replay(1)
    later(seconds=5)
    assert alice.inbox == [TOLD + OUT + "."], "once for the channel, not for each card"
    tried = calls(workspace, posted)
    bob.closes()
    bob.types("/dialog återbud")
    later(minutes=10)
    assert calls(workspace, posted) == tried

    alice.presses("Lägg ut det igen")
    assert "Bjud in mig till kanalen först" in alice.last
    come_back(workspace, posted)
    later(minutes=1)
    cards = cards_in(workspace, posted)
    assert len(cards) == 2 and "0 anmälda" in next(card for card in cards if "Uppföljning" not in card)
    assert [card.gone for card in rows(Card, Card.event_id == second.id)] == [None]
    leave(workspace, posted)
    later(seconds=5)
    assert len(alice.inbox) == 2, "it happened again"


def test_an_archived_channel_is_noticed_at_the_next_redraw(
    alice: Person, bob: Person, posted: str, workspace: Workspace, later: Later, rows: Rows
) -> None:
    workspace.channels[posted].is_archived = True
    register(bob)
    later(seconds=5)
    later()
    assert alice.inbox == [TOLD + "kanalen är arkiverad."]
    tried = calls(workspace, posted)
    later(days=1)
    assert calls(workspace, posted) == tried

    workspace.channels[posted].is_archived = False
    alice.types("/dialog här", channel=posted)
    later(seconds=5)
    assert ["1 anmäld" in card for card in cards_in(workspace, posted)] == [True]
    assert rows(Card, Card.gone.is_not(None)) == []


def test_a_card_that_could_not_even_be_posted_is_told_once_and_posted_later(
    alice: Person, kronoberg: Event, room: str, workspace: Workspace, later: Later, rows: Rows
) -> None:
    alice.types("/dialog här", channel=room)
    workspace.channels[room].has_bot = False
    later()
    assert alice.inbox == [TOLD + OUT + "."]
    assert [row.state for row in rows(Delivery, Delivery.kind == Kind.CARD)] == [DeliveryState.FAILED]
    come_back(workspace, room)
    later()
    assert len(cards_in(workspace, room)) == 1 and rows(Card)[0].ts


def test_a_renamed_channel_stays_the_cards_home(
    alice: Person, bob: Person, posted: str, workspace: Workspace, later: Later
) -> None:
    workspace.channels[posted].name = "dialog-kronoberg-2027"
    register(bob)
    later(seconds=5)
    assert ["1 anmäld" in card for card in cards_in(workspace, posted)] == [True]
    assert alice.inbox == []


def test_only_who_answers_for_the_meeting_posts_its_card_again(
    bot: Bot, alice: Person, bob: Person, posted: str, workspace: Workspace, later: Later, rows: Rows
) -> None:
    bot.slack.chat_delete(channel=posted, ts=rows(Card)[0].ts)
    button = {
        "type": "button",
        "text": {"type": "plain_text", "text": "Fräckt"},
        "action_id": "post_again",
        "value": "1",
    }
    workspace.post(workspace.dm(bob.id), BOT_USER, "hej", [{"type": "actions", "elements": [button]}])
    bob.presses("Fräckt")
    assert bob.last.startswith("Det kan bara samordnaren göra.")


def test_somebody_elses_coming_and_going_is_nothing_to_the_bot(
    alice: Person, bob: Person, posted: str, workspace: Workspace, later: Later, rows: Rows
) -> None:
    workspace.event("member_left_channel", user=bob.id, channel=posted, channel_type="C", team="T0SANDBOX")
    later()
    assert rows(Card)[0].gone is None and alice.inbox == []
