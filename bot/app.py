"""Where the parts meet: our handlers behind Bolt, in a table of our own."""

import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.middleware import Middleware

from bot.context import Bot
from bot.members import Members
from bot.receipts import Contact
from bot.services import contacts
from handlers import commands, refusals, shapes
from handlers.answers import Answer
from handlers.requests import Request
from handlers.table import Handlers
from models.errors import Busy, Refusal

log = logging.getLogger(__name__)
Find = Callable[[Handlers, Request], None]
KINDS: dict[str, tuple[str, Find]] = {
    "block_actions": ("press", commands.press),
    "view_submission": ("submission", commands.submission),
    "view_closed": ("closed", commands.closed),
    "block_suggestion": ("options", commands.options),
    "message_action": ("shortcut", commands.shortcut),
    "shortcut": ("shortcut from anywhere", commands.shortcut),
    "event_callback": ("event", commands.happened),
}
"""What we call a payload of Slack's type, and who finds the handler for it."""


def build_app(bot: Bot, members: Members, signing_secret: str | None = None, table: Handlers | None = None) -> App:
    """Bolt with our table behind it. Handlers run to their end before Slack is answered (design.md 3)."""
    app = App(
        name="dialog",  # else Bolt reads every source file on the stack to find one
        client=bot.slack,
        signing_secret=signing_secret or "not used in Socket Mode",
        process_before_response=True,
        before_authorize=Gate(),
        logger=logging.getLogger("slack_bolt"),
    )
    app.use(OurTable(bot, members, table or commands.table()))
    return app


class Gate(Middleware):
    """What has no shape we know goes no further: Bolt itself breaks over much of it, and it will never get better."""

    def process(self, *, req: BoltRequest, resp: BoltResponse, next: Callable[[], BoltResponse]) -> BoltResponse:
        body = _body(req)
        found = _kind(body)
        if found is None and body.get("type") != "url_verification":
            log.warning("a payload of no known kind was left")
            return BoltResponse(status=404)
        if found and not shapes.is_whole(found[0], body):
            log.warning("a %s of no known shape was left", found[0])
            return BoltResponse(status=200)
        return next()


class OurTable(Middleware):
    """Every payload we know, before Bolt tries its listeners: that costs as much as all the rest (design.md 3)."""

    def __init__(self, bot: Bot, members: Members, table: Handlers) -> None:
        self._bot, self._members, self._table = bot, members, table

    def process(self, *, req: BoltRequest, resp: BoltResponse, next: Callable[[], BoltResponse]) -> BoltResponse:
        body = _body(req)
        found = _kind(body)
        if found is None:
            return next()
        (kind, find), ack, began = found, req.context.ack, self._bot.ticks()
        try:
            answer_someone(find, self._table, Request(self._bot, ack, body, kind, self._members))
        finally:
            self._bot.meters.acks.add(kind, self._bot.ticks() - began)
        return ack.response or ack()


def _body(req: BoltRequest) -> dict[str, Any]:
    """Bolt takes a command in which somebody wrote "payload" for an empty one."""
    if not isinstance(req.body, dict):
        return {}
    return req.body or dict(parse_qsl(req.raw_body, keep_blank_values=True))


def _kind(body: dict[str, Any]) -> tuple[str, Find] | None:
    return ("command", commands.command) if "command" in body else KINDS.get(str(body.get("type", "")))


class NotTakenIn(Exception):  # noqa: N818
    """Slack shall send the event again. Bolt logs what an exception says, and this one says nothing."""


def answer_someone(find: Find, table: Handlers, request: Request) -> None:
    """Run the handler. Whatever happens, the person who acted hears something that is true.

    A failed event is not acknowledged, so that Slack sends it again.
    """
    try:
        find(table, request)
    except Refusal as refusal:
        _refuse(refusal, request)
    except Exception as error:
        if request.kind == "event":
            log.exception("an event was not taken in")
            raise NotTakenIn from None
        if isinstance(error, Busy):
            log.warning("no turn to write for a %s", request.kind)
        _apologise(request)


def _refuse(refusal: Refusal, request: Request) -> None:
    log.info("person %s was refused a %s (%s)", request.visitor.person_id, request.kind, request.what)
    if request.kind == "event":
        return
    if request.kind == "options":
        request.answer.options([])
        return
    is_form = request.kind == "submission"
    refusals.refuse(refusal, _contacts(request, refusal.event_id), request.answer, request.t, is_form=is_form)


def _apologise(request: Request) -> None:
    try:
        t, answer = request.t, request.answer
    except Exception:
        # Not even the person's language could be read: the database is away. They still hear something.
        t = request.bot.texts.language(request.bot.texts.default)
        answer = Answer(request.bot, request.ack, request.body, request.kind, t)
    if request.kind == "options":
        answer.options([])
        return
    refusals.apologise(answer, t, what=request.kind)


def _contacts(request: Request, event_id: int | None) -> tuple[Contact, ...]:
    """Every "no" about a meeting names its coordinator; nobody is told to ask themselves."""
    event_id = event_id or request.event_id
    if event_id is None:
        return ()
    try:
        with request.bot.sessions.reading() as session:
            found = contacts.contacts_of(session, event_id)
    except Exception:
        log.exception("no contacts for a refusal")
        return ()
    return tuple(one for one in found if one.slack_user_id is None or one.slack_user_id != request.slack_user_id)
