"""The workspace on a port of this machine, with wires that a test can cut."""

from __future__ import annotations

import asyncio
import socket
import struct
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.datastructures import Address

HOST = "127.0.0.1"
LINGER_NOT_AT_ALL = struct.pack("ii", 1, 0)


class Wires:
    """The TCP connections, by the client's address."""

    def __init__(self) -> None:
        self.silent: set[tuple[str, int]] = set()
        self._transports: dict[tuple[str, int], asyncio.Transport] = {}

    def add(self, transport: asyncio.Transport) -> None:
        self._transports[transport.get_extra_info("peername")[:2]] = transport

    def remove(self, transport: asyncio.Transport) -> None:
        peer = transport.get_extra_info("peername")
        if peer and self._transports.get(peer[:2]) is transport:
            del self._transports[peer[:2]]
            self.silent.discard(peer[:2])

    def reset(self, client: Address | None) -> None:
        """The client sees `connection reset by peer`. From any thread."""
        transport = self._transports.get((client.host, client.port)) if client else None
        if transport is not None:
            transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER_NOT_AT_ALL)
            _at_once(transport, transport.abort)

    def hang_up(self, client: Address | None) -> None:
        """The client sees the end of the stream instead of an answer."""
        transport = self._transports.get((client.host, client.port)) if client else None
        if transport is not None:
            _at_once(transport, transport.close)


class Server:
    """Runs in a thread of its own; `url` is known once `start` has returned."""

    def __init__(self, app: Starlette, wires: Wires, port: int = 0) -> None:
        self._listening = listen(port)
        self.port: int = self._listening.getsockname()[1]
        self.url = f"http://{HOST}:{self.port}"
        http, websocket = _protocols(wires)
        config = uvicorn.Config(
            app,
            http=http,
            ws=websocket,
            ws_ping_interval=None,
            log_level="warning",
            access_log=False,
            timeout_graceful_shutdown=5,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._run, name="sandbox", daemon=True)

    def start(self) -> None:
        self._thread.start()
        while not self._server.started and self._thread.is_alive():
            self._thread.join(0.01)

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(10)
        self._listening.close()

    def _run(self) -> None:
        asyncio.run(self._server.serve(sockets=[self._listening]))


def listen(port: int) -> socket.socket:
    """Loopback only: nobody else on the network can act as the members."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
    except OSError:
        listening.close()
        raise
    return listening


def _at_once(transport: asyncio.Transport, act: Callable[[], None]) -> None:
    """Before anything more is written, when the wire's own thread asks for it."""
    loop = cast(asyncio.AbstractEventLoop, transport._loop)  # type: ignore[attr-defined]
    if threading.get_ident() == loop._thread_id:  # type: ignore[attr-defined]
        act()
    else:
        loop.call_soon_threadsafe(act)


def _protocols(wires: Wires) -> tuple[type[asyncio.Protocol], type[asyncio.Protocol]]:
    class Http(H11Protocol):
        def connection_made(self, transport: Any) -> None:
            wires.add(transport)
            super().connection_made(transport)

        def connection_lost(self, exc: Exception | None) -> None:
            wires.remove(self.transport)
            super().connection_lost(exc)

    class Socket(WebSocketsSansIOProtocol):
        def connection_lost(self, exc: Exception | None) -> None:
            wires.remove(self.transport)
            super().connection_lost(exc)

        def data_received(self, data: bytes) -> None:
            if self.transport.get_extra_info("peername")[:2] not in wires.silent:
                super().data_received(data)

    return Http, Socket
