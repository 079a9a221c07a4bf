"""A new coordinator makes a dialogue, invites thirty people, moves it and sees who covers what: in few presses."""

from typing import Any

import pytest

from bot.arrivals import Arrivals
from bot.context import Bot
from bot.members import Members
from models import Event, Invitation
from sandbox.people import Person
from sandbox.workspace import Workspace
from tests.scenarios.conftest import ONE_KIND, Later, Rows

pytestmark = ONE_KIND
MOST = 25


@pytest.fixture
def presses(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Everything a person does: a command, a button, a form handed in, each field filled in."""
    done: list[str] = []

    def counting(name: str) -> None:
        act = getattr(Person, name)

        def counted(self: Person, *args: Any, **held: Any) -> Any:
            done.append(f"{name} {args}")
            return act(self, *args, **held)

        monkeypatch.setattr(Person, name, counted)

    enter = Person._enter

    def entered(self: Person, spot: Any, control: Any, value: Any) -> None:
        done.append(f"fills {control.action_id}")
        enter(self, spot, control, value)

    for name in ("types", "presses", "submits"):
        counting(name)
    monkeypatch.setattr(Person, "_enter", entered)
    return done


def test_a_dialogue_is_made_thirty_are_invited_it_is_moved_and_its_coverage_seen_in_few_presses(
    alice: Person, workspace: Workspace, bot: Bot, kronoberg: Event, presses: list[str], later: Later, rows: Rows
) -> None:
    members = [workspace.person(f"U0M{n}", name=f"Medlem {n}", email=f"m{n}@example.org") for n in range(20)]
    workspace.group("S0HEADS", name="Rektorer", members=members)
    alice.types("/dialog möten")
    alice.presses("Nytt möte", in_="form")
    assert alice.submits(title="Dialog om sfi", day="2027-02-10", start_time="09:00", end_time="12:00") == {}

    alice.presses("Inbjudna", in_="form")
    alice.presses("Bjud in", in_="form")
    pasted = "\n".join(f"Gäst {n};g{n}@example.org" for n in range(10))
    assert alice.submits(group="Rektorer", list=pasted) == {}
    assert "30 personer att bjuda in, 10 av dem är inte i Slack" in alice.form.text
    assert alice.submits() == {}
    assert len(rows(Invitation)) == 30
    assert "Inbjudan går ut enligt planen, när mötet är publicerat och har en dag." in alice.form.text

    alice.presses("Till mötet", in_="form")
    alice.presses("Publicera", in_="form")
    assert alice.submits() == {}
    Arrivals(bot, Members(1, "T0SANDBOX"), wait=lambda _: None).look_around()
    later(seconds=1)
    alice.presses("Flytta", in_="form")
    assert alice.submits(day="2027-02-11") == {}
    assert alice.submits() == {}
    assert rows(Event)[-1].day.isoformat() == "2027-02-11"
    alice.presses("Deltagare", in_="form")
    alice.presses("Vem täcker vad", in_="form")
    assert "Ingen anmäld från: Ljungby kommun, Växjö kommun, Älmhults kommun" in alice.form.text
    assert len(presses) <= MOST, presses

    later(minutes=2)
    told = [[one for one in member.inbox if one.startswith("Välkommen till Dialog om sfi.")] for member in members]
    assert [len(one) for one in told] == [1] * 20
    [mail] = [str(one["blocks"]) for one in alice.messages if "som inte finns i Slack" in one["text"]]
    assert all(f"g{n}@example.org" in mail for n in range(10))
