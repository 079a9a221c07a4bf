"""What the operator reads: a line for what happened, and of an error where it happened, never what it said."""

import json
import logging
import re
import sys
import threading
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, TypeAlias

log = logging.getLogger(__name__)
Raised: TypeAlias = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
OTHERS = {
    "alembic": logging.WARNING,
    "apscheduler": logging.WARNING,
    "slack_bolt": logging.CRITICAL,
    "slack_sdk": logging.CRITICAL,
}
"""Their ordinary doings are nothing an operator acts on. What goes wrong we say ourselves: Slack's libraries quote
whole payloads, people's words included."""
IDS = ("card", "delivery", "event", "person", "quota", "reference", "registration", "step", "workspace")
"""The words that stand before an id in a sentence of ours, and name it in JSON."""
PLACE = re.compile(r"(?:\b(\w+) )?\(?%[sdr]")


class Reticent(logging.Formatter):
    """An error's own words may hold what people wrote: its kind and its way through the code are enough."""

    def format(self, record: logging.LogRecord) -> str:
        record.exc_text = None  # another handler may have put its own, whole account of the error there
        line = super().format(record)
        record.exc_text = None
        return line

    def formatException(self, ei: Raised) -> str:  # noqa: N802 (logging's name for it)
        found: list[str] = []
        error = ei[1]
        while error is not None:
            found.append("".join(traceback.format_tb(error.__traceback__)) + type(error).__name__)
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\nafter:\n".join(found)


class Lines(Reticent):
    """One JSON object a line, with every id in a field of its own."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **_ids(record),
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


FORMATTERS: dict[str, logging.Formatter] = {
    "text": Reticent("%(asctime)s %(levelname)s %(name)s: %(message)s"),
    "json": Lines(),
}


def write_log(form: str = "text") -> None:
    """To standard error, from INFO on; what ends a thread or the program too."""
    handler = logging.StreamHandler()
    handler.setFormatter(FORMATTERS[form])
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    for name, level in OTHERS.items():
        logging.getLogger(name).setLevel(level)
    threading.excepthook = _thread_ended
    sys.excepthook = _program_ended


def _ids(record: logging.LogRecord) -> dict[str, Any]:
    given = record.args if isinstance(record.args, tuple) else ()
    names = [place.group(1) for place in PLACE.finditer(str(record.msg))]
    return {name: value for name, value in zip(names, given, strict=False) if name in IDS}


def _thread_ended(ended: threading.ExceptHookArgs) -> None:
    if ended.exc_value is not None:
        log.critical("a thread ended", exc_info=(ended.exc_type, ended.exc_value, ended.exc_traceback))


def _program_ended(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    log.critical("the program ended", exc_info=(kind, error, trace))
