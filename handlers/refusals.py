"""Every "no" and every failure, in words the person understands, where the person is looking."""

import logging
from datetime import datetime
from typing import Any
from uuid import uuid4

from bot.blocks.appeals import ask_button
from bot.blocks.events import signature
from bot.blocks.registrations import said
from bot.blocks.text import actions, small
from bot.i18n import Translate, long_moment
from bot.receipts import Contact
from handlers.answers import Answer
from models.errors import Refusal

log = logging.getLogger(__name__)


def refuse(refusal: Refusal, contacts: tuple[Contact, ...], answer: Answer, t: Translate, *, is_form: bool) -> None:
    """Say what is so and whom to ask: at the field in an open form, else only to them."""
    sentence = explained(refusal, t)
    whom = signature(contacts, t)
    if is_form and refusal.field and answer.has_field(refusal.field):
        answer.wrong(refusal.field, " ".join(part for part in (sentence, whom) if part))
        return
    message = said(sentence)
    ask = [actions(ask_button(refusal.event_id, t))] if refusal.may_ask and refusal.event_id else []
    answer.say(message | {"blocks": [*message["blocks"], *ask, *([small(whom)] if whom else [])]})


def apologise(answer: Answer, t: Translate, *, what: str) -> None:
    """Something broke, and nothing was changed. The log has the rest under the same reference."""
    reference = uuid4().hex[:8]
    log.exception("%s failed, reference %s", what, reference)
    if not answer.is_given:
        answer.sentence(
            t("That could not be saved. Nothing has changed. Try again in a while. (Reference {reference})",
              reference=reference)
        )  # fmt: skip


def explained(refusal: Refusal, t: Translate) -> str:
    facts: dict[str, Any] = dict(refusal.facts)
    tz = facts.pop("tz", None)
    for name, fact in facts.items():
        if isinstance(fact, datetime) and tz:
            facts[name] = long_moment(fact, tz, t)
    return t(refusal.sentence, **facts)
