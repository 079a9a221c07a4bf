"""What a person's Home shows."""

from dataclasses import dataclass

from bot.receipts.events import EventLine


@dataclass(frozen=True)
class HomeFacts:
    """What a person's Home shows."""

    lines: tuple[EventLine, ...]
    name: str
    coordinates: bool = False
