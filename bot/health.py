"""Asked by whatever watches over the bot: /healthz (restart it?), /readyz (send it work?), /metrics (how much?)."""

import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING
from wsgiref.simple_server import WSGIRequestHandler, make_server

from sqlalchemy import text

from bot.serving import Running
from bot.settings import WrongSettings

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

    from bot.metrics import Metrics

log = logging.getLogger(__name__)
PLACES = ("/healthz", "/readyz", "/metrics")
PLAIN = "text/plain; charset=utf-8"
NOT_WELL = "503 Service Unavailable"


class Health:
    """A WSGI application with three addresses. Answers hold no names; what is wrong is one word."""

    def __init__(self, bot: Running, is_listening: Callable[[], bool] = lambda: True) -> None:
        self._bot, self._is_listening = bot, is_listening

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        match environ["PATH_INFO"]:
            case "/healthz":
                trouble = self._bot.scheduler.trouble
            case "/readyz":
                trouble = self._why_not_ready()
            case "/metrics":
                return self._measured(start_response)
            case _:
                return _answer(start_response, "404 Not Found", b"not found")
        return _answer(start_response, NOT_WELL if trouble else "200 OK", (trouble or "ok").encode())

    def _measured(self, start_response: "StartResponse") -> Iterable[bytes]:
        try:
            return _answer(start_response, "200 OK", self._metrics.page())
        except Exception:
            log.exception("nothing could be measured")
            return _answer(start_response, NOT_WELL, b"database")

    @cached_property
    def _metrics(self) -> "Metrics":
        from bot.metrics import Metrics  # loaded by those who measure, at no cost to others

        return Metrics(self._bot.bot)

    def _why_not_ready(self) -> str:
        try:
            with self._bot.bot.sessions.reading() as session:
                session.execute(text("SELECT 1"))
        except Exception:
            log.exception("the database does not answer")
            return "database"
        return self._bot.scheduler.trouble or ("" if self._is_listening() else "deaf")


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


def _answer(start_response: "StartResponse", status: str, body: bytes) -> Iterable[bytes]:
    start_response(status, [("Content-Type", PLAIN)])
    return [body]
