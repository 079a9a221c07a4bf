"""What is printed at the end: what happened, whether the promises held, and what people's weeks were like."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from statistics import quantiles
from zoneinfo import ZoneInfo

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from simulation.heard import Heard
from simulation.promises import lateness
from simulation.season import ZONE
from simulation.story import Played

WIDTH = 40
SHOWN = 20


def show(console: Console, played: Played, heard: Heard, broken: Sequence[str]) -> None:
    console.print(Group(_summary(played, heard), "", weeks(played, heard), "", _verdict(broken)))


def _summary(played: Played, heard: Heard) -> Table:
    table = Table("", "", show_header=False, box=None)
    kinds = Counter(heard.owed[one.token].kind.value for one in heard.messages if one.token in heard.owed)
    late = lateness(heard)
    percent = quantiles(late, n=100) if len(late) > 1 else [0.0] * 99
    changed = (
        f"{len(played.changes)} changes of meetings, {len(played.outages)} outages, {played.world.cuts} power cuts"
    )
    rows = {
        "people": f"{len(played.people):,} in Slack, {sum(len(one.guests) for one in played.meetings.values())} guests",
        "meetings": str(len(played.meetings)),
        "what happened": f"{played.acts:,} acts, {changed}, {len(played.bad_days)} bad days",
        "messages": f"{len(heard.messages):,}: "
        + ", ".join(f"{count:,} {kind}" for kind, count in kinds.most_common()),
        "planned ones late": f"half within {percent[49]:.0f} s, 95 of 100 within {percent[94]:.0f} s",
    }
    for name, value in rows.items():
        table.add_row(name, value)
    return table


def weeks(played: Played, heard: Heard) -> RenderableType:
    """Messages a person and week: the mean as a bar, and the most that anyone had."""
    counts: Counter[tuple[date, str]] = Counter()
    mine = {one.person.dm.id for one in played.people}
    for message in heard.messages:
        day = message.at.astimezone(ZoneInfo(ZONE)).date()
        if message.channel in mine:
            counts[day - timedelta(days=day.weekday()), message.channel] += 1
    means = {
        monday: sum(times for (week, _), times in counts.items() if week == monday) / len(played.people)
        for monday in {week for week, _ in counts}
    }
    table = Table("week", "messages a person", "mean", "most", box=None)
    for monday in sorted(means):
        most = max(times for (week, _), times in counts.items() if week == monday)
        bar = "█" * max(1, round(means[monday] / max(means.values()) * WIDTH))
        table.add_row(f"{monday:%G-W%V}", bar, f"{means[monday]:.2f}", str(most))
    return table


def _verdict(broken: Sequence[str]) -> Text:
    if not broken:
        return Text("Every promise held.", style="green")
    more = [f"… and {len(broken) - SHOWN} more"] if len(broken) > SHOWN else []
    return Text("\n".join([f"{len(broken)} times a promise was broken:", *broken[:SHOWN], *more]), style="red")
