"""`python -m benchmarks.footprint`: the bot, telling how soon after its imports it was ready and what it has loaded.

With a file of names instead: nothing but those libraries.
"""

import importlib
import json
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

OURS = ("bot", "handlers", "models", "scheduler", "sandbox", "benchmarks", "__main__")


def serve_and_tell(report: Path) -> None:
    import bot.sockets
    from bot.commands.serve import serve

    assert bot.sockets  # the door that will be opened
    began = time.perf_counter()
    _on_ready(lambda: report.with_suffix(".ready").write_text(str(time.perf_counter() - began)))
    signal.signal(signal.SIGUSR1, lambda *_: report.write_text(json.dumps(_libraries())))
    serve()


def load(names: list[str]) -> None:
    """The same libraries, in the same order, and nothing done with them."""
    for name in names:
        try:
            importlib.import_module(name)
        except Exception as error:  # parts of a library that only it may import
            print(name, type(error).__name__, file=sys.stderr)
    print("loaded", flush=True)
    threading.Event().wait()


def resident(pid: int) -> float:
    """MiB of memory the process holds."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _libraries() -> list[str]:
    return [name for name in sys.modules if name.partition(".")[0] not in OURS]


def _on_ready(tell: Callable[[], object]) -> None:
    class Ready(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.getMessage() == "ready":
                tell()

    logging.getLogger("bot").addHandler(Ready())


if __name__ == "__main__":
    if len(sys.argv) > 2:
        load(json.loads(Path(sys.argv[2]).read_text()))
    else:
        serve_and_tell(Path(sys.argv[1]))
