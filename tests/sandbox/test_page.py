"""What the page in the browser asks, and what it gets."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from slack_bolt import Ack, App
from slack_sdk import WebClient

from sandbox.client import FakeSlack
from sandbox.clock import DemoClock
from sandbox.doors import InProcess
from sandbox.wire import Wire, on_the_wire
from sandbox.workspace import Workspace
from tests.sandbox.conftest import asked, bolt, button, modal, option, says

NAME = asked("Namn", {"type": "plain_text_input", "action_id": "name"}, "name")
PLACE = asked("Ort", {"type": "external_select", "action_id": "place", "min_query_length": 1}, "place", optional=True)
MANIFEST = {
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "shortcuts": [{"name": "Gör till en fråga", "type": "message", "callback_id": "make", "description": "x"}],
        "slash_commands": [{"command": "/dialog", "description": "Möten", "usage_hint": "[help | list] eller tomt"}],
    },
    "oauth_config": {"scopes": {"bot": ["chat:write", "commands"]}},
    "settings": {"event_subscriptions": {"bot_events": ["app_home_opened"]}},
}


class Page:
    def __init__(self, wire: Wire) -> None:
        self.url = wire.url

    def look(self, channel: str = "") -> Any:
        with urlopen(f"{self.url}/screen?as=U_BOB&channel={channel}", timeout=5) as response:
            return json.load(response)

    def do(self, what: str, **asked: Any) -> Any:
        return self.post(f"/do/{what}", {"as": "U_BOB", "place": "C_KRO", **asked})

    def post(self, path: str, body: dict[str, Any]) -> Any:
        headers = {"Content-Type": "application/json"}
        request = Request(f"{self.url}{path}", data=json.dumps(body).encode(), headers=headers)
        with urlopen(request, timeout=5) as response:
            return json.load(response)


@pytest.fixture
def demo_clock(tmp_path: Path) -> DemoClock:
    clock = DemoClock.starting_at(tmp_path / "clock", datetime(2026, 12, 1, 8, tzinfo=UTC))
    clock.patience = 0  # nobody is sending anything here
    return clock


@pytest.fixture
def workspace(demo_clock: DemoClock) -> Workspace:
    workspace = Workspace(now=demo_clock.now, manifest=MANIFEST)
    workspace.channel("C_KRO", name="dialog-kronoberg", members=[workspace.person("U_BOB")])
    return workspace


@pytest.fixture
def page(workspace: Workspace, app: App, demo_clock: DemoClock) -> Iterator[Page]:
    """The page is served over the wire, the bot is in the same process."""
    with on_the_wire(workspace, demo_clock) as wire:
        workspace.connect(InProcess(app))
        yield Page(wire)


@pytest.fixture
def app(slack: FakeSlack) -> App:
    app = bolt(slack)

    @app.command("/dialog")
    def open_form(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        client.views_open(trigger_id=body["trigger_id"], view=modal(NAME, PLACE))
        ack(text="Formuläret är öppet")

    @app.options("place")
    def suggest(ack: Ack) -> None:
        ack(options=[option("Ljungby", "0781")])

    @app.view("registration")
    def answer(ack: Ack, view: dict[str, Any], client: WebClient) -> None:
        values = view["state"]["values"]
        if values["name"]["name"]["value"] == "Eva":
            return ack(response_action="errors", errors={"name": "Upptaget."})
        blocks = [says(values["place"]["place"]["selected_option"]["text"]["text"])]
        blocks.append({"type": "actions", "block_id": "a", "elements": [button("Avanmäl", "leave")]})
        client.chat_postMessage(channel="U_BOB", text="Anmäld", blocks=blocks)
        return ack()

    @app.action("leave")
    def leave(ack: Ack, client: WebClient, body: dict[str, Any]) -> None:
        client.chat_update(channel=body["channel"]["id"], ts=body["message"]["ts"], text="Avanmäld")
        ack()

    @app.message_shortcut("make")
    def make(ack: Ack, client: WebClient, shortcut: dict[str, Any]) -> None:
        client.views_open(trigger_id=shortcut["trigger_id"], view=modal(says(shortcut["message"]["text"])))
        ack()

    @app.event("app_home_opened")
    def home(client: WebClient) -> None:
        client.views_publish(user_id="U_BOB", view={"type": "home", "blocks": [says("Hem")]})

    return app


def test_a_shortcut_in_the_menu_of_a_message_is_used_from_the_page(page: Page, workspace: Workspace) -> None:
    page.do("say", text="Hur gör ni?")
    screen = page.look("C_KRO")
    assert screen["shortcuts"] == [{"callback_id": "make", "name": "Gör till en fråga"}]
    ts = screen["messages"][-1]["ts"]
    assert page.do("shortcut", ts=ts, callback_id="make") == {"ok": True}
    assert "Hur gör ni?" in str(page.look("C_KRO")["form"])
    assert not page.do("shortcut", ts=ts, callback_id="something else")["ok"]


def test_a_form_is_opened_filled_in_and_sent_from_the_page(page: Page, workspace: Workspace) -> None:
    assert page.do("command", text="/dialog") == {"ok": True}
    screen = page.look("C_KRO")
    assert [each["ephemeral"] for each in screen["messages"]] == [True]
    form = screen["form"]
    assert (form["title"], form["submit"], form["depth"]) == ("Anmälan", "Anmäl", 1)
    place = {"block_id": "place", "action_id": "place"}
    assert page.do("options", form=form["id"], **place, query="lju")["options"] == [
        {"value": "0781", "text": "Ljungby"}
    ]

    page.do("submit", form=form["id"], values={"name": {"name": "Eva"}})
    assert page.look("C_KRO")["form"]["errors"] == {"name": "Upptaget."}
    chosen = {"place": {"value": "0781", "text": "Ljungby"}}
    page.do("submit", form=form["id"], values={"name": {"name": "Bob"}, "place": chosen})

    screen = page.look("C_KRO")
    assert screen["form"] is None
    assert [(each["name"], each["kind"], each["unread"]) for each in screen["places"]] == [
        ("Dialog", "dm", 1),
        ("dialog-kronoberg", "channel", 0),
    ]
    dm = screen["places"][0]["id"]
    message = page.look(dm)["messages"][0]
    assert message["blocks"][0]["text"]["text"] == "Ljungby"
    spot = {"place": dm, "where": "message", "ts": message["ts"], "block_id": "a", "action_id": "leave"}
    assert page.do("press", **spot) == {"ok": True}
    assert [(each["text"], each["edited"]) for each in page.look(dm)["messages"]] == [("Avanmäld", True)]
    assert page.do("press", **spot)["error"] == "Det du tryckte på finns inte längre."
    assert page.do("submit", form=form["id"])["error"] == "Formuläret är redan stängt."
    assert workspace.failures == []


def test_the_screen_says_what_can_be_typed_and_what_time_it_is(page: Page, workspace: Workspace) -> None:
    screen = page.look()

    assert screen["commands"][0]["command"] == "/dialog"
    assert [each["word"] for each in screen["words"]] == ["help", "list", "eller", "tomt"]
    assert screen["clock"]["text"] == "tisdag 1 december 2026 kl. 09.00"
    assert screen["clock"]["next"] is None
    assert screen["home"] is None
    page.do("home")
    assert page.look()["home"]["blocks"][0]["text"]["text"] == "Hem"


def test_the_clock_goes_to_the_next_moment_and_no_further(page: Page, demo_clock: DemoClock, tmp_path: Path) -> None:
    assert page.post("/clock/next", {})["ok"] is False
    coming = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)
    (tmp_path / "clock.next").write_text(coming.isoformat())
    assert page.look()["clock"]["next_text"] == "tisdag 1 december 2026 kl. 10.30"

    assert page.post("/clock/next", {}) == {"ok": True}

    assert coming <= demo_clock.now() < coming + timedelta(seconds=5)
    assert page.post("/clock/next", {})["error"] == "Inget väntar just nu, så klockan står kvar."
    assert page.post("/clock/advance", {"seconds": -5})["error"] == "Klockan går bara framåt."
    assert page.post("/clock/advance", {"seconds": 3600}) == {"ok": True}
    assert float((tmp_path / "clock").read_text()) == demo_clock.offset
    assert demo_clock.now() >= coming + timedelta(hours=1)


def test_changes_are_told_as_they_happen(page: Page, workspace: Workspace) -> None:
    with urlopen(f"{page.url}/changes?since={workspace.version}", timeout=5) as stream:
        page.do("say", text="Hej")
        assert json.loads(stream.readline().removeprefix(b"data: "))["version"] == workspace.version
    assert [each["text"] for each in page.look("C_KRO")["messages"]] == ["Hej"]


def test_a_notice_from_slack_stays_until_something_is_done(page: Page, workspace: Workspace) -> None:
    page.do("command", text="/okänt")
    assert page.look()["notice"] == "/okänt är inget giltigt kommando."

    page.do("say", text="Hej")

    assert page.look()["notice"] is None


def test_only_this_machine_and_only_the_page_may_ask(page: Page) -> None:
    for headers in ({"Host": "evil.example", "Content-Type": "application/json"}, {"Content-Type": "text/plain"}):
        with pytest.raises(HTTPError) as raised:
            urlopen(Request(f"{page.url}/do/say", data=b"{}", headers=headers), timeout=5)
        assert raised.value.code in (400, 415)
        raised.value.close()
