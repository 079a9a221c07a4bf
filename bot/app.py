"""Where the parts meet: our handlers behind Bolt, in a table of our own."""

import logging
from collections.abc import Callable
from typing import Any

from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.middleware import Middleware

from bot.context import Bot
from bot.members import Members
from bot.receipts import Contact
from bot.services import contacts
from handlers import commands, refusals
from handlers.answers import Answer
from handlers.requests import Request
from handlers.table import Handlers
from models.database import Busy
from models.errors import Refusal

log = logging.getLogger(__name__)
Find = Callable[[Handlers, Request], None]
KINDS: dict[str, tuple[str, Find]] = {
    "block_actions": ("press", commands.press),
    "view_submission": ("submission", commands.submission),
    "view_closed": ("closed", commands.closed),
    "block_suggestion": ("options", commands.options),
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
        logger=logging.getLogger("slack_bolt"),
    )
    app.use(OurTable(bot, members, table or commands.table()))
    return app


class OurTable(Middleware):
    """Every payload we know, before Bolt tries its listeners: that costs as much as all the rest (design.md 3)."""

    def __init__(self, bot: Bot, members: Members, table: Handlers) -> None:
        self._bot, self._members, self._table = bot, members, table

    def process(self, *, req: BoltRequest, resp: BoltResponse, next: Callable[[], BoltResponse]) -> BoltResponse:
        found = _kind(req.body)
        if found is None:
            return next()
        (kind, find), ack = found, req.context.ack
        answer_someone(find, self._table, Request(self._bot, ack, req.body, kind, self._members))
        return ack.response or ack()


def _kind(body: dict[str, Any]) -> tuple[str, Find] | None:
    return ("command", commands.command) if "command" in body else KINDS.get(body.get("type", ""))


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
