"""What people write is shown as they wrote it: it pings nobody, formats nothing, breaks nothing, reaches no log."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot.logs import Reticent
from bot.services.plan import steps
from models import Event
from sandbox.people import Person
from sandbox.workspace import Workspace
from tests.clock import NOON
from tests.factories import make_quota
from tests.scenarios.conftest import ONE_KIND, Later

pytestmark = ONE_KIND

NASTY = {
    "calls": "<!channel> <!here|x> <@U0ALICE> <#C0LOBBY|x> @here @channel @everyone",
    "formats": "*fet* _k_ ~s~ `kod` <b>i</b> <https://evil.example|Här> &lt;i&gt; > citat",
    "programs": "{title} {0} {n!r} %s %(x)s ' OR 1=1 --",
    "shapes": "\u202eomvänt\u202c \u2066isolerat rad ett\n\n\trad två\r\n🎉🏳️‍🌈 :tada:",
    "lengths": "lång " * 600,
}
UNSEEN = set("\u202e\u202c\u2066\u0000")


def strings(part: Any, of: str = "") -> Iterator[tuple[str, str]]:
    """Every text in a payload, with the kind of thing it stands in."""
    if isinstance(part, dict):
        kind = str(part.get("type", of))
        for name, value in part.items():
            if name == "text" and isinstance(value, str):
                yield kind, value
            elif name not in ("private_metadata", "value", "state"):
                yield from strings(value, kind)
    elif isinstance(part, list):
        for one in part:
            yield from strings(one, of)


def check(payload: Any) -> None:
    """Slack interprets `mrkdwn` objects and the top-level text; everything else is shown as it stands."""
    for kind, text in strings(payload):
        assert kind != "mrkdwn", f"words of people could be formatted: {text[:80]}"
        assert not UNSEEN & set(text), f"the direction of text could be turned: {text[:80]!r}"
    top = payload.get("text") if isinstance(payload, dict) else None
    if isinstance(top, str):
        assert "<" not in top and ">" not in top, f"could ping or link: {top[:200]}"


def everything_said(workspace: Workspace) -> Iterator[Any]:
    for _, params in workspace.calls:
        yield params
    for channel in workspace.channels.values():
        for message in channel.messages.values():
            if message.is_from_bot:
                yield message.as_slack() | {"text": message.text}
    for stack in workspace.stacks.values():
        yield from (view.body for view in stack)


@pytest.mark.parametrize("kind", NASTY)
def test_no_words_of_people_are_interpreted_anywhere(
    kind: str, alice: Person, bob: Person, charlie: Person, kronoberg: Event, session: Session, later: Later,
    workspace: Workspace, caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    nasty = NASTY[kind]
    said: list[Any] = []
    steps.plan(session, kronoberg, NOON)
    make_quota(session, kronoberg, 1)
    kronoberg.title = nasty[:200]
    session.commit()
    workspace.channel("C0KRO", name="dialog-kronoberg", members=[alice, bob])
    workspace.members["U0CHARLIE"].name = nasty[:80]

    alice.types("/dialog här", channel="C0KRO")
    bob.types("/dialog register")
    bob.presses("Ändra")
    bob.fills(name=nasty[:120].replace("\n", " "), email="bob@example.org", role="principal")
    workspace.stacks["U0BOB"][-1].values["organisation"]["organisation"] = {
        "type": "external_select",
        "selected_option": {"text": {"type": "plain_text", "text": "Annan: …"}, "value": f"other:{nasty}"[:150]},
    }
    assert bob.submits(access_needs=nasty[:500].strip(), dietary=nasty[:500]) == {}
    said.append(bob.form.view)
    bob.presses("Föreslå en fråga", in_="form")
    assert bob.submits(title=nasty[:290], background=nasty[:1000], level="overarching") == {}
    said.append(bob.form.view)
    charlie.types("/dialog register")
    assert charlie.submits(organisation="Ljungby", role="principal") == {}
    said.append(charlie.form.view)
    charlie.opens_home()
    for line in ("list", "topics", "mine", nasty.replace("\n", " "), f"register {nasty[:100]}"):
        charlie.types(f"/dialog {line}")
    alice.types("/dialog lista")
    alice.presses("Deltagare")
    said.append(alice.form.view)
    alice.presses("Visa behov och specialkost", in_="form")
    said.append(alice.form.view)
    later(days=1)
    later(days=6)
    said.append(charlie.home.view)
    bob.closes()
    bob.presses("Lämna återbud", in_="inbox")
    later(seconds=5)
    alice.types("/dialog utskick")

    for payload in (*said, *everything_said(workspace)):
        check(payload)
    assert workspace.failures == []
    for record in caplog.records:
        assert nasty[:40].strip() not in Reticent().format(record) or record.levelno < logging.INFO
    assert len(charlie.inbox) == 2, "the receipt, and the seat that fell free"


def test_needs_and_diet_stand_in_no_message_home_or_card(
    alice: Person, bob: Person, kronoberg: Event, session: Session, later: Later, workspace: Workspace
) -> None:
    steps.plan(session, kronoberg, NOON)
    session.commit()
    workspace.channel("C0KRO", name="dialog-kronoberg", members=[alice, bob])
    alice.types("/dialog här", channel="C0KRO")
    bob.opens_home()
    bob.types("/dialog register")
    assert bob.submits(organisation="Ljungby", role="principal", access_needs="tyst rum", dietary="utan skaldjur") == {}
    bob.closes()
    for line in ("list", "mine", "topics", "register"):
        bob.types(f"/dialog {line}")
    later(days=1)
    later(days=6)
    later(hours=23)
    for payload in everything_said(workspace):
        if "registration" not in str(payload.get("callback_id", "")):
            assert "tyst rum" not in str(payload) and "skaldjur" not in str(payload)
    assert "tyst rum" not in bob.home.text


def test_words_that_look_like_instructions_to_a_program_are_only_words(
    bob: Person, kronoberg: Event, session: Session
) -> None:
    for line in ("%", "' OR 1=1 --", "%s%s%n", "\\", "..", "${jndi}", "((((", "*" * 300):
        bob.types(f"/dialog register {line}")
        assert "Jag hittade inget möte" in bob.last or bob.form or "Vilket möte" in bob.last
        bob.types(f"/dialog lista {line}")
        assert "Kommande möten" in bob.last
