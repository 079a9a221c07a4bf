"""What the page in the browser asks of the workspace."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from sandbox import hands
from sandbox.controls import NotThereError
from sandbox.screen import screen
from sandbox.state import JSON

if TYPE_CHECKING:
    from sandbox.clock import DemoClock
    from sandbox.workspace import Workspace

PAGE = Path(__file__).parent / "page"
LOOK_EVERY, HEARTBEAT_EVERY = 0.05, 15.0
NO_CLOCK = "Klockan här går som vanligt och kan inte flyttas."
NOTHING_AHEAD = "Inget väntar just nu, så klockan står kvar."
BACKWARDS = "Klockan går bara framåt."
DOING: dict[str, Callable[[Workspace, JSON], JSON | None]] = {
    "command": hands.type_command,
    "say": hands.say,
    "press": hands.press,
    "pick": hands.pick,
    "submit": hands.submit,
    "close": hands.close,
    "options": hands.options,
    "home": hands.open_home,
    "shortcut": hands.use_shortcut,
}


def page_routes(workspace: Workspace, clock: DemoClock | None, is_closing: Callable[[], bool]) -> list[BaseRoute]:
    async def index(request: Request) -> Response:
        return FileResponse(PAGE / "index.html", headers={"Cache-Control": "no-cache"})

    async def look(request: Request) -> Response:
        user = request.query_params.get("as") or next(iter(workspace.members), "")
        if user not in workspace.members:
            return refusal("Den personen finns inte här.", 404)
        place = request.query_params.get("channel", "")
        return JSONResponse(await run_in_threadpool(screen, workspace, clock, user, place))

    async def changes(request: Request) -> Response:
        since = request.query_params.get("since", "")
        seen = int(since) if since.isdigit() else -1
        stream = _changes(workspace, clock, seen, is_closing)
        return StreamingResponse(stream, media_type="text/event-stream", headers={"Cache-Control": "no-cache"})

    async def do(request: Request) -> Response:
        act = DOING.get(request.path_params["what"])
        return await _answer(request, partial(act, workspace)) if act else refusal("Det går inte.", 404)

    async def picture(request: Request) -> Response:
        upload = workspace.uploads.files.get(request.path_params["id"])
        if upload is None or not upload.is_picture:
            return refusal("Den bilden finns inte kvar.", 404)
        return Response(upload.content, media_type="image/png")

    async def next_moment(request: Request) -> Response:
        return await _answer(request, lambda asked: _to_next(workspace, clock))

    async def advance(request: Request) -> Response:
        return await _answer(request, lambda asked: _advance(workspace, clock, asked))

    return [
        Route("/", index),
        Mount("/page", StaticFiles(directory=PAGE, check_dir=False)),
        Route("/screen", look),
        Route("/changes", changes),
        Route("/do/{what}", do, methods=["POST"]),
        Route("/picture/{id}", picture),
        Route("/clock/next", next_moment, methods=["POST"]),
        Route("/clock/advance", advance, methods=["POST"]),
    ]


def refusal(sentence: str, status: int = 200) -> JSONResponse:
    return JSONResponse({"ok": False, "error": sentence}, status)


async def _answer(request: Request, act: Callable[[JSON], JSON | None]) -> Response:
    """A refusal is a sentence for the person; acting may wait for the bot, so it has a thread of its own."""
    if request.headers.get("content-type", "").split(";")[0] != "application/json":
        return refusal("Sidan skickade något annat än JSON.", 415)
    try:
        asked = json.loads(await request.body() or b"{}")
        found: JSON | None = await run_in_threadpool(act, asked)
        return JSONResponse({"ok": True, **(found or {})})
    except NotThereError as refused:
        return refusal(str(refused))
    except (KeyError, TypeError, ValueError) as broken:
        return refusal(f"Sidan frågade fel: {broken!r}", 400)


async def _changes(
    workspace: Workspace, clock: DemoClock | None, seen: int, is_closing: Callable[[], bool]
) -> AsyncIterator[str]:
    quiet, shown = 0.0, _hands(workspace, clock)
    while not is_closing():
        if _hands(workspace, clock) != shown:
            shown = _hands(workspace, clock)
            workspace.changed()
        if workspace.version != seen:
            seen, quiet = workspace.version, 0.0
            yield f"data: {json.dumps({'version': seen})}\n\n"
        elif quiet >= HEARTBEAT_EVERY:
            quiet = 0.0
            yield ": still here\n\n"
        await asyncio.sleep(LOOK_EVERY)
        quiet += LOOK_EVERY


def _hands(workspace: Workspace, clock: DemoClock | None) -> tuple[int, datetime | None]:
    """What a page shows of time: the minute, and what comes next, which the bot says a moment later."""
    return workspace.now().minute, clock.next_moment() if clock else None


def _to_next(workspace: Workspace, clock: DemoClock | None) -> None:
    if clock is None:
        raise NotThereError(NO_CLOCK)
    if not clock.to_next():
        raise NotThereError(NOTHING_AHEAD)
    workspace.changed()


def _advance(workspace: Workspace, clock: DemoClock | None, asked: Any) -> None:
    if clock is None:
        raise NotThereError(NO_CLOCK)
    if not clock.advance(float(asked["seconds"])):
        raise NotThereError(BACKWARDS)
    workspace.changed()
