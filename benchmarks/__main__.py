"""`make bench`: every measurement in turn, and one table. Exit code 1 when a goal is missed."""

import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks import clicking, dispatch, growing, punctuality, receipts, registering, starting
from benchmarks.lines import Line

ALL = (dispatch, registering, growing, clicking, starting, receipts, punctuality)
MARKS = {True: "[green]held[/]", False: "[red]missed[/]", None: ""}


def main() -> int:
    chosen = [one for one in ALL if not sys.argv[1:] or one.__name__.rpartition(".")[2] in sys.argv[1:]]
    console, lines = Console(), list[Line]()
    for measurement in chosen:
        with tempfile.TemporaryDirectory() as folder, console.status(measurement.__name__):
            lines += measurement.measure(Path(folder))
    console.print(_table(lines))
    return 1 if any(line.is_met is False for line in lines) else 0


def _table(lines: list[Line]) -> Table:
    table = Table("", "ours", "floor", "ours of floor", "goal", "")
    for line in lines:
        table.add_row(line.what, line.ours, line.floor, line.result, line.goal, MARKS[line.is_met])
    return table


if __name__ == "__main__":
    sys.exit(main())
