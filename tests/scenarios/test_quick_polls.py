"""Anyone asks a question in a channel: one vote each, unseen, closed on time or by whoever asked."""

import pytest
from sqlalchemy import func, select

from bot.context import Bot
from models import Delivery, Event, LogEntry, Poll, PollState, PollTotal
from models.polls import BALLOTS, KEYS, ROLL
from sandbox.people import Person
from sandbox.readable import text_of
from sandbox.workspace import Workspace
from scheduler.runner import Scheduler
from tests.clock import FakeClock
from tests.scenarios.conftest import ONE_KIND, Later, Rows

ROOM = "C0ROOM"
COFFEE = '/dialog omröstning "Kaffe eller te?" "Kaffe" "Te"'


@pytest.fixture(autouse=True)
def people(kronoberg: Event, workspace: Workspace, alice: Person, bob: Person, charlie: Person) -> list[Person]:
    """In the room: Alice, Bob, Charlie and four more."""
    more = [workspace.person(f"U0P{number}", name=f"Person {number}") for number in range(4)]
    workspace.channel(ROOM, name="fika", members=[alice, bob, charlie, *more])
    return [alice, bob, charlie, *more]


def card_in(workspace: Workspace) -> str:
    return text_of(workspace.messages(ROOM)[-1]["blocks"], workspace.name_of)


def test_bob_asks_all_vote_once_unseen_and_the_result_comes_on_time(
    people: list[Person], bob: Person, workspace: Workspace, later: Later, rows: Rows, bot: Bot
) -> None:
    bob.types(COFFEE, ROOM)
    assert "Omröstningen är på väg in i kanalen." in bob.last
    later(seconds=3)
    assert "Kaffe eller te?" in card_in(workspace) and "0 har röstat." in card_in(workspace)
    assert "Resultatet kommer tisdag 12 januari kl. 13.00." in card_in(workspace)
    for person in people:
        person.presses("1. Kaffe", in_=ROOM)
    assert "Din röst är sparad: Kaffe." in people[-1].last
    for person in people[:2]:
        person.presses("2. Te", in_=ROOM)
    later(seconds=5)
    assert "7 har röstat." in card_in(workspace) and "5 röster" not in card_in(workspace)
    later(hours=24)
    card = card_in(workspace)
    assert "1. Kaffe\n██████████ 5 röster" in card and "2. Te\n████░░░░░░ 2 röster" in card
    assert "inte igång" not in card
    with bot.sessions.reading() as session:
        assert session.scalar(select(func.count()).select_from(KEYS)) == 0


def test_with_the_bot_stopped_over_the_minute_it_closes_once_and_says_that_it_was_late(
    bob: Person, charlie: Person, workspace: Workspace, clock: FakeClock, later: Later, rows: Rows,
    scheduler: Scheduler,
) -> None:  # fmt: skip
    bob.types(f"{COFFEE} 2 timmar", ROOM)
    later(seconds=3)
    charlie.presses("2. Te", in_=ROOM)
    clock.advance(hours=5)
    charlie.presses("1. Kaffe", in_=ROOM)
    assert "Omröstningen stängde måndag 11 januari 2027 kl. 15.00." in charlie.last
    later(seconds=5)
    later(seconds=5)
    card = card_in(workspace)
    assert "1. Te" in card and "2. Kaffe" in card and "inte igång" in card
    assert "Under fem röster: bara ordningen visas." in card
    assert [one.points for one in rows(PollTotal)] == [None, None]
    assert len(rows(LogEntry, LogEntry.action == "poll_counted")) == 1


def test_whoever_asked_closes_it_and_nobody_else(
    bob: Person, charlie: Person, workspace: Workspace, later: Later, rows: Rows
) -> None:
    bob.types(COFFEE, ROOM)
    later(seconds=3)
    charlie.presses("Stäng omröstningen nu", in_=ROOM)
    assert "Bara den som frågade kan stänga omröstningen" in charlie.last
    bob.presses("Stäng omröstningen nu", in_=ROOM)
    assert "Omröstningen är stängd." in bob.last
    later(seconds=5)
    assert "Den som frågade stängde omröstningen i förtid." in card_in(workspace)
    assert "0 har röstat." in card_in(workspace)
    assert [one.state for one in rows(Poll)] == [PollState.CLOSED]


