"""Whether the bot is well, for whoever runs it: `/healthz` (restart me if not) and `/readyz` (send me work)."""

import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from wsgiref.simple_server import WSGIRequestHandler, make_server

from sqlalchemy import text

from bot.serving import Running
from bot.settings import WrongSettings

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

log = logging.getLogger(__name__)
ALIVE, READY = "/healthz", "/readyz"
PLACES = (ALIVE, READY)


class Health:
    """A WSGI application with two addresses. Answers hold no names and no numbers."""

    def __init__(self, bot: Running, is_listening: Callable[[], bool] = lambda: True) -> None:
        self._bot, self._is_listening = bot, is_listening

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        checks = {ALIVE: self._is_alive, READY: self._is_ready}
        check = checks.get(environ["PATH_INFO"])
        if check is None:
            return _answer(start_response, "404 Not Found", "not found")
        return (
            _answer(start_response, "200 OK", "ok")
            if check()
            else _answer(start_response, "503 Service Unavailable", "not well")
        )

    def _is_alive(self) -> bool:
        return self._bot.scheduler.is_alive

    def _is_ready(self) -> bool:
        try:
            with self._bot.bot.sessions.reading() as session:
                session.execute(text("SELECT 1"))
        except Exception:
            log.exception("the database does not answer")
            return False
        return self._bot.scheduler.is_alive and self._is_listening()


@contextmanager
def answering(health: Health, port: int | None) -> Iterator[None]:
    """The health addresses on a port of their own, in Socket Mode; not at all without a port."""
    if port is None:
        yield
        return
    try:
        server = make_server("0.0.0.0", port, health, handler_class=_Quiet)
    except OSError as error:
        raise WrongSettings([f"HEALTH_PORT {port} cannot be used: {error.strerror}."]) from None
    threading.Thread(target=server.serve_forever, name="health", daemon=True).start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *arguments: object) -> None:
        """Probes come every few seconds: not worth a line each."""


def _answer(start_response: "StartResponse", status: str, words: str) -> Iterable[bytes]:
    start_response(status, [("Content-Type", "text/plain; charset=utf-8")])
    return [words.encode()]
