"""Files on their way to somebody, apart from the answer, which waits for nobody."""

from collections.abc import Callable
from typing import Any

from bot import pictures
from bot.context import Bot
from bot.slack import send_files
from models.errors import N_

NOT_TAKEN = N_("Slack did not take the file. Nothing has been sent. Try again in a while.")
NOT_DRAWN = N_("The picture could not be drawn. The result is still there in words.")
NOT_SENT = {
    "missing_scope": N_("I may not send files here yet. Ask whoever installed me to install me again."),
    "unclear": N_("Slack did not answer. Look among your messages from me, and try again if the file is not there."),
}


def send(
    bot: Bot, slack_user_id: str, files: dict[str, bytes], comment: str, *, otherwise: Callable[[str], None]
) -> None:
    """Into the person's conversation with the bot. `otherwise` is told the sentence that says why not."""

    def do() -> None:
        refusal = send_files(bot.slack, slack_user_id, files, comment)
        if refusal:
            otherwise(NOT_SENT.get(refusal, NOT_TAKEN))

    bot.aside(do)


def send_picture(
    bot: Bot, to: str, name: str, picture: dict[str, Any], spoken: str, comment: str,
    *, otherwise: Callable[[str], None],
) -> None:  # fmt: skip
    """As `send`, to a person or a channel; what cannot be drawn is not sent, and everything else is as it was."""

    def do() -> None:
        made = pictures.drawn(picture)
        refusal = send_files(bot.slack, to, {name: made}, comment, spoken=spoken) if made else None
        if made is None or refusal:
            otherwise(NOT_DRAWN if made is None else NOT_SENT.get(refusal or "", NOT_TAKEN))

    bot.aside(do)
