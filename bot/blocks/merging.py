"""Two rows of one person: which they may be, and what becomes of them."""

import json

from bot.blocks import inputs
from bot.blocks.events import Message
from bot.blocks.ids import Field, Press, View
from bot.blocks.text import (
    Block,
    Bold,
    Line,
    actions,
    bullets,
    button,
    form,
    heading,
    rich,
    safe,
    section,
    shorten,
    small,
)
from bot.i18n import Translate
from bot.receipts import Double, EventFacts


def doubles(event: EventFacts, found: list[Double], t: Translate) -> Block:
    """Those who share a name or an address."""
    title = t("Merge doubles")
    if not found:
        none = t("Nobody here shares a name or an address with somebody else.")
        back = actions(button(t("Back to the list"), Press.PARTICIPANTS, event.id))
        return form(View.SHOWN, title, [heading(event.title), section(none), back], t)
    options = [(f"{one.keep_id}:{one.drop_id}", shorten(" + ".join(one.names), 75)) for one in found]
    blocks = [
        heading(event.title),
        section(t("These share a name or an address. Are they one person?")),
        bullets([_line(one, t) for one in found]),
        inputs.choice(Field.PERSON, t("Which two are one person?"), options),
        small(
            t("Registrations, invitations and duties become one person's, at every meeting. Where both have a seat, "
              "one is given back. This cannot be undone.")
        ),
    ]  # fmt: skip
    return form(View.MERGE, title, blocks, t, submit=t("Merge"), about=json.dumps({"event": event.id}))


def merged(one: Double, t: Translate) -> Message:
    words = t("{name} is one person now.", name=one.names[0])
    return {"text": safe(words), "blocks": [rich([Bold(words)])]}


def _line(one: Double, t: Translate) -> Line:
    places = (t("in Slack") if one.is_member else t("not in Slack"), t("not in Slack"))
    return " + ".join(
        f"{name} ({', '.join(part for part in (email, place) if part)})"
        for name, email, place in zip(one.names, one.emails, places, strict=True)
    )
