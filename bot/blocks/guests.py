"""Texts that a coordinator sends on by mail: with a button to say that it is done, and who has done it."""

from bot.blocks import calendars
from bot.blocks.events import Message
from bot.blocks.ids import Press
from bot.blocks.text import Block, actions, button, safe, small
from bot.i18n import Translate, long_moment
from bot.receipts import MailSent


def to_mark(message: Message, mail_id: int, t: Translate, *, has_file: bool = False) -> Message:
    sent = button(t("Sent"), Press.MAIL_SENT, mail_id, style="primary")
    file = calendars.for_mail(mail_id, t) if has_file else None
    return {**message, "blocks": [*message["blocks"], actions(file, sent)]}


def marked(message: Message, done: MailSent, t: Translate) -> Message:
    """The same text, with who has sent it where the button was."""
    said = t("Sent by {name}, {when}.", name=done.by, when=long_moment(done.at, done.tz, t))
    text = [block for block in message.get("blocks", ()) if not _says_sent(block)]
    return {"text": safe(said), "blocks": [*text, small(said)]}


def _says_sent(block: Block) -> bool:
    return any(element.get("action_id") == Press.MAIL_SENT for element in block.get("elements", ()))
