"""Registering over HTTP on SQLite that survives a power cut: `python -m bot` against the least a bot could do."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from statistics import median

from benchmarks import growth, http, stage
from benchmarks.lines import MILLI, Line, percentile, ratio

ROUNDS, EACH, PER_MEETING = 5, 160, 200
CLIENTS = (1, 8)
PEOPLE = ROUNDS * EACH * len(CLIENTS)


def measure(folder: Path) -> list[Line]:
    with (
        stage.yes_man() as api,
        served(folder, "ours", ["-m", "bot"], api) as ours,
        served(folder, "floor", ["-m", "benchmarks.floor"], api) as floor,
    ):
        return _rounds(ours, floor)


class Server:
    """One of the two, and the people who have not registered there yet."""

    def __init__(self, port: int, meetings: list[int], organisation_id: int) -> None:
        self.port, self._meetings, self._organisation_id = port, meetings, organisation_id
        self._numbers = count()

    def rate(self, clients: int) -> tuple[float, list[float]]:
        """People who have just opened the form, and are known for that, send it."""
        numbers = [next(self._numbers) for _ in range(EACH)]
        http.send(self.port, [http.slash_command(stage.command("help", number)) for number in numbers], 1)
        return http.send(self.port, [self._submission(number) for number in numbers], clients)

    def _submission(self, number: int) -> bytes:
        meeting = self._meetings[number // PER_MEETING]
        return http.interaction(stage.submission(meeting, self._organisation_id, number))


@contextmanager
def served(folder: Path, name: str, arguments: list[str], api: str, *, besides: int = 0) -> Iterator[Server]:
    """`besides`: so many times the meetings, with people who have registered for them, are there already."""
    own = folder / name
    own.mkdir()
    meetings, organisation_id = stage.prepare(own, people=PEOPLE, meetings=PEOPLE // PER_MEETING + 1)
    if besides:
        growth.grow(own, meetings=besides * len(meetings), registered=PER_MEETING)
    settings = {**stage.TOKENS, "SLACK_API_URL": api, "DATABASE_URL": stage.url_of(own), "SLACK_APP_TOKEN": ""}
    with http.served(arguments, own, settings) as port:
        yield Server(port, meetings, organisation_id)


def _rounds(ours: Server, floor: Server) -> list[Line]:
    found = {clients: [(ours.rate(clients), floor.rate(clients)) for _ in range(ROUNDS)] for clients in CLIENTS}
    lines = [
        ratio(f"registering, {clients} client(s)", [one[0] for one, _ in rounds], [one[0] for _, one in rounds], 0.6)
        for clients, rounds in found.items()
    ]
    return lines + _tail(found[CLIENTS[-1]])


def _tail(rounds: list[tuple[tuple[float, list[float]], tuple[float, list[float]]]]) -> list[Line]:
    """How long people wait while eight press at once."""
    shown = []
    for of_hundred in (50, 99):
        mine, least = (
            median(percentile(took, of_hundred) for _, took in side) * MILLI for side in zip(*rounds, strict=True)
        )
        shown.append(Line(f"  answered within, 8 clients, p{of_hundred}", f"{mine:.1f} ms", f"{least:.1f} ms"))
    return shown