@ONE_KIND
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ('"Kaffe?"', "minst två svar"),
        ('"Kaffe?" "Ja"', "minst två svar"),
        ('Kaffe? "Ja" "Nej"', "Skriv frågan och svaren inom citattecken"),
        ('"Kaffe? "Ja" "Nej"', "Skriv frågan och svaren inom citattecken"),
        ('"Kaffe?" "Ja" eller "Nej"', "Skriv frågan och svaren inom citattecken"),
        ('"Kaffe?" "Ja" "Nej" i morgon', "Skriv frågan och svaren inom citattecken"),
        ('"Kaffe?" "Ja" "" ', "Skriv frågan och svaren inom citattecken"),
        ('"Kaffe?" "Ja" "JA"', "står där två gånger"),
        ('"Kaffe?" "Ja" "Nej" 90 dagar', "högst 31 dagar"),
        ('"Kaffe?" ' + " ".join(f'"{n}"' for n in range(11)), "högst 10 svar, här är det 11"),
        ('"' + "x" * 301 + '" "Ja" "Nej"', "högst 300 tecken"),
    ],
)
def test_what_cannot_be_asked_is_explained(typed: str, said: str, bob: Person, rows: Rows) -> None:
    bob.types(f"/dialog poll {typed}", ROOM)
    assert said in bob.last
    assert rows(Poll) == [] and rows(Delivery) == []


@ONE_KIND
@pytest.mark.parametrize(
    "typed",
    [
        "“Kaffe?” “Ja” “Nej”",
        "”Kaffe?” ”Ja” ”Nej”",
        "„Kaffe?“ „Ja“ „Nej“",
        '"Kaffe?""Ja""Nej"',
        "»Kaffe?» »Ja» »Nej» 3 d",
    ],
)
def test_quotes_of_every_kind_are_read(typed: str, bob: Person, workspace: Workspace, later: Later) -> None:
    bob.types(f"/dialog poll {typed}", ROOM)
    later(seconds=3)
    assert card_in(workspace).startswith("Kaffe?\n1. Ja\n2. Nej\n0 har röstat.")


@ONE_KIND
def test_where_i_am_not_a_member_i_say_how_to_invite_me(bob: Person, workspace: Workspace, rows: Rows) -> None:
    workspace.channel("C0FAR", name="far", members=[bob], bot=False)
    bob.types(COFFEE, "C0FAR")
    assert "/invite" in bob.last and rows(Poll) == []


@ONE_KIND
def test_people_of_another_workspace_are_told_that_only_members_vote(
    bob: Person, workspace: Workspace, later: Later, bot: Bot
) -> None:
    guest = workspace.person("U0FAR", name="Fia Fjärran", team_id="T0OTHER")
    workspace.channel(ROOM, members=[guest])
    bob.types(COFFEE, ROOM)
    later(seconds=3)
    guest.presses("1. Kaffe", in_=ROOM)
    assert "Det kan bara medlemmar i den här arbetsytan göra." in guest.last
    with bot.sessions.reading() as session:
        assert session.scalar(select(func.count()).select_from(BALLOTS)) == 0
        assert session.scalar(select(func.count()).select_from(ROLL)) == 0


@ONE_KIND
def test_words_that_would_ping_ping_nobody(bob: Person, workspace: Workspace, later: Later) -> None:
    bob.types('/dialog poll "<!here> *fika*?" "<@U0ALICE>" "😀"', ROOM)
    later(seconds=3)
    posted = workspace.messages(ROOM)[-1]
    assert "<!here>" not in posted["text"] and "&lt;!here&gt;" in posted["text"]
    assert "1. <@U0ALICE>" in card_in(workspace)


@ONE_KIND
def test_whoever_asked_moves_the_closing_and_everyone_reads_it_on_the_card(
    bob: Person, charlie: Person, workspace: Workspace, later: Later, rows: Rows
) -> None:
    bob.types(COFFEE, ROOM)
    later(seconds=3)
    charlie.presses("Ändra omröstningen", in_=ROOM)
    assert "Bara den som frågade kan stänga omröstningen, eller ändra när den stänger." in charlie.last
    charlie.presses("1. Kaffe", in_=ROOM)
    bob.presses("Ändra omröstningen", in_=ROOM)
    assert "method" not in bob.form.values and "Alla läser det på kortet." in bob.form.text
    assert "högst 31 dagar" in bob.submits(day="2027-03-11", clock="13:00")["day"]
    assert bob.submits(day="2027-01-11", clock="14:00") == {}
    assert "Resultatet kommer måndag 11 januari kl. 14.00." in bob.form.text
    later(seconds=5)
    assert "Resultatet kommer måndag 11 januari kl. 14.00." in card_in(workspace)
    assert bob.inbox == charlie.inbox == []
    later(hours=1)
    assert [one.state for one in rows(Poll)] == [PollState.CLOSED]
    assert "1 har röstat." in card_in(workspace)
