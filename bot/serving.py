"""Serving Slack: everything opened in order, and closed in the opposite one."""

import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from slack_bolt import App
from slack_sdk.errors import SlackApiError, SlackClientError
from sqlalchemy import Engine
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError

from bot import slack
from bot.app import build_app
from bot.arrivals import Arrivals
from bot.clock import clock_of, ticks
from bot.context import Bot
from bot.i18n import read_texts
from bot.members import Members
from bot.services import people
from bot.services.messages import restoring
from bot.settings import Settings, WrongSettings
from models.database import HANDLER_WAIT, AlreadyServing, Sessions, connect, serving_alone
from models.migrations import upgrade
from scheduler.runner import Scheduler

log = logging.getLogger(__name__)
SENDERS = 8
"""Threads that send; two of them for answers to people alone."""


@dataclass(frozen=True)
class Running:
    """The bot, ready to be given payloads."""

    bot: Bot
    app: App
    scheduler: Scheduler


@contextmanager
def running(settings: Settings) -> Iterator[Running]:
    """Database, Slack, handlers and scheduler. Raises WrongSettings with a sentence about what stands in the way."""
    with ExitStack() as stack:
        bot = Bot(
            sessions=Sessions(_database(settings.database_url, stack), wait=HANDLER_WAIT),
            slack=slack.client(settings.bot_token, settings.slack_api_url),
            respond=slack.responder(),
            clock=clock_of(settings.demo_clock),
            ticks=ticks,
            texts=read_texts(settings.locale, settings.command),
            settings=settings,
        )
        members = join(bot)
        take_up(bot)
        app = build_app(bot, members, settings.signing_secret)
        scheduler = Scheduler(bot, workers=SENDERS)
        bot.sessions.on_owed = scheduler.nudge
        scheduler.start()
        stack.callback(scheduler.stop)
        arrivals = Arrivals(bot, members)
        arrivals.start()
        stack.callback(arrivals.stop)
        yield Running(bot, app, scheduler)


def join(bot: Bot) -> Members:
    """Which workspace the token belongs to, and whether the database is its."""
    try:
        who = bot.slack.auth_test()
    except SlackApiError as error:
        raise WrongSettings([f"Slack refuses SLACK_BOT_TOKEN: {error.response['error']}."]) from None
    except (SlackClientError, OSError) as error:
        raise WrongSettings([f"Slack cannot be reached at {bot.slack.base_url}: {type(error).__name__}."]) from None
    try:
        with bot.sessions.begin() as session:
            workspace_id = people.join_workspace(
                session,
                team_id=who["team_id"],
                name=who.get("team"),
                bot_user_id=who["user_id"],
                bot_id=who.get("bot_id"),
            )
    except people.OtherTeam as other:
        raise WrongSettings(
            [f"The database belongs to another Slack workspace ({other}) than SLACK_BOT_TOKEN ({who['team_id']})."]
        ) from None
    return Members(workspace_id, who["team_id"], who["user_id"])


def take_up(bot: Bot) -> None:
    """Nothing that was sent after a copy was made is sent again by the bot that is started from it."""
    with bot.sessions.begin() as session:
        restoring.take_up(session, bot.clock.now())


def _database(url: str, stack: ExitStack) -> Engine:
    """The database, ours alone where only one process may serve it, with its tables in their newest form."""
    try:
        engine = connect(url)
    except (ArgumentError, NoSuchModuleError, ImportError, ValueError):
        raise WrongSettings(["DATABASE_URL is not the address of a database this bot can use."]) from None
    stack.callback(engine.dispose)
    try:
        stack.enter_context(serving_alone(engine))
        upgrade(engine)
    except AlreadyServing as other:
        raise WrongSettings([f"Another process already serves {other}. Stop it first, or use PostgreSQL."]) from None
    except OperationalError as error:
        raise WrongSettings([f"The database cannot be used: {str(error.orig).strip().splitlines()[0]}."]) from None
    except OSError as error:
        raise WrongSettings([f"The database cannot be used: {error.strerror}."]) from None
    return engine
