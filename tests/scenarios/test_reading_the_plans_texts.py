"""What people will read, before they do: side by side in both languages, and as a trial to the coordinator alone."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot.services.plan import steps
from models import Delivery, Event, EventState, Kind, Step
from sandbox.people import Person
from sandbox.workspace import Workspace
from tests.clock import NOON, FakeClock
from tests.factories import make_guest, make_registration
from tests.scenarios.conftest import ONE_KIND, Later, Rows
from tests.scenarios.test_changing_the_plan import opens_plan
from tests.scenarios.test_registering import WHEN, register
from tests.scenarios.test_reminders import move_to

EARLIER = NOON - timedelta(days=60)


@pytest.fixture
def planned(kronoberg: Event, session: Session) -> Event:
    """With everything ahead: the plan was made two months ago, and nothing of it has come yet."""
    kronoberg.address, kronoberg.published_at = "Storgatan 1", EARLIER
    steps.plan(session, kronoberg, EARLIER)
    session.commit()
    return kronoberg


def opens_text(person: Person, near: str) -> str:
    opens_plan(person)
    person.presses("Visa texten", in_="form", near=near)
    assert person.form and person.form.title == "Texten"
    return person.form.text


def spoken(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The words, without names that Slack gives to blocks."""
    return [block["elements"] for block in blocks if block["type"] == "rich_text"]


def buttons(blocks: list[dict[str, Any]]) -> list[str]:
    """Those of the texts, not the form's own way back."""
    rows = [[one["text"]["text"] for one in block["elements"]] for block in blocks if block["type"] == "actions"]
    return [label for row in rows for label in row if row != ["Tillbaka till planen"]]


