"""Socket Mode that notices when it has gone deaf: the SDK's client, pinged often and watched."""

import logging
import socket
import threading
from contextlib import suppress

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.clock import Ticks
from bot.health import Health, answering
from bot.serving import running
from bot.settings import Settings, WrongSettings

log = logging.getLogger(__name__)
PING = 2
DEAF_AFTER = 6.0
"""Seconds without a pong until the connection is made anew; the defaults are deaf for a minute (reliability.md 4.9)."""
WORKERS = 20


def serve_sockets(settings: Settings) -> None:
    """Serve until an exception ends it, with the health addresses on HEALTH_PORT when it is set."""
    with running(settings) as bot:
        sockets = Sockets(bot.app, settings.app_token, bot.bot.ticks)
        with answering(Health(bot, lambda: sockets.is_listening), settings.health_port):
            try:
                sockets.open()
                log.info("ready")
                threading.Event().wait()
            finally:
                sockets.close()


class Sockets:
    """One connection to Slack, kept alive by a watchdog."""

    def __init__(self, app: App, app_token: str, ticks: Ticks) -> None:
        self._handler = SocketModeHandler(app, app_token, ping_interval=PING, concurrency=WORKERS)
        self._ticks = ticks
        self._stop = threading.Event()
        self._pong: float | None = None
        self._heard_at = 0.0
        self._watchdog = threading.Thread(target=self._watch, name="socket-watchdog", daemon=True)

    def open(self) -> None:
        """Connect. Raises WrongSettings when Slack does not want us."""
        try:
            self._handler.connect()  # type: ignore[no-untyped-call]
        except SlackApiError as error:
            raise WrongSettings([f"Slack refuses SLACK_APP_TOKEN: {error.response['error']}."]) from None
        except (SlackClientError, OSError) as error:
            raise WrongSettings([f"Slack's socket cannot be reached: {type(error).__name__}."]) from None
        self._heard_at = self._ticks()
        self._watchdog.start()

    @property
    def is_listening(self) -> bool:
        return self._handler.client.is_connected()

    def close(self) -> None:
        """No more payloads; those being answered are answered."""
        self._stop.set()
        client = self._handler.client
        client.default_auto_reconnect_enabled = client.auto_reconnect_enabled = False
        client.closed = True
        if client.message_processor.is_alive():
            client.message_processor.shutdown()  # type: ignore[no-untyped-call]
        client.message_workers.shutdown()
        self._wake_reader()
        self._handler.close()  # type: ignore[no-untyped-call]

    def _wake_reader(self) -> None:
        """The client reads for up to three seconds at a time, and waits for that before it closes."""
        session = self._handler.client.current_session
        if session and session.sock:
            with suppress(OSError):
                session.sock.shutdown(socket.SHUT_RDWR)

    def _watch(self) -> None:
        while not self._stop.wait(1.0):
            if self._silence() > DEAF_AFTER:
                log.warning("Slack's socket is silent: connecting anew")
                self._connect_anew()
                self._heard_at = self._ticks()

    def _silence(self) -> float:
        """Seconds since a pong. The SDK notes them in the system's time, which may be set back: only news count."""
        session = self._handler.client.current_session
        pong = session.last_ping_pong_time if session else None
        if pong and pong != self._pong:
            self._pong, self._heard_at = pong, self._ticks()
        return self._ticks() - self._heard_at

    def _connect_anew(self) -> None:
        """Let go of the old line, and make a new one unless the client has just done so itself: one is enough."""
        client = self._handler.client
        try:
            self._wake_reader()
            client.disconnect()
            client.connect_to_new_endpoint()
        except Exception as error:
            log.warning("could not connect: %s", type(error).__name__)
