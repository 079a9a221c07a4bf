"""Over the wire: the SDK's own clients against a port of this machine."""

import contextlib
from collections.abc import Iterator
from http.client import RemoteDisconnected
from typing import Any

import pytest
from slack_bolt import Ack, App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox.faults import Fault
from sandbox.people import Person
from sandbox.wire import Wire, on_the_wire
from sandbox.workspace import Workspace
from tests.sandbox.conftest import asked, bolt, modal

WAIT = 10


@pytest.fixture
def workspace() -> Workspace:
    workspace = Workspace()
    workspace.channel("C_KRO", name="dialog-kronoberg", members=[workspace.person("U_BOB")])
    return workspace


@pytest.fixture
def wire(workspace: Workspace) -> Iterator[Wire]:
    with on_the_wire(workspace) as wire:
        yield wire


@pytest.fixture
def client(wire: Wire) -> WebClient:
    return WebClient(token="xoxb-sandbox", base_url=f"{wire.url}/api/", timeout=2, retry_handlers=[])


@pytest.fixture
def remote_app(client: WebClient) -> App:
    """A real Bolt app that reaches the workspace through its port alone."""
    return bolt(client)


@pytest.fixture
def handler(remote_app: App, wire: Wire) -> Iterator[SocketModeHandler]:
    handler = SocketModeHandler(remote_app, "xapp-sandbox", ping_interval=0.2)
    handler.connect()
    assert wire.sockets.wait_connected(WAIT)
    yield handler
    handler.client.default_auto_reconnect_enabled = handler.client.auto_reconnect_enabled = False
    wire.sockets.reset()  # the SDK's close() would otherwise wait for its own read, three seconds
    with contextlib.suppress(AttributeError):  # it races with its own threads when the socket is already gone
        handler.close()
    handler.close()


def test_a_command_travels_over_a_socket_and_back(
    remote_app: App, handler: SocketModeHandler, bob: Person, workspace: Workspace
) -> None:
    remote_app.command("/dialog")(lambda ack, command: ack(text=f"Du skrev {command['text']}"))

    bob.types("/dialog hjälp")

    assert bob.sees == ["Du skrev hjälp"]
    assert workspace.failures == []


def test_a_form_opens_over_http_and_is_submitted_over_the_socket(
    remote_app: App, handler: SocketModeHandler, bob: Person
) -> None:
    name = asked("Namn", {"type": "plain_text_input", "action_id": "name"}, "name")

    @remote_app.command("/dialog")
    def open_form(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        client.views_open(trigger_id=body["trigger_id"], view=modal(name))
        ack()

    @remote_app.view("registration")
    def refuse(ack: Ack) -> None:
        ack(response_action="errors", errors={"name": "Upptaget."})

    bob.types("/dialog")
    assert bob.submits(name="Bob") == {"name": "Upptaget."}


def test_an_old_connection_is_replaced_when_slack_asks(
    remote_app: App, handler: SocketModeHandler, wire: Wire, bob: Person
) -> None:
    remote_app.command("/dialog")(lambda ack: ack(text="Hej"))

    wire.sockets.refresh()
    assert wire.sockets.wait_opened(2, WAIT)
    bob.types("/dialog")

    assert bob.last == "Hej"


def test_a_torn_connection_comes_back(remote_app: App, handler: SocketModeHandler, wire: Wire, bob: Person) -> None:
    remote_app.command("/dialog")(lambda ack: ack(text="Hej"))

    wire.sockets.reset()
    assert wire.sockets.wait_opened(2, WAIT)
    bob.types("/dialog")

    assert bob.last == "Hej"


def test_without_a_bot_the_person_hears_it(wire: Wire, bob: Person, workspace: Workspace) -> None:
    bob.types("/dialog")

    assert "dispatch_failed" in bob.last
    assert workspace.failures == ["/dialog: dispatch_failed (no socket is connected)"]


def test_faults_happen_for_real(client: WebClient, workspace: Workspace, bob: Person) -> None:
    workspace.faults.next(
        "chat.postMessage",
        Fault.DROP_BEFORE,
        Fault.DROP_AFTER,
        Fault.ERROR_500_AFTER,
        Fault.RATE_LIMITED(7),
        "is_archived",
    )
    outcomes: list[Any] = []
    for number in range(5):
        try:
            client.chat_postMessage(channel=bob.id, text=str(number))
        except (OSError, RemoteDisconnected, SlackApiError) as error:
            outcomes.append(error)

    assert isinstance(outcomes[0], ConnectionResetError)
    assert isinstance(outcomes[1], RemoteDisconnected)
    assert outcomes[2].response.status_code == 500
    assert outcomes[3].response.headers["Retry-After"] == "7"
    assert outcomes[4].response["error"] == "is_archived"
    assert bob.inbox == ["1", "2"]


def test_a_stalled_answer_times_out_and_has_still_happened(
    client: WebClient, workspace: Workspace, bob: Person
) -> None:
    client.timeout = 0.2  # type: ignore[assignment]
    workspace.faults.next("chat.postMessage", Fault.STALL_AFTER(0.6))

    with pytest.raises(TimeoutError):
        client.chat_postMessage(channel=bob.id, text="Hej")

    assert bob.inbox == ["Hej"]


def test_unknown_tokens_methods_and_hosts_are_refused(wire: Wire, client: WebClient) -> None:
    def refused(client: WebClient, method: str) -> Any:
        with pytest.raises(SlackApiError) as raised:
            client.api_call(method)
        return raised.value.response.get("error")

    assert refused(client, "canvases.create") == "unknown_method"
    assert refused(client, "apps.connections.open") == "not_allowed_token_type"
    assert refused(WebClient(token="xoxb-other", base_url=f"{wire.url}/api/"), "auth.test") == "invalid_auth"


def test_a_file_is_shared_over_http(client: WebClient, workspace: Workspace, bob: Person) -> None:
    dm = client.chat_postMessage(channel=bob.id, text="Här kommer den")["channel"]

    client.files_upload_v2(channel=dm, filename="mote.ics", content="BEGIN:VCALENDAR", initial_comment="Kalender")

    assert bob.inbox == ["Här kommer den", "Kalender"]
    assert bob.messages[1]["files"][0]["name"] == "mote.ics"


def test_a_silent_socket_is_left_by_a_watchful_client(
    remote_app: App, handler: SocketModeHandler, wire: Wire, bob: Person
) -> None:
    remote_app.command("/dialog")(lambda ack: ack(text="Hej"))

    wire.sockets.go_silent()
    assert wire.sockets.wait_opened(2, WAIT)
    bob.types("/dialog")

    assert bob.last == "Hej"
