"""Socket Mode, Slack's side: tickets, hello, envelopes and their acknowledgements."""

from __future__ import annotations

import asyncio
import json
import threading
import uuid
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from sandbox.doors import NOT_DELIVERED, TOO_LATE, Answer
from sandbox.state import APP

if TYPE_CHECKING:
    from sandbox.serving import Wires
    from sandbox.workspace import Workspace

ACK_SECONDS, GRACE, MOST_CONNECTIONS = 3.0, 5.0, 10
ANSWERABLE = ("slash_commands", "interactive")


@dataclass(eq=False)
class Connection:
    socket: WebSocket
    loop: asyncio.AbstractEventLoop

    @property
    def address(self) -> tuple[str, int]:
        client = self.socket.client
        return (client.host, client.port) if client else ("", 0)

    def send(self, message: dict[str, Any]) -> None:
        """From any thread but the loop's own."""
        sending = self.socket.send_text(json.dumps(message))
        asyncio.run_coroutine_threadsafe(sending, self.loop).result(timeout=ACK_SECONDS)

    def close(self) -> None:
        asyncio.run_coroutine_threadsafe(self.socket.close(), self.loop).result(timeout=ACK_SECONDS)


@dataclass
class Waiting:
    """An envelope that has been sent and not acknowledged yet."""

    is_over: threading.Event = field(default_factory=threading.Event)
    answer: Answer = field(default=Answer(0, error=TOO_LATE, reason="no acknowledgement within three seconds"))

    def end(self, answer: Answer) -> None:
        self.answer = answer
        self.is_over.set()


class Sockets:
    """A door, and what a test can do to it: reset, silence, refresh, refuse."""

    def __init__(self, workspace: Workspace, wires: Wires) -> None:
        self.workspace, self.wires = workspace, wires
        self.connections: list[Connection] = []
        self.is_refusing = False
        self.opened = 0
        self._changed = threading.Condition()
        self._tickets: set[str] = set()
        self._waiting: dict[str, Waiting] = {}
        self._turn = count()

    # What the bot does

    def url(self) -> str:
        """A socket address that works once."""
        ticket = uuid.uuid4().hex
        self._tickets.add(ticket)
        return f"{self.workspace.base_url.replace('http', 'ws', 1)}/socket?ticket={ticket}&app_id={APP}"

    async def serve(self, socket: WebSocket) -> None:
        ticket = socket.query_params.get("ticket", "")
        if self.is_refusing or ticket not in self._tickets:
            return await socket.close()
        self._tickets.discard(ticket)
        await socket.accept()
        if len(self.connections) >= MOST_CONNECTIONS:
            await socket.send_json({"type": "disconnect", "reason": "too_many_websockets"})
            return await socket.close()
        connection = Connection(socket, asyncio.get_running_loop())
        self._join(connection)
        try:
            await socket.send_json(self._hello())
            while True:
                self._acknowledge(json.loads(await socket.receive_text()))
        except (WebSocketDisconnect, RuntimeError):
            return None  # it left; RuntimeError is Starlette's word for reading after that
        finally:
            self._leave(connection)

    # What Slack does

    def deliver(self, kind: str, payload: dict[str, Any], attempt: int = 0) -> Answer:
        """To one connection, whichever it is; without an acknowledgement in three seconds it counts as lost."""
        connection = self._next_connection()
        if connection is None:
            return Answer(0, error=NOT_DELIVERED, reason="no socket is connected")
        envelope_id = str(uuid.uuid4())
        waiting = self._waiting[envelope_id] = Waiting()
        envelope = {
            "envelope_id": envelope_id,
            "type": kind,
            "payload": payload,
            "accepts_response_payload": kind in ANSWERABLE,
        }
        if kind == "events_api":
            envelope |= {"retry_attempt": attempt, "retry_reason": "timeout" if attempt else ""}
        try:
            if connection.address not in self.wires.silent:
                connection.send(envelope)
            waiting.is_over.wait(ACK_SECONDS)
            return waiting.answer
        except (TimeoutError, RuntimeError, WebSocketDisconnect) as error:
            return Answer(0, error=NOT_DELIVERED, reason=f"the socket was lost: {error!r}")
        finally:
            del self._waiting[envelope_id]

    def wait_connected(self, timeout: float, *, connections: int = 1) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: len(self.connections) >= connections, timeout)

    def wait_alone(self, timeout: float) -> bool:
        """Until nobody is connected any more."""
        with self._changed:
            return self._changed.wait_for(lambda: not self.connections, timeout)

    def wait_opened(self, times: int, timeout: float) -> bool:
        """Until this many connections have been made since the start."""
        with self._changed:
            return self._changed.wait_for(lambda: self.opened >= times, timeout)

    def refresh(self) -> None:
        """Slack asks the bot to come back on a new connection, then lets go of the old one."""
        old, opened = list(self.connections), self.opened
        for connection in old:
            connection.send({"type": "disconnect", "reason": "refresh_requested"})
        self.wait_opened(opened + len(old), timeout=GRACE)
        for connection in old:
            if connection in self.connections:
                connection.close()

    def reset(self) -> None:
        """The connections are torn down without a word."""
        for connection in list(self.connections):
            self.wires.reset(connection.socket.client)

    def go_silent(self) -> None:
        """Those connected now stay so, deaf and dumb: not even pings are answered. New ones are heard."""
        self.wires.silent.update(connection.address for connection in self.connections)

    def wake(self) -> None:
        self.wires.silent.clear()

    def refuse(self, refusing: bool = True) -> None:
        """No new connections for now."""
        self.is_refusing = refusing

    def _hello(self) -> dict[str, Any]:
        return {
            "type": "hello",
            "num_connections": len(self.connections),
            "debug_info": {"host": "sandbox", "build_number": 1, "approximate_connection_time": 3600},
            "connection_info": {"app_id": APP},
        }

    def _acknowledge(self, message: dict[str, Any]) -> None:
        waiting = self._waiting.get(message.get("envelope_id", ""))
        if waiting is not None:
            waiting.end(Answer(body=message.get("payload") or {}))

    def _next_connection(self) -> Connection | None:
        connections = list(self.connections)
        return connections[next(self._turn) % len(connections)] if connections else None

    def _join(self, connection: Connection) -> None:
        with self._changed:
            self.connections.append(connection)
            self.opened += 1
            self._changed.notify_all()

    def _leave(self, connection: Connection) -> None:
        with self._changed:
            self.connections.remove(connection)
            self._changed.notify_all()
            is_alone = not self.connections
        for waiting in list(self._waiting.values()):
            if is_alone:  # else the acknowledgement may still come by another connection
                waiting.end(Answer(0, error=NOT_DELIVERED, reason="the socket was closed"))
