"""How an answer reaches the person who acted: the one way each kind of payload allows (design.md 3)."""

import logging
from typing import Any

from slack_bolt import Ack
from slack_sdk.errors import SlackClientError

from bot.blocks import registrations as blocks
from bot.blocks.ids import View as Ids
from bot.blocks.inputs import FRESH
from bot.blocks.text import form
from bot.context import Bot
from bot.i18n import Translate

log = logging.getLogger(__name__)
Message = dict[str, Any]
View = dict[str, Any]
OVERTAKEN = "hash_conflict"
"""The form has changed since: whoever writes fast is shown what was true a letter later."""


class Answer:
    """`say` a message to this person only, show a `form`, or mark what is wrong with one. One Slack call at most.

    Whatever is said is said after the commit: the handlers call these last.
    """

    def __init__(self, bot: Bot, ack: Ack, body: dict[str, Any], kind: str, t: Translate) -> None:
        self._bot, self._ack, self._body, self._kind, self._t = bot, ack, body, kind, t
        self.is_given = False
        self._opened: str | None = None

    def say(self, message: Message) -> None:
        """A message to this person, where they are looking."""
        self.is_given = True
        if self._kind == "command":
            self._ack(response_type="ephemeral", **message)
        elif self._kind == "submission":
            self._ack(response_action="update", view=self._as_form(message))
        elif self._is_in_form:
            self._ack()
            self._update(self._as_form(message))
        elif self._body.get("response_url"):
            self._ack()
            self._bot.respond(
                self._body["response_url"], {"response_type": "ephemeral", "replace_original": False, **message}
            )
        else:
            self._ack()
            self._open(self._as_form(message))

    def sentence(self, words: str) -> None:
        self.say(blocks.said(words))

    def form(self, view: View) -> None:
        """A form: opened, or in place of the one in front of the person."""
        self.is_given = True
        if self._kind == "submission":
            self._ack(response_action="update", view=view)
        elif self._is_in_form:
            self._ack()
            self._update(view)
        elif self._open(view):
            self._ack()
        else:
            self._say_not_opened()

    def afterwards(self, view: View) -> None:
        """In place of the form that `form` has shown, when the work it told of has ended otherwise than expected."""
        self._called("views_update", view_id=self._body["view"]["id"], view=view)

    def correct(self, words: str) -> None:
        """As `afterwards`, for what `sentence` has said."""
        message = blocks.said(words)
        if self._body.get("response_url") and not self._is_in_form:
            self._bot.respond(
                self._body["response_url"], {"response_type": "ephemeral", "replace_original": False, **message}
            )
            return
        shown = self._opened or self._body["view"]["id"]
        self._called("views_update", view_id=shown, view=self._as_form(message))

    def redraw(self, message: Message) -> None:
        """In place of the message whose button was pressed (only this person's own); else as `say`."""
        if self._body.get("response_url") and self._body.get("container", {}).get("is_ephemeral"):
            self.is_given = True
            self._ack()
            self._bot.respond(self._body["response_url"], {"replace_original": True, **message})
        else:
            self.say(message)

    def replace(self, message: Message) -> None:
        """In place of the bot's own message whose button was pressed, for everyone who reads it."""
        self.is_given = True
        self._ack()
        self._bot.respond(self._body["response_url"], {"replace_original": True, **message})

    def wrong(self, field: str, words: str) -> None:
        """What is wrong with a submitted form, at the field."""
        self.is_given = True
        self._ack(response_action="errors", errors={self._block(field) or field: words})

    def has_field(self, field: str) -> bool:
        """Whether the submitted form asks it: Slack refuses errors at anything else."""
        return self._block(field) is not None

    def _block(self, field: str) -> str | None:
        """The field's block as it stands in the form, where it may have been made anew."""
        there = (self._body.get("view", {}).get("state") or {}).get("values") or {}
        return next((block_id for block_id in there if block_id.partition(FRESH)[0] == field), None)

    def options(self, options: list[dict[str, Any]]) -> None:
        self.is_given = True
        self._ack(options=options)

    def nothing(self) -> None:
        self.is_given = True
        self._ack()

    def _say_not_opened(self) -> None:
        """In Home there is no other place to say it."""
        sentence = blocks.said(self._t("The form could not be opened. Try again."))
        if self._kind == "command" or self._body.get("response_url"):
            self.say(sentence)
        else:
            self._ack()

    @property
    def _is_in_form(self) -> bool:
        return self._kind == "press" and self._body.get("view", {}).get("type") == "modal"

    def _as_form(self, message: Message) -> View:
        return form(Ids.SHOWN, self._t("Dialogue"), message["blocks"], self._t)

    def _open(self, view: View) -> bool:
        found = self._called("views_open", trigger_id=self._body["trigger_id"], view=view)
        self._opened = found["view"]["id"] if found else None
        return found is not None

    def _update(self, view: View) -> None:
        front = self._body["view"]
        self._called("views_update", view_id=front["id"], hash=front["hash"], view=view)

    def _called(self, method: str, **arguments: Any) -> Any | None:
        """Slack's answer to one call, no retry; None for a failure, which is logged without what was said in it."""
        try:
            return getattr(self._bot.slack, method)(**arguments)
        except (SlackClientError, OSError) as error:
            code = (getattr(error, "response", {}) or {}).get("error", type(error).__name__)
            log.log(logging.INFO if code == OVERTAKEN else logging.WARNING, "%s failed: %s", method, code)
            return None
