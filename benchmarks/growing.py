"""Registering over HTTP when there is a hundred times as much: the bot against itself in an almost empty database."""

from pathlib import Path

from benchmarks import registering, stage
from benchmarks.lines import Line, ratio

ROUNDS, TIMES, CLIENTS = 4, 100, 1
COST = 1.3


def measure(folder: Path) -> list[Line]:
    ours = ["-m", "bot"]
    with (
        stage.yes_man() as api,
        registering.served(folder, "grown", ours, api, besides=TIMES) as grown,
        registering.served(folder, "small", ours, api) as small,
    ):
        rounds = [(grown.rate(CLIENTS)[0], small.rate(CLIENTS)[0]) for _ in range(ROUNDS)]
    what = f"registering among {TIMES} times as many meetings and registrations"
    return [ratio(what, [one for one, _ in rounds], [one for _, one in rounds], 1 / COST)]
