"""Payloads that Slack would never send, through the real door: each is answered, and nothing breaks."""

import copy
import io
import json
import logging
import random
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from slack_sdk.signature import SignatureVerifier
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot import serving
from bot.app import build_app
from bot.blocks.ids import Field, Press, View
from bot.context import Bot
from bot.serving import Running
from bot.settings import Settings
from bot.web import _Door
from handlers import commands
from models import Topic
from sandbox.workspace import Workspace
from scheduler.runner import Scheduler
from tests.factories import make_event, make_organisation, make_person, rows
from tests.handlers.test_forged import differences, stored

ONE_KIND = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
SECRET = "a signing secret"
COMMON = {"team": {"id": "T0SANDBOX"}, "user": {"id": "U0BOB", "team_id": "T0SANDBOX"}, "api_app_id": "A0DIALOG",
          "token": "x", "trigger_id": "1.2.x", "is_enterprise_install": False, "enterprise": None}  # fmt: skip
STRANGE: list[Any] = [
    None, True, 0, -1, 2**70, 1.5, "", " ", "²", "-1", "99999999999999999999", [], {}, [[]], {"": None}, ["x"], "null",
    "\x00", "a\x00b", "\ud800", "\u202e\u200b\u2066", "שלום \u202eעולם", "👩🏽\u200d🚒" * 50, "<!channel>",
    "'; DROP TABLE events;--",
    "{\"event\": []}", "å" * 5000, {"id": {"id": {}}}, "x" * 1_000_000,
]  # fmt: skip
FORGED = ("no signature", "wrong signature", "old signature", "signed at no time")


@pytest.fixture
def door(bot: Bot, workspace: Workspace, scheduler: Scheduler, session: Session) -> _Door:
    """As gunicorn calls it."""
    workspace.person("U0BOB", name="Bob Berg", email="bob@example.org")
    event = make_event(session)
    make_person(session, slack_user_id="U0BOB", organisation_id=make_organisation(session).id)
    assert event.id == 1
    bot.settings = Settings(signing_secret=SECRET)
    bot.respond = lambda *_: None
    opened = _Door()
    opened.open(Running(bot, build_app(bot, serving.join(bot), SECRET), scheduler))
    return opened


def knock(door: _Door, body: bytes, content_type: str, how: str = "signed") -> int:
    """The status of the answer."""
    timestamp = str(int(time.time()) - (600 if how == "old signature" else 0))
    secret = "somebody else's" if how == "wrong signature" else SECRET
    signature = SignatureVerifier(secret).generate_signature(timestamp=timestamp, body=body.decode(errors="replace"))
    signed = {"HTTP_X_SLACK_REQUEST_TIMESTAMP": timestamp, "HTTP_X_SLACK_SIGNATURE": signature or ""}
    if how == "signed at no time":
        signed["HTTP_X_SLACK_REQUEST_TIMESTAMP"] = "soon"
    statuses: list[str] = []
    door(
        {
            "REQUEST_METHOD": "POST", "PATH_INFO": "/slack/events", "SERVER_PROTOCOL": "HTTP/1.1", "QUERY_STRING": "",
            "CONTENT_TYPE": content_type, "CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body),
            **({} if how == "no signature" else signed),
        },
        lambda status, headers, *_: statuses.append(status),  # type: ignore[arg-type, return-value]
    )  # fmt: skip
    return int(statuses[0][:3])


def encoded(payload: dict[str, Any]) -> tuple[bytes, str]:
    if "command" in payload:
        return urlencode({name: str(value) for name, value in payload.items()}, errors="replace").encode(), FORM
    if payload.get("type") == "event_callback":
        return json.dumps(payload).encode(), "application/json"
    return urlencode({"payload": json.dumps(payload)}).encode(), FORM


FORM = "application/x-www-form-urlencoded"


def view(callback_id: str, **values: Any) -> dict[str, Any]:
    entered = {name: {name: value} for name, value in values.items()}
    return {"id": "V1", "type": "modal", "callback_id": callback_id, "hash": "1.a", "private_metadata": '{"event": 1}',
            "state": {"values": entered}, "blocks": []}  # fmt: skip


