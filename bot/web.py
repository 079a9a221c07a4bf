"""HTTP under gunicorn: one worker, threads, and everything opened in the worker."""

import logging
import os
import socket
import sys
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from io import BytesIO
from typing import TYPE_CHECKING

import click
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.glogging import Logger
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk.signature import SignatureVerifier

from bot.feeds import PLACE, Feeds
from bot.health import PLACES, Health
from bot.serving import Running, running
from bot.settings import Settings, WrongSettings

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

log = logging.getLogger(__name__)
THREADS = 16
GRACE = 12
"""Seconds for what is being answered and sent when the bot is told to stop."""
SAID_ALREADY = ("Worker (pid:%s) exited with code %s.", "Shutting down: %s", "Reason: %s")
"""gunicorn's account of an end that we have explained in plain words."""
OPENING = 120
"""Seconds the worker may be silent: it brings the database up to date before it listens."""


def serve_http(settings: Settings) -> None:
    """Serve on PORT until told to stop. Raises WrongSettings when the port is taken."""
    _refuse_a_taken_port(settings.port)
    master = os.getpid()
    logging.getLogger("gunicorn.error").addFilter(lambda record: record.msg not in SAID_ALREADY)
    try:
        _Server(settings).run()
    except SystemExit as ended:
        # The worker, whose end passes here too, has said what stands in the way; gunicorn has its own number for that.
        if ended.code == Arbiter.APP_LOAD_ERROR and os.getpid() == master:
            sys.exit(2)
        raise


class _Server(BaseApplication):  # type: ignore[misc]
    def __init__(self, settings: Settings) -> None:
        self._settings, self._door, self._opened = settings, _Door(), ExitStack()
        super().__init__()

    def load_config(self) -> None:
        for name, value in {
            "bind": f"0.0.0.0:{self._settings.port}",
            "workers": 1,
            "threads": THREADS,
            "worker_class": "gthread",
            "timeout": OPENING,
            "graceful_timeout": GRACE,
            "loglevel": "warning",
            "logger_class": _OurLog,
            "control_socket_disable": True,
            "post_worker_init": self._open,
            "worker_exit": self._close,
        }.items():
            self.cfg.set(name, value)

    def load(self) -> "WSGIApplication":
        return self._door

    def _open(self, _worker: object) -> None:
        try:
            self._door.open(self._opened.enter_context(running(self._settings)))
        except WrongSettings as wrong:
            for problem in wrong.problems:
                click.echo(problem, err=True)
            sys.exit(Arbiter.APP_LOAD_ERROR)
        log.info("ready")

    def _close(self, _server: object, _worker: object) -> None:
        self._opened.close()


class _OurLog(Logger):  # type: ignore[misc]
    """gunicorn's own lines go where ours go, and say as little of what people wrote."""

    def setup(self, cfg: object) -> None:
        super().setup(cfg)
        self.error_log.handlers.clear()
        self.error_log.propagate = True


class _Door:
    """The WSGI application: Slack's path, calendars' addresses, and those of health."""

    def __init__(self) -> None:
        self._slack: Callable[..., Iterable[bytes]] | None = None
        self._signature: SignatureVerifier | None = None
        self._health: Health | None = None
        self._feeds: Feeds | None = None

    def open(self, bot: Running) -> None:
        self._slack, self._health, self._feeds = SlackRequestHandler(bot.app), Health(bot), Feeds(bot.bot)
        self._signature = SignatureVerifier(bot.bot.settings.signing_secret or "not used")

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        assert self._slack and self._health and self._feeds
        if environ["PATH_INFO"] in PLACES:
            return self._health(environ, start_response)
        if environ["PATH_INFO"].startswith(PLACE):
            return self._feeds(environ, start_response)
        length = environ.get("CONTENT_LENGTH") or "0"
        body = environ["wsgi.input"].read(int(length)) if length.isdecimal() else b""
        try:
            if environ["REQUEST_METHOD"] == "POST" and not self._is_signed(environ, body):
                return _leave("401 Unauthorized", start_response)
            return self._slack({**environ, "wsgi.input": BytesIO(body)}, start_response)
        except (ValueError, TypeError, AttributeError, LookupError) as error:
            log.warning("what came was no payload: %s", type(error).__name__)
            return _leave("400 Bad Request", start_response)

    def _is_signed(self, environ: "WSGIEnvironment", body: bytes) -> bool:
        """Bolt looks too, but only after it has read the body, and breaks over a time that is no number."""
        assert self._signature
        timestamp, signature = (environ.get(f"HTTP_X_SLACK_{name}", "") for name in ("REQUEST_TIMESTAMP", "SIGNATURE"))
        is_time = timestamp.isdecimal() and len(timestamp) < 20
        return is_time and self._signature.is_valid(body.decode(errors="replace"), timestamp, signature)


def _leave(status: str, start_response: "StartResponse") -> Iterable[bytes]:
    start_response(status, [("Content-Length", "0")])
    return [b""]


def _refuse_a_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("0.0.0.0", port))
        except OSError as error:
            raise WrongSettings([f"PORT {port} cannot be used: {error.strerror}."]) from None
