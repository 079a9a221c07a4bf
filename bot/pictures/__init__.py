"""Pictures of results, drawn in a process of their own that ends: what draws them is large, and stays out of ours."""

import json
import logging
import os
import subprocess
import sys
import threading
from functools import lru_cache
from typing import Any

log = logging.getLogger(__name__)
LONGEST = 30
"""Seconds a picture may take."""
LONGEST_WAIT = 60
"""Seconds to wait while others' pictures are drawn."""
KEPT = 8
"""Pictures kept, a hundred kilobytes each: many ask for the same one."""
_one = threading.Lock()


def drawn(picture: dict[str, Any]) -> bytes | None:
    """A PNG; None when it could not be drawn, which is logged without its words."""
    if not _one.acquire(timeout=LONGEST_WAIT):
        log.warning("a picture was not drawn: others are in the way")
        return None
    try:
        return _drawn(json.dumps(picture))
    except (subprocess.SubprocessError, OSError) as error:
        log.warning("a picture was not drawn: %s", type(error).__name__)
        return None
    finally:
        _one.release()


@lru_cache(maxsize=KEPT)
def _drawn(told: str) -> bytes:
    """One at a time. It is given nothing of the bot's surroundings that it does not need, and no secrets."""
    needed = {name: os.environ[name] for name in ("HOME", "PATH", "PYTHONPATH", "TMPDIR") if name in os.environ}
    command = [sys.executable, "-m", "bot.pictures"]
    done = subprocess.run(command, input=told.encode(), capture_output=True, timeout=LONGEST, check=True, env=needed)
    return done.stdout
