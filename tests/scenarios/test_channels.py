"""A channel of one's own: tying it, the cards in it, and that they stay true."""

import pytest
from sqlalchemy.orm import Session

from bot.arrivals import Arrivals
from bot.context import Bot
from bot.members import Members
from models import Area, Card, Delivery, Event, EventState, Kind, Topic
from sandbox.people import Person
from sandbox.readable import text_of
from sandbox.state import BOT_USER
from sandbox.workspace import Workspace
from scheduler.runner import Scheduler
from tests.factories import make_area, make_event, make_quota
from tests.scenarios.conftest import MEETING, Later, Rows
from tests.scenarios.test_registering import register


@pytest.fixture
def room(workspace: Workspace, alice: Person, bob: Person, charlie: Person) -> str:
    workspace.channel("C0KRO", name="dialog-kronoberg", members=[alice, bob, charlie])
    return "C0KRO"


def cards_in(workspace: Workspace, room: str) -> list[str]:
    return [text_of(message["blocks"], workspace.name_of) for message in workspace.messages(room)]


def test_alice_ties_the_channel_and_the_cards_come_once(
    alice: Person, kronoberg: Event, room: str, workspace: Workspace, later: Later, rows: Rows, session: Session
) -> None:
    make_quota(session, kronoberg, 40)
    kronoberg.has_induction_loop = True
    session.commit()
    alice.types("/dialog här", channel=room)
    assert (
        alice.last
        == "Kanalen hör nu till Kronoberg. 1 kort är på väg.\nKanalen hör nu till Kronoberg.\n1 kort är på väg."
    )
    alice.types("/dialog here", channel=room)
    later()
    [card] = cards_in(workspace, room)
    assert card.splitlines() == [
        "Dialog i Kronoberg",
        "tisdag 19 januari 2027 kl. 13.00–16.00 (vecka 3)",
        "Kaffe från kl. 12.30.",
        "På plats i Växjö.",
        "Det finns: hörslinga.",
        "Anmälan är öppen.",
        "0 anmälda av 40, 40 platser kvar.",
        "Anmäl dig", "Jag kan inte", "Föreslå en fråga", "Läs frågorna",
        "Frågor? Kontakta Alice Alm (alice@example.org).",
    ]  # fmt: skip
    assert rows(Area)[0].channel_id == room
    assert [owed.kind for owed in rows(Delivery)] == [Kind.CARD]


def test_the_card_stays_true(
    alice: Person, bob: Person, charlie: Person, dana: Person, kronoberg: Event, room: str, workspace: Workspace,
    later: Later, session: Session,
) -> None:  # fmt: skip
    make_quota(session, kronoberg, 1)
    alice.types("/dialog här", channel=room)
    later()
    bob.presses("Anmäl dig", in_=room)
    assert bob.submits(organisation="Ljungby", role="principal") == {}
    later(seconds=3)
    assert "1 anmäld av 1, fullt." in cards_in(workspace, room)[0]
    register(charlie)
    later(seconds=3)
    assert "1 anmäld av 1, fullt, 1 på väntelistan." in cards_in(workspace, room)[0]

    bob.closes()
    bob.presses("Föreslå en fråga", in_=room)
    assert bob.submits(title="Vem betalar?", level="overarching") == {}
    later(seconds=3)
    assert "1 fråga föreslagen hittills." in cards_in(workspace, room)[0]
    charlie.closes()
    charlie.presses("Läs frågorna", in_=room)
    assert "Vem betalar?" in charlie.form.text

    bob.closes()
    bob.types("/dialog cancel")
    charlie.closes()
    charlie.types("/dialog cancel")
    later(seconds=3)
    assert "0 anmälda av 1, 1 plats kvar." in cards_in(workspace, room)[0]
    assert len(workspace.messages(room)) == 1


