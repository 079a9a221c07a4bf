"""Starts the bot once and says how long it took after the imports, and the memory it takes: seconds and MiB."""

import time
from pathlib import Path

from bot.serving import running
from bot.settings import for_serving
from bot.sockets import Sockets

PAUSE = 3.0


def memory() -> float:
    """Resident, in MiB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


if __name__ == "__main__":
    settings, began = for_serving(), time.monotonic()
    with running(settings) as bot:
        sockets = Sockets(bot.app, settings.app_token, bot.bot.ticks)
        sockets.open()
        seconds = time.monotonic() - began
        time.sleep(PAUSE)
        print(seconds, memory())
        sockets.close()
