"""What every part of the bot shares: where the rows are, how to reach Slack, what time it is, what to say."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from slack_sdk import WebClient

from bot.clock import Clock, Ticks
from bot.i18n import Texts
from bot.meters import Meters
from bot.settings import Settings
from models.database import Sessions

Respond = Callable[[str, dict[str, Any]], None]
"""POST a payload once to a `response_url`; a failure is logged, never raised."""
Aside = Callable[[Callable[[], None]], None]
"""Does something that nobody's answer waits for."""


def in_a_thread(work: Callable[[], None]) -> None:
    threading.Thread(target=work, name="aside", daemon=True).start()


@dataclass
class Bot:
    """`slack` answers people: two seconds, no retries. The sender makes a patient copy of its own."""

    sessions: Sessions
    slack: WebClient
    respond: Respond
    clock: Clock
    ticks: Ticks
    texts: Texts
    settings: Settings = field(default_factory=Settings)
    meters: Meters = field(default_factory=Meters)
    name: str = "bot"
    aside: Aside = in_a_thread
