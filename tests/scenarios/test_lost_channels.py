"""A card that somebody deletes, a channel that is archived or left: noticed, told once, and not tried for ever."""

from datetime import date, time

import pytest
from sqlalchemy.orm import Session

from bot.context import Bot
from bot.services import cards, events
from bot.services.dates import polls as dates
from models import Area, Card, CardKind, Delivery, DeliveryState, Event, Kind, Poll
from sandbox.people import Person
from sandbox.state import BOT_USER
from sandbox.workspace import Workspace
from tests.electing import make_questions
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


@pytest.fixture
def voted_on(alice: Person, bob: Person, kronoberg: Event, session: Session, posted: str, later: Later) -> str:
    """Bob is registered, and a vote goes on whose card stands in the room beside the meeting's."""
    make_questions(session, kronoberg, 3)
    register(bob)
    alice.types("/dialog lista")
    alice.presses("Omröstningen")
    alice.presses("Öppna omröstningen", in_="form")
    assert alice.submits(day="2027-01-14", clock="16:00") == {}
    later()
    assert len(vote_cards(alice.workspace, posted)) == 1
    return posted


def vote_cards(workspace: Workspace, room: str) -> list[str]:
    return [card for card in cards_in(workspace, room) if "har röstat" in card]


def votes(person: Person) -> None:
    person.types("/dialog poll")
    assert person.submits(overarching_0=["overarching 1"]) == {}


def test_a_vote_whose_card_is_deleted_is_told_and_posted_anew_when_alice_says_so(
    bot: Bot, alice: Person, bob: Person, voted_on: str, workspace: Workspace, later: Later, rows: Rows
) -> None:
    bot.slack.chat_delete(channel=voted_on, ts=rows(Card, Card.kind == CardKind.POLL)[0].ts)
    votes(bob)
    later(seconds=5)
    later()
    assert alice.inbox[-1] == (
        "Kortet med omröstningen för Dialog i Kronoberg går inte längre att hålla aktuellt: meddelandet är borttaget."
    )
    alice.presses("Lägg ut det igen")
    assert alice.last.startswith("1 kort är på väg.")
    later(seconds=5)
    (card,) = vote_cards(workspace, voted_on)
    assert "1 av 1 anmälda har röstat." in card and "Du har tre röster" in card
    bob.presses("Rösta", in_=voted_on)
    assert "overarching 1" in bob.form.text


def test_a_votes_card_is_true_again_when_the_bot_comes_back_also_when_it_closed_meanwhile(
    alice: Person, bob: Person, voted_on: str, workspace: Workspace, later: Later, rows: Rows
) -> None:
    leave(workspace, voted_on)
    votes(bob)
    later(days=3, hours=4)
    assert [poll.is_open for poll in rows(Poll)] == [False]
    come_back(workspace, voted_on)
    later(seconds=5)
    later(seconds=5)
    (card,) = [one for one in cards_in(workspace, voted_on) if "Så röstade ni." in one]
    assert "1 av 1 anmälda har röstat." in card and len(rows(Card, Card.gone.is_not(None))) == 0


def test_votes_move_into_the_new_channel_when_the_old_one_is_gone(
    alice: Person, bob: Person, charlie: Person, voted_on: str, workspace: Workspace, later: Later, rows: Rows
) -> None:
    workspace.channels[voted_on].is_archived = True
    votes(bob)
    later(seconds=5)
    workspace.channel("C0NEW", name="dialog-kronoberg-igen", members=[alice, bob, charlie])
    alice.types("/dialog här", channel="C0NEW")
    later(seconds=5)
    (card,) = vote_cards(workspace, "C0NEW")
    assert "1 av 1 anmälda har röstat." in card and len(cards_in(workspace, "C0NEW")) == 2
    alice.types("/dialog här", channel="C0NEW")
    later(seconds=5)
    assert len(vote_cards(workspace, "C0NEW")) == 1


def test_a_vote_that_began_before_there_was_a_channel_comes_into_it(
    alice: Person, bob: Person, kronoberg: Event, session: Session, room: str, workspace: Workspace, later: Later
) -> None:
    make_questions(session, kronoberg, 3)
    register(bob)
    alice.types("/dialog lista")
    alice.presses("Omröstningen")
    alice.presses("Öppna omröstningen", in_="form")
    assert alice.submits(day="2027-01-14", clock="16:00") == {}
    later()
    alice.types("/dialog här", channel=room)
    later(seconds=5)
    assert len(vote_cards(workspace, room)) == 1 and len(cards_in(workspace, room)) == 2


def test_a_question_about_days_is_posted_anew_too(
    alice: Person, posted: str, kronoberg: Event, bot: Bot, session: Session, workspace: Workspace, later: Later,
    rows: Rows,
) -> None:  # fmt: skip
    kronoberg.reschedule(None, kronoberg.start_time, kronoberg.end_time)
    session.commit()
    with bot.sessions.begin() as writing:
        event = events.lock(writing, kronoberg.id)
        days = [dates.Day(date(2027, 2, one), time(9), time(12)) for one in (2, 3)]
        poll = dates.make(writing, event, days, closes_at=MEETING, tz=event.tz)
        dates.open_(writing, event, poll, bot.clock.now())
    later(seconds=5)
    (card,) = rows(Card, Card.kind == CardKind.DATE_POLL)
    bot.slack.chat_delete(channel=posted, ts=card.ts)
    with bot.sessions.begin() as writing:
        cards.stale_card(writing, card.id, bot.clock.now())
    later(seconds=5)
    later()
    alice.presses("Lägg ut det igen")
    later(seconds=5)
    assert len([one for one in cards_in(workspace, posted) if "2 februari" in one]) == 1
