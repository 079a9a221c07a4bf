"""Payloads over HTTP, signed as Slack signs them."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from slack_bolt import App
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_bolt.authorization import AuthorizeResult

from sandbox.client import FakeSlack
from sandbox.people import Person
from sandbox.retrying import Retrying
from sandbox.signed import SignedDoor
from sandbox.workspace import Workspace
from tests.sandbox.conftest import button, says

SECRET = "a signing secret"


@pytest.fixture
def app(slack: FakeSlack) -> App:
    def authorize(**_: Any) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id="T0SANDBOX", bot_token="xoxb-sandbox")

    return App(
        client=slack,
        authorize=authorize,
        signing_secret=SECRET,
        process_before_response=True,
        token_verification_enabled=False,
    )


@pytest.fixture
def url(app: App) -> Iterator[str]:
    from wsgiref.simple_server import WSGIRequestHandler, make_server

    class Quiet(WSGIRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = make_server("127.0.0.1", 0, SlackRequestHandler(app), handler_class=Quiet)  # type: ignore[arg-type]
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/slack/events"
    server.shutdown()
    thread.join()
    server.server_close()


def test_commands_buttons_and_events_reach_a_bot_behind_a_url(
    app: App, url: str, workspace: Workspace, slack: FakeSlack, bob: Person
) -> None:
    heard = []
    app.command("/dialog")(lambda ack, command: ack(text=f"Du skrev {command['text']}"))
    app.action("yes")(lambda ack, action: (heard.append(action["value"]), ack()))
    app.event("user_change")(lambda body: heard.append(body["event"]["user"]["id"]))
    workspace.connect(SignedDoor(url, SECRET))
    slack.chat_postMessage(
        channel=bob.id, text="Hej", blocks=[says("Hej"), {"type": "actions", "elements": [button("Ja", "yes", "å&ä")]}]
    )

    bob.types("/dialog hjälp & stöd")
    bob.presses("Ja")
    workspace.event("user_change", user={"id": bob.id})

    assert bob.last == "Du skrev hjälp & stöd"
    assert heard == ["å&ä", bob.id]
    assert workspace.failures == []


def test_a_wrong_signature_is_a_failure_the_person_hears_of(
    app: App, url: str, workspace: Workspace, bob: Person
) -> None:
    app.command("/dialog")(lambda ack: ack())
    workspace.connect(SignedDoor(url, "another secret"))

    bob.types("/dialog")

    assert "dispatch_failed" in bob.last
    assert workspace.failures == ["/dialog: dispatch_failed (status 401)"]


def test_an_event_that_was_not_taken_comes_again(app: App, url: str, workspace: Workspace) -> None:
    attempts: list[Any] = []
    taken = threading.Event()

    @app.event("user_change")
    def stumble(request: Any, body: dict[str, Any]) -> None:
        attempts.append((request.headers.get("x-slack-retry-num"), body["event_id"]))
        if len(attempts) < 3:
            raise RuntimeError("not yet")
        taken.set()

    workspace.connect(Retrying(SignedDoor(url, SECRET), delays=(0.0, 0.0, 0.0)))

    workspace.event("user_change", user={"id": "U_BOB"})

    assert taken.wait(10)
    assert [attempt for attempt, _ in attempts] == [None, ["1"], ["2"]]
    assert len({event_id for _, event_id in attempts}) == 1
