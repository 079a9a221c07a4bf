"""`python -m bot doctor`: what is well, what is not, and what to do about it."""

import sys
from collections.abc import Iterator

import click

from bot.clock import SystemClock, clock_of
from bot.commands import checks
from bot.commands.checks import Finding
from bot.commands.databases import Unavailable, as_it_is, opened
from bot.i18n import Translate, read_texts
from bot.settings import Settings, WrongSettings, from_environment
from models.errors import N_


@click.command()
def doctor() -> None:
    """Look at the settings, the database, the token and its scopes, the clock, and what is overdue.

    A line each: ✓ is well, ✗ is not, – could not be looked at. Exit code 1 when something is not. Changes nothing, and
    can be run beside the bot; without SLACK_BOT_TOKEN it looks at the database alone.
    """
    try:
        settings = from_environment()
    except WrongSettings as wrong:
        for problem in wrong.problems:
            click.echo(Finding(False, problem))
        sys.exit(1)
    t = read_texts(settings.locale, settings.command).language(settings.locale)
    is_well = True
    for finding in _findings(settings, t):
        click.echo(finding)
        is_well = is_well and finding.is_well is not False
    sys.exit(0 if is_well else 1)


def _findings(settings: Settings, t: Translate) -> Iterator[Finding]:
    yield Finding(True, t(N_("The settings can be read.")))
    now = clock_of(settings.demo_clock).now()
    engine = None
    try:
        with opened(settings.database_url, t) as found:
            if as_it_is(found, t) is not found:
                raise Unavailable(t(N_("There is no database yet. Run `python -m bot migrate` first.")))
            yield from checks.database(found, now, t)
            engine = found
    except Unavailable as unavailable:
        yield Finding(False, str(unavailable))
    yield from checks.slack_token(settings, engine, SystemClock().now(), t)
    yield from checks.doors(settings, t)
