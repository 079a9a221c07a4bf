"""GET /calendar/<token>.ics: somebody's meetings, for the calendar that subscribes. Addresses are never logged."""

import logging
import re
from collections.abc import Iterable
from hashlib import sha256
from typing import TYPE_CHECKING

from bot.blocks import calendar_entries as show
from bot.calendars import as_feed
from bot.context import Bot
from bot.services.calendars import feeds

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

log = logging.getLogger(__name__)
PLACE = "/calendar/"
ADDRESS = re.compile(re.escape(PLACE) + r"([\w-]{1,100})\.ics", re.ASCII)
STAMP = re.compile(rb"^DTSTAMP:.*\r\n", re.MULTILINE)
HEADERS = [
    ("Cache-Control", "private, no-cache"),
    ("X-Robots-Tag", "noindex"),
    ("Referrer-Policy", "no-referrer"),
]


class Feeds:
    """A WSGI application. What is not there and what is turned off are answered alike."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        found = ADDRESS.fullmatch(environ["PATH_INFO"])
        if found is None or environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return _answer(start_response, "404 Not Found")
        try:
            content = self._read(found[1])
        except Exception as error:
            log.error("a calendar could not be read: %s", type(error).__name__)
            return _answer(start_response, "503 Service Unavailable")
        if content is None:
            return _answer(start_response, "404 Not Found")
        mark = f'W/"{sha256(STAMP.sub(b"", content)).hexdigest()[:32]}"'
        if mark in environ.get("HTTP_IF_NONE_MATCH", ""):
            return _answer(start_response, "304 Not Modified", mark=mark)
        is_asked_for = environ["REQUEST_METHOD"] == "GET"
        return _answer(start_response, "200 OK", content, mark=mark, is_whole=is_asked_for)

    def _read(self, token: str) -> bytes | None:
        with self._bot.sessions.reading() as session:
            found = feeds.read(session, token, self._bot.clock.now())
        if found is None:
            return None
        t = self._bot.texts.for_locale(found.locale, found.tz)
        entries = [entry for meeting in found.meetings if (entry := show.entry(meeting, t))]
        return as_feed(entries, t("My dialogues"))


def _answer(
    start_response: "StartResponse", status: str, content: bytes = b"", *, mark: str = "", is_whole: bool = True
) -> Iterable[bytes]:
    headers = [*HEADERS, ("Content-Length", str(len(content)))]
    if content:
        headers.append(("Content-Type", "text/calendar; charset=utf-8"))
    start_response(status, [*headers, ("ETag", mark)] if mark else headers)
    return [content if is_whole else b""]