def payloads() -> list[dict[str, Any]]:
    """One of each kind, as Slack sends them, before they are spoilt."""
    words = [{"command": "/dialog", "text": f"{word} Listening", "user_id": "U0BOB", "team_id": "T0SANDBOX",
              "channel_id": "C1", "trigger_id": "1.2.x", "response_url": "https://hooks.invalid/1"}
             for word in commands.table().words]  # fmt: skip
    presses = [{**COMMON, "type": "block_actions", "container": {"type": "message"}, "channel": {"id": "C1"},
                "response_url": "https://hooks.invalid/1",
                "actions": [{"type": "button", "block_id": "b", "action_id": str(one), "value": "1", "action_ts": "1"}]}
               for one in (*Press, Field.TITLE, "from_an_old_version:3")]  # fmt: skip
    option = {"type": "static_select", "selected_option": {"value": "1", "text": {"type": "plain_text", "text": "x"}}}
    ticks = {"type": "checkboxes", "selected_options": [{"value": "hide"}]}
    typed = {"type": "plain_text_input", "value": "Hur gör andra?"}
    forms = [
        view(View.REGISTRATION, organisation=option, role=option, wishes=ticks, needs=typed, email=typed, name=typed),
        view(View.TOPIC, title=typed, level={**option, "selected_option": {"value": "operational"}}, background=typed),
    ]
    submissions = [{**COMMON, "type": "view_submission", "view": form, "response_urls": []} for form in forms]
    asked = {**COMMON, "type": "block_suggestion", "action_id": "organisation", "block_id": "organisation",
             "value": "lju", "view": forms[0]}  # fmt: skip
    made = {**COMMON, "type": "message_action", "callback_id": "make_topic", "channel": {"id": "C1"},
            "message": {"type": "message", "text": "Hur gör ni?", "ts": "1.2", "user": "U0CHARLIE"}}  # fmt: skip
    closed = {**COMMON, "type": "view_closed", "view": forms[0], "is_cleared": True}
    profile = {"real_name": "Bob", "email": "bob@example.org"}
    happened = [
        {"type": "app_home_opened", "user": "U0BOB", "tab": "home", "channel": "D1"},
        {"type": "user_change", "user": {"id": "U0BOB", "team_id": "T0SANDBOX", "locale": "sv-SE", "profile": profile}},
        {"type": "member_joined_channel", "user": "U0BOB", "channel": "C1"},
    ]
    told = [{"type": "event_callback", "team_id": "T0SANDBOX", "api_app_id": "A0DIALOG", "event_id": "Ev1",
             "event": one} for one in happened]  # fmt: skip
    return [*words, *presses, *submissions, asked, made, closed, *told]


def spoilt(payload: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """One to three places of it are gone, of another kind, or full of what no keyboard has."""
    found = copy.deepcopy(payload)
    for _ in range(chance.randint(1, 3)):
        places = list(_places(found))
        parent, key = chance.choice(places)
        if chance.random() < 0.3:
            del parent[key]
        else:
            strange = chance.choice(STRANGE[:-1] if chance.random() < 0.98 else STRANGE)
            parent[key] = [parent[key]] if chance.random() < 0.1 else copy.deepcopy(strange)
    return found


def _places(found: Any) -> Iterator[tuple[Any, Any]]:
    entries = found.items() if isinstance(found, dict) else enumerate(found) if isinstance(found, list) else ()
    for key, value in entries:
        yield found, key
        yield from _places(value)


@ONE_KIND
@pytest.mark.parametrize("number", [250, pytest.param(5000, marks=pytest.mark.soak)])
def test_whatever_comes_is_answered_and_what_is_forged_is_turned_away(
    number: int, door: _Door, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    chance, whole = random.Random(14), payloads()
    answers: Counter[tuple[str, int]] = Counter()
    for _ in range(number):
        payload = spoilt(chance.choice(whole), chance)
        how = chance.choice((*FORGED, *["signed"] * 9))
        answers[how, knock(door, *encoded(payload), how)] += 1
        broken = [record for record in caplog.records if record.exc_info]
        assert not broken, f"{broken[0].getMessage()} {broken[0].exc_info} {json.dumps(payload)[:2000]}"
        caplog.clear()
    assert {status for how, status in answers if how != "signed"} == {401}
    assert {status for how, status in answers if how == "signed"} <= {200, 400, 404}
    assert sum(times for (how, status), times in answers.items() if how == "signed" and status == 200) > number / 2


@ONE_KIND
@pytest.mark.parametrize("body", [b"", b"{", b"payload=", b"payload={", b"payload=[]", b"payload=7", b"[1]",
                                  b"\xff\xfe", b"{}", b'{"type": []}', b'{"team": 5}', b"command=%ff"])  # fmt: skip
@pytest.mark.parametrize("content_type", [FORM, "application/json", ""])
def test_what_is_not_even_a_payload_is_left(body: bytes, content_type: str, door: _Door) -> None:
    assert knock(door, body, content_type) in (200, 400, 404)
    assert knock(door, body, content_type, "wrong signature") == 401


@ONE_KIND
def test_unspoilt_the_same_payloads_do_what_they_should(door: _Door, session: Session) -> None:
    """The control: what is spoilt is not turned away for another reason."""
    answers = Counter(knock(door, *encoded(payload)) for payload in payloads())
    assert set(answers) == {200}
    assert rows(session, Topic) == 1


@ONE_KIND
def test_a_question_about_payload_is_heard_over_http(door: _Door, workspace: Workspace) -> None:
    command = next(one for one in payloads() if one.get("text", "").startswith("topic"))
    before = len(workspace.calls)
    assert knock(door, *encoded(command | {"text": "topic What is a payload?"})) == 200
    assert "views.open" in [method for method, _ in workspace.calls[before:]]


@ONE_KIND
def test_what_is_not_signed_as_slack_does_changes_nothing(door: _Door, engine: Engine) -> None:
    before = stored(engine)
    for how in FORGED:
        assert {knock(door, *encoded(payload), how) for payload in payloads()} == {401}
    assert differences(before, stored(engine)) == set()
