"""`python -m bot`: serve Slack, over Socket Mode or HTTP."""

import logging
import signal
import sys

import click

from bot.logs import write_log
from bot.settings import Settings, WrongSettings, for_serving

log = logging.getLogger(__name__)


def serve() -> None:
    """Serve until told to stop. Exit code 2 with a sentence per problem when the settings are wrong."""
    try:
        settings = for_serving()
        write_log(settings.log)
        _listen_to_signals()
        _serve(settings)
    except WrongSettings as wrong:
        for problem in wrong.problems:
            click.echo(problem, err=True)
        sys.exit(2)
    except Stop:
        log.info("stopped")


class Stop(Exception):  # noqa: N818
    """Somebody asked the process to end."""


def _serve(settings: Settings) -> None:
    # Each door is imported when it is the one to open: the other's libraries stay out of memory.
    if settings.is_socket_mode:
        from bot.sockets import serve_sockets

        if settings.signing_secret:
            log.info("Settings for both Socket Mode and HTTP: Socket Mode is used.")
        serve_sockets(settings)
    else:
        from bot.web import serve_http

        serve_http(settings)


def _listen_to_signals() -> None:
    """The first SIGTERM or SIGINT ends the process in good order; what comes after it does not disturb that."""

    def stop(_number: int, _frame: object) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_IGN)
        raise Stop

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
