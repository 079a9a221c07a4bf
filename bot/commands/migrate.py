"""`python -m bot migrate`: the database's tables in their newest form."""

import sys

import click

from bot.commands.databases import Unavailable, opened, up_to_date
from bot.i18n import read_texts
from bot.settings import WrongSettings, from_environment
from models.errors import N_
from models.migrations import versions


@click.command()
def migrate() -> None:
    """Bring the database up to date. Doing it twice changes nothing; the bot does it by itself at every start."""
    try:
        settings = from_environment()
    except WrongSettings as wrong:
        click.echo("\n".join(wrong.problems), err=True)
        sys.exit(2)
    t = read_texts(settings.locale).language(settings.locale)
    try:
        with opened(settings.database_url, t) as engine:
            was, newest = versions(engine)
            up_to_date(engine)
    except Unavailable as unavailable:
        click.echo(str(unavailable), err=True)
        sys.exit(1)
    if was == newest:
        click.echo(t(N_("The database was up to date already.")))
    else:
        click.echo(t(N_("The database is up to date: version {version}."), version=newest))
