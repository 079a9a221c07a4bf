"""Everything the workspace answers over HTTP: the Web API, response URLs, uploads, sockets and the page."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from sandbox.arguments import from_request
from sandbox.clock import DemoClock
from sandbox.errors import SlackError
from sandbox.faults import Fault
from sandbox.pageapi import page_routes
from sandbox.responses import respond
from sandbox.serving import Server, Wires
from sandbox.sockets import Sockets
from sandbox.workspace import Workspace

NO_ANSWER = Response()


class Wire:
    """A workspace on the wire. `sockets` is a door that the workspace can be connected to."""

    def __init__(self, workspace: Workspace, clock: DemoClock | None = None, port: int = 0) -> None:
        self.workspace, self.wires, self.clock = workspace, Wires(), clock
        self.sockets = Sockets(workspace, self.wires)
        self.is_closing = False
        self.server = Server(self._app(), self.wires, port)
        workspace.base_url = self.url
        workspace.socket_url = self._socket_url

    @property
    def url(self) -> str:
        return self.server.url

    def start(self) -> None:
        self.server.start()

    def stop(self) -> None:
        self.is_closing = True
        self.server.stop()

    def _socket_url(self) -> str:
        if self.sockets.is_refusing:
            raise SlackError("internal_error")
        return self.sockets.url()

    def _app(self) -> Starlette:
        async def socket(websocket: WebSocket) -> None:
            await self.sockets.serve(websocket)

        routes = [
            Route("/api/{method}", self._call, methods=["POST"]),
            Route("/response/{id}", self._respond, methods=["POST"]),
            Route("/upload/{id}", self._receive, methods=["POST"]),
            WebSocketRoute("/socket", socket),
            *page_routes(self.workspace, self.clock, lambda: self.is_closing),
        ]
        only_here = Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"])
        return Starlette(routes=routes, middleware=[only_here])

    async def _call(self, request: Request) -> Response:
        method = request.path_params["method"]
        try:
            token, params = from_request(request.headers, await request.body())
        except ClientDisconnect:
            return NO_ANSWER  # whoever asked has died in the middle of the question
        except ValueError:
            return JSONResponse({"ok": False, "error": "invalid_json"})
        self.workspace.record(method, params)
        fault = self.workspace.faults.draw(method, str(params.get("channel", "")))
        failed = await self._before(request, fault) if fault else None
        if failed is not None:
            return failed
        status, headers, answer = await run_in_threadpool(self.workspace.call, method, token, params, fault)
        failed = await self._after(request, fault) if fault else None
        return failed or JSONResponse(answer, status, headers)

    async def _before(self, request: Request, fault: Fault) -> Response | None:
        """A port that listens cannot refuse one call, so a refusal is a connection reset."""
        if fault.kind in ("refused", "drop_before"):
            self.wires.reset(request.client)
            return NO_ANSWER
        if fault.kind == "error_500_before":
            return PlainTextResponse("Internal Server Error", 500)
        if fault.kind == "rate_limited":
            wait = {"Retry-After": fault.retry_after}
            return JSONResponse({"ok": False, "error": "ratelimited"}, 429, wait)
        if fault.kind == "stall_before":
            await asyncio.sleep(fault.seconds)
            if await request.is_disconnected():
                return NO_ANSWER
        return None

    async def _after(self, request: Request, fault: Fault) -> Response | None:
        if fault.kind == "drop_after":
            self.wires.hang_up(request.client)
            return NO_ANSWER
        if fault.kind == "error_500_after":
            return PlainTextResponse("Internal Server Error", 500)
        if fault.kind == "stall_after":
            await asyncio.sleep(fault.seconds)
        return None

    async def _respond(self, request: Request) -> Response:
        try:
            payload = await request.json()
        except ValueError:
            return PlainTextResponse("invalid_payload", 400)
        done = await run_in_threadpool(respond, self.workspace, str(request.url.path), payload)
        return PlainTextResponse(done.error or "ok", done.status)

    async def _receive(self, request: Request) -> Response:
        content = await request.body()
        status = self.workspace.uploads.receive(request.url.path, content)
        return PlainTextResponse(f"OK - {len(content)}", status)


@contextlib.contextmanager
def on_the_wire(workspace: Workspace, clock: DemoClock | None = None, port: int = 0) -> Iterator[Wire]:
    """For the length of a test: served, with sockets as its door."""
    wire = Wire(workspace, clock, port)
    workspace.connect(wire.sockets)
    wire.start()
    try:
        yield wire
    finally:
        wire.stop()
