"""The ledger in words: what did not get through, and what is on its way."""

from collections.abc import Sequence

from bot.blocks import labels
from bot.blocks.events import Message
from bot.blocks.text import Block, Bold, Line, bullets, heading, safe, section
from bot.i18n import Translate, long_moment
from bot.receipts import DeliveryLine
from models.deliveries import DeliveryState, Kind
from models.errors import N_

KINDS = {
    Kind.RECEIPT: N_("receipt"),
    Kind.SEAT: N_("seat from the waiting list"),
    Kind.CANCELLED_SEAT: N_("confirmed cancellation"),
    Kind.MOVED: N_("moved meeting"),
    Kind.FORM_CHANGED: N_("changed form"),
    Kind.CALLED_OFF: N_("cancelled meeting"),
    Kind.SAVE_THE_DATE: N_("save the date"),
    Kind.INVITATION: N_("invitation"),
    Kind.NUDGE: N_("reminder to register"),
    Kind.REMINDER: N_("reminder"),
    Kind.THANKS: N_("thanks"),
    Kind.CHANNEL_REMINDER: N_("reminder in the channel"),
    Kind.GUEST_TEXT: N_("mail text for guests"),
    Kind.TRIAL: N_("trial"),
    Kind.CARD: N_("card"),
    Kind.NOT_REACHED: N_("not reached"),
    Kind.DIGEST: N_("reminders together"),
    Kind.ANNOUNCEMENT: N_("message from the coordinator"),
    Kind.PROGRESS: N_("how a message got through"),
    Kind.OVERVIEW: N_("overview"),
}
STATES = {
    DeliveryState.PENDING: N_("on its way"),
    DeliveryState.GATHERED: N_("on its way"),
    DeliveryState.SENDING: N_("on its way"),
    DeliveryState.DOUBT: N_("being looked up"),
    DeliveryState.SENT: N_("sent"),
    DeliveryState.EXPIRED: N_("too late, not sent"),
    DeliveryState.SUPERSEDED: N_("replaced by a later one"),
    DeliveryState.CANCELLED: N_("no longer needed"),
    DeliveryState.FAILED: N_("did not get through"),
}


def deliveries(lines: list[DeliveryLine], t: Translate) -> Message:
    title = t("Messages")
    mails = [line for line in lines if line.is_to_mail]
    trouble = [line for line in lines if not line.is_to_mail]
    if not trouble:
        count = t("Everything that was due has been sent.")
    else:
        count = t.n(
            "{n} message that did not go out as planned.", "{n} messages that did not go out as planned.", len(trouble)
        )
    blocks = [heading(title), section(count), *_bullets([_line(line, t) for line in trouble])]
    if mails:
        to_mail = t.n("{n} text to send by mail and mark as sent:", "{n} texts to send by mail and mark as sent:",
                      len(mails))  # fmt: skip
        blocks += [section(to_mail), *_bullets([f"{line.event_title}, {_when(line, t)}" for line in mails])]
        count = f"{count} {to_mail}"
    return {"text": safe(f"{title}: {count}"), "blocks": blocks}


def _bullets(lines: Sequence[Line]) -> list[Block]:
    return [bullets(lines[:40])] if lines else []


def _line(line: DeliveryLine, t: Translate) -> Line:
    return [
        Bold(t(STATES[DeliveryState(line.state)])),
        ": " + ", ".join(part for part in (t(KINDS[Kind(line.kind)]), line.recipient, _when(line, t)) if part),
        f" ({line.event_title})" if line.event_title else "",
        f" – {labels.reason(line.reason, t)}" if line.reason else "",
    ]


def _when(line: DeliveryLine, t: Translate) -> str:
    return long_moment(line.due_at, line.tz, t)
