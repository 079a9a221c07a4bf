"""`python -m bot backup FILE`, and `restored` for copies that were made in another way."""

import sys
from datetime import datetime
from pathlib import Path
from typing import NoReturn
from zoneinfo import ZoneInfo

import click
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import clock_of
from bot.commands.databases import Unavailable, as_it_is, opened
from bot.i18n import Translate, read_texts
from bot.services import copies
from bot.settings import Settings, WrongSettings, from_environment
from models import backups
from models.backups import NoTool, NotWhole
from models.database import Sessions, sqlite_file
from models.errors import N_


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--force", is_flag=True, help="Write over FILE if it is there.")
def backup(file: Path, force: bool) -> None:
    """Copy the database to FILE while the bot goes on.

    A SQLite copy is a database of its own; a PostgreSQL copy is SQL for psql. Nobody but you may read it. The bot that
    is started from a copy looks for what has been sent since before it sends anything: nobody gets it twice.
    """
    settings, t = _settings()
    try:
        with opened(settings.database_url, t) as engine:
            _refuse(engine, file, t, is_forced=force)
            backups.copy(_in_use(engine, t), file, clock_of(settings.demo_clock).now())
    except Unavailable as unavailable:
        _stop(str(unavailable))
    except NoTool as command:
        _stop(
            t(N_("pg_dump is not installed here. Where it is, run: {command}"), command=command),
            t(N_("After restoring it, run `python -m bot restored` with the moment of the copy.")),
        )
    except (NotWhole, OSError, SQLAlchemyError) as error:
        _stop(t(N_("No copy was made: {reason}"), reason=_reason(error)))
    click.echo(t(N_("The database is copied to {file}."), file=file))


@click.command()
@click.argument("moment", type=click.DateTime(["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]))
def restored(moment: datetime) -> None:
    """Say that the database is a copy from MOMENT (2027-01-19T13:00, in DIALOG_TIMEZONE).

    For copies that `backup` has not made: snapshots, copied files. Stop the bot first. When it is started, it looks for
    what has been sent since before it sends anything.
    """
    settings, t = _settings()
    try:
        with opened(settings.database_url, t) as engine, Sessions(_in_use(engine, t)).begin() as session:
            copies.mark(session, moment.replace(tzinfo=ZoneInfo(settings.timezone)))
    except Unavailable as unavailable:
        _stop(str(unavailable))
    click.echo(t(N_("What has been due since is looked for before it is sent.")))


def _in_use(engine: Engine, t: Translate) -> Engine:
    if as_it_is(engine, t) is not engine:
        raise Unavailable(t(N_("There is no database yet. Run `python -m bot migrate` first.")))
    return engine


def _refuse(engine: Engine, file: Path, t: Translate, *, is_forced: bool) -> None:
    ours = sqlite_file(engine)
    if ours and ours.resolve() == file.resolve():
        raise Unavailable(t(N_("{file} is the database itself."), file=file))
    if file.exists() and not is_forced:
        raise Unavailable(t(N_("{file} is there already. With --force it is written over."), file=file))
    if not file.absolute().parent.is_dir():
        raise Unavailable(t(N_("There is no folder {folder}."), folder=file.absolute().parent))


def _reason(error: Exception) -> str:
    """In the words of the system or of the database; an address with its password is in neither."""
    return str(getattr(error, "orig", None) or getattr(error, "strerror", None) or error).strip().splitlines()[0]


def _settings() -> tuple[Settings, Translate]:
    try:
        settings = from_environment()
    except WrongSettings as wrong:
        click.echo("\n".join(wrong.problems), err=True)
        sys.exit(2)
    return settings, read_texts(settings.locale).language(settings.locale)


def _stop(*lines: str) -> NoReturn:
    click.echo("\n".join(lines), err=True)
    sys.exit(1)
