"""`python -m bot` serves Slack; with a command after it, it looks after the bot's data instead."""

import click

from bot.commands.backup import backup, restored
from bot.commands.doctor import doctor
from bot.commands.export import export
from bot.commands.import_ import import_file
from bot.commands.manifest import manifest
from bot.commands.migrate import migrate
from bot.commands.serve import serve
from bot.commands.simulate import simulate


@click.group(invoke_without_command=True)
@click.pass_context
def main(context: click.Context) -> None:
    """Serve Slack with what the environment and .env say, until told to stop.

    With a command: look after the bot's data. The commands need DATABASE_URL alone, and no Slack.
    """
    if context.invoked_subcommand is None:
        serve()


for command in (import_file, export, migrate, manifest, backup, restored, doctor, simulate):
    main.add_command(command)
