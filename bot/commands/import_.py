"""`python -m bot import FILE`: a season or lab series, from its file into the database."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import NoReturn

import click
from rich.console import Console
from rich.progress import Progress
from sqlalchemy import Engine

from bot.clock import clock_of
from bot.commands.databases import Unavailable, as_it_is, opened, up_to_date
from bot.commands.telling import report_lines
from bot.i18n import Translate, read_texts
from bot.services.seasons.applying import apply, preview
from bot.services.seasons.files import Reading, read_file
from bot.services.seasons.plans import Plan
from bot.services.seasons.reports import Report
from bot.settings import Settings, WrongSettings, from_environment
from models.database import Sessions
from models.errors import N_

PATIENCE = 1.0
"""Seconds before a progress bar is shown."""


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would happen, and change nothing.")
def import_file(file: Path, dry_run: bool) -> None:
    """Load a season or a lab series from FILE.

    Only what changed in the file since last time is applied. A file with problems changes nothing: each problem is
    named with its line and field, and the exit code is 1.
    """
    try:
        settings = from_environment()
    except WrongSettings as wrong:
        _stop(wrong.problems, code=2)
    t = read_texts(settings.locale).language(settings.locale)
    reading = read_file(file)
    if reading.plan is None:
        _stop([*(problem.say(t) for problem in reading.problems), t(N_("Nothing has been changed."))], code=1)
    try:
        with opened(settings.database_url, t) as engine:
            _import(engine, reading, reading.plan, t, now=_now(settings), is_dry=dry_run)
    except Unavailable as unavailable:
        _stop([str(unavailable)], code=1)


def _import(engine: Engine, reading: Reading, plan: Plan, t: Translate, *, now: datetime, is_dry: bool) -> None:
    sessions = Sessions(as_it_is(engine, t) if is_dry else up_to_date(engine))
    with sessions.reading() as session:
        coming = preview(session, plan, now)
    _say(report_lines(plan, coming, reading.notes, t))
    if is_dry:
        _say([t(N_("Nothing has been changed: this was a dry run."))])
        return
    with _progress(len(plan.everything), t) as on_done:
        report = apply(sessions, plan, now, on_done)
    _say([_outcome(report, t)])


def _outcome(report: Report, t: Translate) -> str:
    if report.is_nothing:
        return t(N_("Done. There was nothing to change."))
    added, changed = sum(report.added.values()), len(report.changes)
    return t(N_("Done: {added} added, {changed} changed."), added=added, changed=changed)


@contextmanager
def _progress(total: int, t: Translate) -> Iterator[Callable[[int], None]]:
    """A bar on the error stream, once the wait has become noticeable."""
    started = time.monotonic()
    with Progress(console=Console(stderr=True), transient=True, auto_refresh=False) as bar:
        task = bar.add_task(t(N_("Importing")), total=total, visible=False)

        def on_done(done: int) -> None:
            bar.update(task, completed=done, visible=time.monotonic() - started > PATIENCE, refresh=True)

        yield on_done


def _now(settings: Settings) -> datetime:
    return clock_of(settings.demo_clock).now()


def _say(lines: list[str]) -> None:
    for line in lines:
        click.echo(line)


def _stop(lines: list[str], *, code: int) -> NoReturn:
    for line in lines:
        click.echo(line, err=True)
    sys.exit(code)
