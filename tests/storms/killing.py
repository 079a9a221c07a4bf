"""People who press while the bot is killed again and again, and comes back each time."""

import random
import threading
import time

from sandbox.wire import Wire
from tests.nursery import Nursery
from tests.processes import PATIENCE

AT_ONCE = 6


class Pressing:
    """A few at a time do what they do next, until they go home."""

    def __init__(self, wire: Wire) -> None:
        self._wire, self._is_over, self._answered = wire, threading.Event(), threading.Event()
        self._threads = [threading.Thread(target=self._press) for _ in range(AT_ONCE)]
        for thread in self._threads:
            thread.start()

    def goes_home(self) -> None:
        self._is_over.set()
        for thread in self._threads:
            thread.join(PATIENCE)

    def survives(self, bots: Nursery, kills: int, life: float, chance: random.Random) -> None:
        """Each bot is killed at some instant of the `life` seconds after the first answer that it has given."""
        for _ in range(kills):
            bot = bots.start()
            assert self._wire.sockets.wait_connected(PATIENCE)
            self._answered.clear()
            assert self._answered.wait(PATIENCE)
            time.sleep(chance.uniform(0, life))
            bot.kill()
            self._wire.sockets.wait_alone(PATIENCE)

    def _press(self) -> None:
        while not self._is_over.is_set():
            if self._wire.sockets.wait_connected(0.1) and self._is_answered():
                self._answered.set()

    def _is_answered(self) -> bool:
        """The next press of the next in turn, and whether it was answered."""
        raise NotImplementedError
