"""`python -m bot simulate`: a season played against the sandbox, to see what people would hear."""

import logging
import sys
import tempfile
from pathlib import Path

import click


@click.command()
@click.option("--areas", default=9, show_default=True, type=click.IntRange(2, 25), help="Areas, with a meeting each.")
@click.option("--people", default=1500, show_default=True, type=click.IntRange(20), help="Everyone in all areas.")
@click.option("--seed", default=1, show_default=True, help="Another number is another season.")
def simulate(areas: int, people: int, seed: int) -> None:
    """Play a whole season in a simulated Slack: answers, cancellations, moved meetings, outages, lost answers.

    Shows what people would hear week by week, and checks every promise; exit code 1 when one was broken. Needs no
    settings, touches no database of yours, and calls nobody.
    """
    try:
        from simulation import heard, promises, report
        from simulation.story import Story
    except ImportError as missing:
        click.echo(f"Simulating needs the sandbox: pip install -e '.[sandbox]' ({missing.name} is missing).", err=True)
        sys.exit(2)
    from rich.console import Console

    logging.disable(logging.CRITICAL)  # a season's faults are meant
    console = Console()
    with tempfile.TemporaryDirectory() as folder, console.status("") as status:
        story = Story(Path(folder), areas=areas, people=people, seed=seed)
        played = story.play(lambda day: status.update(day.isoformat()))
        found = heard.read(played.world)
        broken = promises.broken(played, found)
        played.world.close()
    report.show(console, played, found, broken)
    sys.exit(1 if broken else 0)