def test_the_card_of_a_cancelled_meeting_says_so_and_has_no_buttons(
    alice: Person, kronoberg: Event, room: str, workspace: Workspace, later: Later, session: Session
) -> None:
    from bot.services import cards
    from tests.clock import NOON

    alice.types("/dialog här", channel=room)
    later()
    kronoberg.state, kronoberg.reason = EventState.CANCELLED, "för få kunde komma"
    cards.stale(session, kronoberg.id, NOON)
    session.commit()
    later(seconds=5)
    assert cards_in(workspace, room) == ["Dialog i Kronoberg\nInställt.\nOrsak: för få kunde komma."]


def test_alice_chooses_when_she_has_several_areas(
    alice: Person, kronoberg: Event, room: str, later: Later, session: Session, workspace: Workspace, rows: Rows
) -> None:
    from models import Duty
    from models.people import Person as Somebody
    from tests.factories import make_assignment

    skane = make_area(session, name="Skåne", channel_id=None)
    make_event(session, title="Dialog i Skåne", starts_at=MEETING, area=skane)
    make_assignment(session, session.get_one(Somebody, 1), Duty.COORDINATOR, area_id=skane.id)
    alice.types("/dialog här", channel=room)
    assert "Vilket samverkansområde hör kanalen till?" in alice.last
    alice.presses("Skåne")
    later()
    assert "Dialog i Skåne" in cards_in(workspace, room)[0]
    alice.types("/dialog här krono", channel=room)
    assert "Kanalen hör nu till Kronoberg." in alice.last
    assert {area.name: area.channel_id for area in rows(Area)} == {"Kronoberg": room, "Skåne": None}


def test_others_and_channels_without_the_bot_are_refused(
    alice: Person, bob: Person, kronoberg: Event, room: str, workspace: Workspace, rows: Rows
) -> None:
    bob.types("/dialog här", channel=room)
    assert bob.last == "Bara en samordnare kan koppla en kanal till sitt område."
    workspace.channel("C0NOBOT", name="utan-bot", members=[alice], bot=False)
    alice.types("/dialog här", channel="C0NOBOT")
    assert "Bjud in mig till kanalen först: skriv /invite och mitt namn." in alice.last
    alice.types("/dialog här", channel=alice.dm.id)
    assert "Bjud in mig till kanalen först" in alice.last
    forged = {"type": "button", "text": {"type": "plain_text", "text": "Knyt"}, "action_id": "bind", "value": "area:1"}
    workspace.post(workspace.channels[room], BOT_USER, "x", [{"type": "actions", "elements": [forged]}])
    bob.presses("Knyt", in_=room)
    assert bob.last.startswith("Det kan bara samordnaren göra.")
    assert [area.channel_id for area in rows(Area)] == [None]


def test_a_channel_the_file_names_is_tied_at_the_start_and_when_the_bot_is_invited(
    kronoberg: Event, room: str, bot: Bot, workspace: Workspace, session: Session, later: Later, rows: Rows,
    scheduler: Scheduler,
) -> None:  # fmt: skip
    area = session.get_one(Area, kronoberg.area_id)
    area.channel_name = "dialog-kronoberg"
    skane = make_area(session, name="Skåne", channel_id=None, channel_name="dialog-skane")
    make_event(session, title="Dialog i Skåne", starts_at=MEETING, area=skane)
    Arrivals(bot, Members(area.workspace_id, "T0SANDBOX", BOT_USER)).look_around()
    later()
    assert len(cards_in(workspace, room)) == 1

    workspace.channel("C0SKA", name="dialog-skane")
    workspace.event("member_joined_channel", user=BOT_USER, channel="C0SKA", channel_type="C", team="T0SANDBOX")
    workspace.replay(1)
    later()
    assert len(cards_in(workspace, "C0SKA")) == 1 and "Dialog i Skåne" in cards_in(workspace, "C0SKA")[0]
    assert {found.channel_id for found in rows(Area)} == {room, "C0SKA"}
    assert len(rows(Card)) == 2 and rows(Topic) == []
