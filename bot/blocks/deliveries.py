"""The ledger in words: what did not get through, and what is on its way."""

from bot.blocks import labels
from bot.blocks.events import Message, sentence
from bot.blocks.ids import Press
from bot.blocks.text import Block, Bold, actions, bullets, button, heading, numbered, rich, safe, section, small, sure
from bot.i18n import Translate, long_moment
from bot.receipts import DeliveryLine, DeliveryPage
from models.deliveries import DeliveryState, Kind
from models.errors import N_

KINDS = {
    Kind.RECEIPT: N_("receipt"),
    Kind.SEAT: N_("seat from the waiting list"),
    Kind.OFFER: N_("offer of a seat"),
    Kind.OFFER_OVER: N_("offer that is over"),
    Kind.SEAT_LEFT: N_("seat that is left"),
    Kind.MEETING_NEWS: N_("what a colleague changed"),
    Kind.LINE: N_("new place in line"),
    Kind.CANCELLED_SEAT: N_("confirmed cancellation"),
    Kind.SUBSTITUTE_ASKED: N_("question to a substitute"),
    Kind.SUBSTITUTE_ANSWERED: N_("answer about a substitute"),
    Kind.APPEAL: N_("question after the deadline"),
    Kind.APPEAL_ANSWER: N_("the coordinator's answer"),
    Kind.TOPIC_FOR: N_("a question proposed in somebody's name"),
    Kind.TOPIC_FATE: N_("what became of a question"),
    Kind.MOVED: N_("moved meeting"),
    Kind.FORM_CHANGED: N_("changed form"),
    Kind.CALLED_OFF: N_("cancelled meeting"),
    Kind.SAVE_THE_DATE: N_("save the date"),
    Kind.INVITATION: N_("invitation"),
    Kind.FUNCTION_INVITED: N_("invitation to pass on"),
    Kind.SEAT_REQUEST: N_("request for somebody in a role"),
    Kind.NUDGE: N_("reminder to register"),
    Kind.PROGRAMME: N_("the programme"),
    Kind.PROGRAMME_MISSING: N_("reminder to publish the programme"),
    Kind.POLL_OPENING: N_("a vote that begins"),
    Kind.VOTE: N_("reminder to vote"),
    Kind.DAYS_RELEASED: N_("days that need no longer be kept free"),
    Kind.POLL_CHANGED: N_("changed vote"),
    Kind.POLL_RESULT: N_("the result of a vote"),
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
    Kind.DUTY: N_("something somebody is trusted with"),
    Kind.HANDOVER: N_("question to take over"),
    Kind.HANDOVER_NEWS: N_("answer about taking over"),
    Kind.COORDINATOR_REMINDED: N_("reminder from the national organiser"),
    Kind.DATE_POLL: N_("which day suits"),
    Kind.DATE_REMINDER: N_("reminder to answer which day suits"),
    Kind.DATE_ALL_ANSWERED: N_("everyone has answered which day suits"),
    Kind.DATE_PROPOSAL: N_("proposed day"),
    Kind.DATE_SET: N_("the day is decided"),
    Kind.MISCOUNT: N_("seats that do not add up"),
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


def n(one: str, many: str) -> tuple[str, str]:
    """Mark a plural for the catalogues without translating it here."""
    return one, many


COUNTS = {
    "failed": n("{n} did not get through", "{n} did not get through"),
    "expired": n("{n} was too late and was not sent", "{n} were too late and were not sent"),
    "late": n("{n} is late", "{n} are late"),
    "in_doubt": n("{n} is being looked up", "{n} are being looked up"),
    "gave_way": n("{n} would have been one too many", "{n} would have been too many"),
    "on_its_way": n("{n} is on its way", "{n} are on their way"),
    "planned": n("{n} is planned", "{n} are planned"),
    "sent": n("{n} is sent", "{n} are sent"),
}


def deliveries(page: DeliveryPage, t: Translate, *, done: str | None = None) -> Message:
    """How much went out and what did not; each row with what can be done about it."""
    title, counts = t("Messages"), page.counts
    told = (
        t.n(
            "{n} message that did not go out as planned.",
            "{n} messages that did not go out as planned.",
            counts.trouble,
        )
        if counts.trouble
        else t("Everything that was due has been sent.")
    )
    summary = [t.n(*words, count) for name, words in COUNTS.items() if (count := getattr(counts, name))]
    blocks: list[Block] = [heading(title), *([section(done)] if done else []), section(told)]
    blocks += [small(sentence(", ".join(summary)))] if summary else []
    for line in page.lines:
        blocks += _row(line, page.page, t)
    blocks += _pages(page, t)
    if page.mails:
        to_mail = t.n("{n} text to send by mail and mark as sent:", "{n} texts to send by mail and mark as sent:",
                      len(page.mails))  # fmt: skip
        blocks += [section(to_mail), bullets([f"{line.event_title}, {_when(line, t)}" for line in page.mails[:40]])]
        told = f"{told} {to_mail}"
    return {"text": safe(" ".join(filter(None, (f"{title}:", done, told)))), "blocks": blocks}


def _row(line: DeliveryLine, page: int, t: Translate) -> list[Block]:
    what = ", ".join(part for part in (t(KINDS[Kind(line.kind)]), line.recipient, _when(line, t)) if part)
    words = rich([
        Bold(t(STATES[DeliveryState(line.state)])),
        f": {what}",
        f" ({line.event_title})" if line.event_title else "",
        f" – {labels.reason(line.reason, t)}" if line.reason else "",
    ])  # fmt: skip
    value, again, away = f"{line.id} {page}", t("Send again"), t("Drop")
    sure_of_it = sure(away, t("The message will not be sent."), away, t("Keep it"))
    buttons = [
        button(again, Press.SEND_AGAIN, value, label=f"{again}: {what}") if line.may_be_sent_again else None,
        button(away, Press.DROP, value, confirm=sure_of_it, label=f"{away}: {what}") if line.may_be_dropped else None,
    ]
    return [words, actions(*buttons)] if any(buttons) else [words]


def _pages(page: DeliveryPage, t: Translate) -> list[Block]:
    if page.pages == 1:
        return []
    back = button(t("Previous"), Press.DELIVERIES, page.page - 1) if page.page > 1 else None
    on = button(t("Next"), Press.DELIVERIES, page.page + 1) if page.page < page.pages else None
    where_we_are = t("Page {page} of {pages}, {total} messages.", page=page.page, pages=page.pages,
                     total=page.counts.shown)  # fmt: skip
    return [small(where_we_are), numbered(actions(back, on))]


def _when(line: DeliveryLine, t: Translate) -> str:
    return long_moment(line.due_at, line.tz, t)
