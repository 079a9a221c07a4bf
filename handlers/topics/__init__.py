"""Questions: proposing, reading, one's own, and what the coordinator does with them."""

from handlers.table import Handlers
from handlers.topics import deciding, own, proposing, reading, steering


def listen(on: Handlers) -> None:
    for module in (proposing, reading, own, steering, deciding):
        module.listen(on)
