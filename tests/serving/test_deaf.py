"""Socket Mode that is cut, torn, silenced and refused: how long nobody is heard."""

import time
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from bot.clock import ticks
from bot.sockets import Sockets
from sandbox.people import Person
from sandbox.sockets import Sockets as SlackSockets
from sandbox.wire import Wire, on_the_wire
from sandbox.workspace import Workspace

Fault = Callable[[SlackSockets], None]
pytestmark = pytest.mark.soak
REFUSED, IDLE, LONGEST, SETTLED = 10.0, 30.0, 70.0, 7.0


@pytest.fixture
def workspace() -> Workspace:
    return Workspace()


@pytest.fixture
def wire(workspace: Workspace) -> Iterator[Wire]:
    with on_the_wire(workspace) as wire:
        yield wire


@pytest.fixture
def bob(workspace: Workspace) -> Person:
    return workspace.person("U_BOB")


@pytest.fixture
def app(wire: Wire) -> App:
    slack = WebClient(token="xoxb-sandbox", base_url=f"{wire.url}/api/", timeout=2, retry_handlers=[])
    app = App(client=slack, signing_secret="none", process_before_response=True)
    app.command("/dialog")(lambda ack: ack(text="Hej"))
    return app


@pytest.fixture
def sockets(app: App, wire: Wire) -> Iterator[Sockets]:
    sockets = Sockets(app, "xapp-sandbox", ticks)
    sockets.open()
    assert wire.sockets.wait_connected(LONGEST)
    yield sockets
    sockets.close()


def closed(slack: SlackSockets) -> None:
    for connection in list(slack.connections):
        connection.close()


def refused(slack: SlackSockets) -> None:
    slack.refuse()
    slack.reset()
    time.sleep(REFUSED)
    slack.refuse(False)


@pytest.mark.parametrize(
    ("fault", "most"),
    [
        (closed, 6),
        (SlackSockets.reset, 6),
        (SlackSockets.refresh, 6),
        (SlackSockets.go_silent, 10),
        (refused, 6),
    ],
    ids=["closed", "reset", "refreshed", "silent", "refused"],
)
def test_it_hears_again_soon(
    sockets: Sockets, wire: Wire, bob: Person, fault: Fault, most: float, record_property: Callable[..., None]
) -> None:
    time.sleep(SETTLED)
    assert wire.sockets.opened == 1
    deaf = deaf_after(fault, wire.sockets)
    bob.types("/dialog")
    record_property("deaf", deaf)
    print(f"\ndeaf for {deaf:.1f} s")
    assert bob.last == "Hej"
    assert deaf <= most
    time.sleep(SETTLED)
    assert wire.sockets.opened == 2, "one connection was enough"


def test_an_idle_line_is_left_alone(sockets: Sockets, wire: Wire) -> None:
    time.sleep(IDLE)
    assert wire.sockets.opened == 1


@pytest.mark.parametrize(
    ("fault", "ours"), [(SlackSockets.reset, 6), (SlackSockets.go_silent, 10)], ids=["reset", "silent"]
)
def test_with_the_defaults_of_the_sdk_nobody_is_heard_for_long(app: App, wire: Wire, fault: Fault, ours: float) -> None:
    """The control."""
    handler = SocketModeHandler(app, "xapp-sandbox")
    handler.connect()
    assert wire.sockets.wait_connected(LONGEST)
    deaf = deaf_after(fault, wire.sockets)
    print(f"\nwith the defaults deaf for {deaf:.1f} s")
    handler.client.auto_reconnect_enabled = handler.client.default_auto_reconnect_enabled = False
    wire.sockets.reset()  # the SDK's close() would otherwise wait for its own read
    with suppress(AttributeError):  # it races with its own threads when the socket is already gone
        handler.close()
    assert deaf > ours


def deaf_after(fault: Fault, slack: SlackSockets) -> float:
    """Seconds until a new connection, from when one could be made again."""
    opened = slack.opened
    fault(slack)
    began = time.monotonic()
    assert slack.wait_opened(opened + 1, LONGEST)
    return time.monotonic() - began
