"""What the operator reads: a line for what happened, and of an error where it happened, never what it said."""

import logging
import traceback
from types import TracebackType
from typing import TypeAlias

Raised: TypeAlias = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
OTHERS = {
    "alembic": logging.WARNING,
    "apscheduler": logging.WARNING,
    "slack_bolt": logging.CRITICAL,
    "slack_sdk": logging.CRITICAL,
}
"""Their ordinary doings are nothing an operator acts on. What goes wrong we say ourselves: Slack's libraries quote
whole payloads, people's words included."""


class Reticent(logging.Formatter):
    """An error's own words may hold what people wrote: its kind and its way through the code are enough."""

    def formatException(self, ei: Raised) -> str:  # noqa: N802 (logging's name for it)
        found: list[str] = []
        error = ei[1]
        while error is not None:
            found.append("".join(traceback.format_tb(error.__traceback__)) + type(error).__name__)
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\nafter:\n".join(found)


def write_log() -> None:
    """To standard error, from INFO on."""
    handler = logging.StreamHandler()
    handler.setFormatter(Reticent("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    for name, level in OTHERS.items():
        logging.getLogger(name).setLevel(level)
