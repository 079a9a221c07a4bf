"""`python -m bot export`: a season or lab series as a file that `import` reads."""

import sys
from pathlib import Path
from typing import NoReturn

import click
from sqlalchemy import Engine

from bot.clock import clock_of
from bot.commands.databases import Unavailable, as_it_is, opened
from bot.i18n import read_texts
from bot.services.seasons import exporting
from bot.settings import Settings, WrongSettings, from_environment
from models.database import Sessions
from models.errors import N_, Refusal


@click.command()
@click.argument("series", required=False)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write to FILE instead of the terminal.")
@click.option("--force", is_flag=True, help="Write over FILE if it is there.")
def export(series: str | None, out: Path | None, force: bool) -> None:
    """Write SERIES as YAML: as its file was, with what has been changed in Slack since.

    Nobody's answers are in it: no registrations, needs, diet or votes. Imported again, it changes nothing. Without
    SERIES: the only one there is.
    """
    try:
        settings = from_environment()
    except WrongSettings as wrong:
        click.echo("\n".join(wrong.problems), err=True)
        sys.exit(2)
    t = read_texts(settings.locale).language(settings.locale)
    if out and out.exists() and not force:
        _stop(t(N_("{file} is there already. With --force it is written over."), file=out))
    try:
        with opened(settings.database_url, t) as engine:
            text = _text(as_it_is(engine, t), settings, series)
        if out is None:
            click.echo(text, nl=False)
            return
        out.write_text(text, "utf-8")
        click.echo(t(N_("The series is written to {file}."), file=out), err=True)
    except Unavailable as unavailable:
        _stop(str(unavailable))
    except Refusal as refusal:
        _stop(t(refusal.sentence, **refusal.facts))
    except OSError as error:
        _stop(t(N_("The file cannot be written: {reason}"), reason=error.strerror or str(error)))


def _text(engine: Engine, settings: Settings, key: str | None) -> str:
    with Sessions(engine).begin() as session:
        return exporting.export(session, exporting.series_to_export(session, key), clock_of(settings.demo_clock).now())


def _stop(line: str) -> NoReturn:
    click.echo(line, err=True)
    sys.exit(1)
