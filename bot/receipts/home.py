"""What a person's Home shows."""

from dataclasses import dataclass

from bot.receipts.boards import Board
from bot.receipts.duties import HandoverFacts
from bot.receipts.events import EventLine


@dataclass(frozen=True)
class HomeFacts:
    """What a person's Home shows."""

    lines: tuple[EventLine, ...]
    name: str
    coordinates: bool = False
    board: Board | None = None
    handovers: tuple[HandoverFacts, ...] = ()
    """What I am asked to take over."""
    welcomes: bool = False
    """We know neither organisation nor role, and have not asked."""