def test_alice_reads_a_text_in_both_languages_as_it_will_be_and_goes_back(
    alice: Person, bob: Person, planned: Event, workspace: Workspace, later: Later, clock: FakeClock
) -> None:
    shown = opens_text(alice, "1 dag före")
    assert f"I morgon kl. 13.00 är det dags. Dialog i Kronoberg\n{WHEN}\nKommunhuset, Sal A, Växjö" in shown
    assert "Tomorrow at 13:00 it is time. Dialog i Kronoberg\nTuesday 19 January 2027 at 13:00–16:00" in shown
    assert shown.index("På svenska") < shown.index("I morgon") < shown.index("På engelska") < shown.index("Tomorrow")
    previewed = workspace.stacks[alice.id][-1].blocks
    before = alice.form
    alice.presses("Lämna återbud", in_="form")
    assert alice.form.text == before.text if alice.form and before else False, "its buttons do nothing"
    alice.presses("Tillbaka till planen", in_="form")
    assert alice.form and alice.form.title == "Planen"

    register(bob)
    bob.closes()
    move_to(clock, later, "2027-01-18T09:00:00+01:00")
    (words,) = spoken(bob.messages[-1]["blocks"])
    assert words in spoken(previewed), "to the letter what Bob gets"
    assert buttons(bob.messages[-1]["blocks"]) == buttons(previewed)[: len(buttons(previewed)) // 2]


@pytest.mark.parametrize(
    ("near", "words"),
    [
        ("Inbjudan", "Välkommen till Dialog i Kronoberg."),
        ("7 dagar före", "Om en vecka ses vi."),
        ("Rad i kanalen", "I morgon kl. 13.00 är det dags."),
        ("Tack", "Tack för i dag!"),
    ],
)
@ONE_KIND
def test_every_kind_of_step_can_be_read(alice: Person, planned: Event, near: str, words: str) -> None:
    assert words in opens_text(alice, near)


@ONE_KIND
def test_the_text_is_nobodys_own(alice: Person, bob: Person, planned: Event, session: Session) -> None:
    register(bob, "Älmhult", access_needs="en tyst vrå")
    make_registration(session, planned, make_guest(session, "Gunnel"), number=77)
    shown = "".join(opens_text(alice, near) for near in ("Inbjudan", "7 dagar före", "1 timme före", "Tack"))
    for private in ("Bob", "Gunnel", "gunnel@", "tyst", "Älmhult"):
        assert private not in shown.replace("alice@example.org", "")


def test_alice_gets_all_texts_of_the_plan_as_a_trial_for_her_alone(
    alice: Person, bob: Person, planned: Event, later: Later, rows: Rows
) -> None:
    register(bob)
    later()
    before = [(one.kind, one.due_at, one.done_at, one.version) for one in rows(Step)]
    opens_plan(alice)
    alice.presses("Skicka alla texter till mig", in_="form")
    n = len(rows(Delivery, Delivery.kind == Kind.TRIAL))
    assert alice.form and f"{n} texter är på väg till dig." in alice.form.text
    alice.closes()
    later(minutes=1)
    trials = [text for text in alice.inbox if text.startswith("Prov, bara till dig: ")]
    assert len(trials) == n >= 5
    words = " ".join(trials)
    assert words.index("Välkommen till") < words.index("Om en vecka") < words.index("Tack för i dag!"), "in its order"
    assert any(text.startswith("Prov, bara till dig: Påminnelse. Om en vecka ses vi.") for text in trials)
    assert any(text.startswith("Prov, bara till dig: Inbjudan. Välkommen till") for text in trials)
    assert len(bob.inbox) == 1, "only his receipt"
    assert [(one.kind, one.due_at, one.done_at, one.version) for one in rows(Step)] == before
    alice.presses("Anmäl dig", in_="inbox")
    assert alice.last == "Det här är bara ett prov: knapparna gör ingenting."


def test_a_trial_comes_once_for_each_time_it_was_asked_for(
    alice: Person, planned: Event, later: Later, rows: Rows, workspace: Workspace, session: Session
) -> None:
    steps.switch(session, session.query(Step).filter_by(kind="one_week").one(), NOON, is_off=True)
    session.commit()
    opens_plan(alice)
    (shown,) = workspace.stacks[alice.id]
    drawn = shown.hash
    alice.presses("Skicka alla texter till mig", in_="form")
    once = len(rows(Delivery, Delivery.kind == Kind.TRIAL))
    shown.hash = drawn
    alice.presses("Skicka alla texter till mig", in_="form")
    assert len(rows(Delivery, Delivery.kind == Kind.TRIAL)) == once, "a double click on the same drawing"
    opens_plan(alice)
    alice.presses("Skicka alla texter till mig", in_="form")
    assert len(rows(Delivery, Delivery.kind == Kind.TRIAL)) == 2 * once
    later(minutes=1)
    assert not [text for text in alice.inbox if "Om en vecka" in text], "what is switched off has no trial"


@ONE_KIND
def test_a_cancelled_meeting_has_no_texts_to_send(
    alice: Person, planned: Event, session: Session, rows: Rows, workspace: Workspace
) -> None:
    opens_plan(alice)
    planned.state = EventState.CANCELLED
    steps.plan(session, planned, NOON)
    session.commit()
    alice.presses("Skicka alla texter till mig", in_="form")
    assert alice.form and "Det finns ingen text att skicka än." in alice.form.text
    assert "Mötet är inställt: inget mer skickas." in alice.form.text
    alice.presses("Visa texten", in_="form", near="7 dagar före")
    assert alice.form.text.count("Som det är nu skulle inget skickas.") == 2


def test_others_get_neither_texts_nor_trials(
    bob: Person, alice: Person, planned: Event, workspace: Workspace, rows: Rows
) -> None:
    step = rows(Step)[0]
    opens_plan(alice)
    (shown,) = workspace.stacks[alice.id]
    bob.types("/dialog lista")
    bob.presses("Frågor")
    (taken,) = workspace.stacks[bob.id]
    for words in ("Skicka alla texter till mig", "Visa texten"):
        taken.body = shown.body
        bob.presses(words, in_="form")
        assert bob.form and "Det kan bara samordnaren göra." in bob.form.text
    assert rows(Delivery, Delivery.kind == Kind.TRIAL) == [] and step.done_at is None
