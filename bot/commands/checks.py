"""What `python -m bot doctor` looks at, a sentence each: what is so, and what to do about it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from sqlalchemy import Engine, select

from bot import slack
from bot.commands.manifest import FILE
from bot.i18n import Translate
from bot.services.messages import counts
from bot.settings import Settings
from models import Workspace
from models.database import Sessions, is_served
from models.errors import N_
from scheduler.election import SENDER

LATE = 600.0
"""Seconds after which somebody should ask why a message has not left."""
SKEW = 60.0
"""Seconds our clock may differ from Slack's; at three hundred every signature is refused."""


@dataclass(frozen=True)
class Finding:
    """`is_well` is None for what could not be looked at."""

    is_well: bool | None
    words: str

    def __str__(self) -> str:
        return f"{ {True: '✓', False: '✗', None: '–'}[self.is_well] } {self.words}"


def database(engine: Engine, now: datetime, t: Translate) -> Iterator[Finding]:
    """Of a database that answers and is of the newest version."""
    yield Finding(True, t(N_("The database answers and is of the newest version.")))
    served = is_served(engine, SENDER)
    with Sessions(engine).reading() as session:
        found = counts.read(session, now)
        overdue = max(found.oldest_overdue, counts.overdue_step(session, now))
    minutes = round(overdue / 60)
    if overdue > LATE and served:
        yield Finding(False, t(N_("A process serves it, but what is due longest has waited {minutes} minutes. "
                                  "Look at its log and at /healthz; restart it."), minutes=minutes))  # fmt: skip
    elif overdue > LATE:
        yield Finding(False, t(N_("No process serves it, and what is due longest has waited {minutes} minutes. "
                                  "Start the bot."), minutes=minutes))  # fmt: skip
    elif served:
        yield Finding(True, t(N_("A process serves it, and nothing is overdue.")))
    else:
        yield Finding(None, t(N_("No process serves it now; nothing is overdue.")))
    failed = found.states["failed"]
    if failed:
        words = t.n("{n} message did not get through.", "{n} messages did not get through.", failed)
        yield Finding(None, words + " " + t(N_("See {command} deliveries."), command=t.command))


def slack_token(settings: Settings, engine: Engine | None, now: datetime, t: Translate) -> Iterator[Finding]:
    """The bot token, its scopes, whose it is, and what time it is at Slack."""
    if not settings.bot_token:
        yield Finding(None, t(N_("Slack was not asked: that needs SLACK_BOT_TOKEN.")))
        return
    try:
        who = slack.client(settings.bot_token, settings.slack_api_url).auth_test()
    except (SlackClientError, OSError) as error:
        yield Finding(False, _refused("SLACK_BOT_TOKEN", error, t))
        return
    headers = {name.lower(): _one(value) for name, value in who.headers.items()}
    yield Finding(True, t(N_("Slack knows SLACK_BOT_TOKEN.")))
    yield from _scopes(headers, t)
    yield from _clock(headers, now, t)
    if engine is not None and _is_anothers(engine, str(who["team_id"])):
        yield Finding(False, t(N_("The database belongs to another Slack workspace than SLACK_BOT_TOKEN. "
                                  "Use the token or the DATABASE_URL that belongs with it.")))  # fmt: skip


def doors(settings: Settings, t: Translate) -> Iterator[Finding]:
    """How payloads reach the bot."""
    if settings.app_token:
        try:
            WebClient(base_url=settings.slack_api_url, timeout=10, retry_handlers=[]).apps_connections_open(
                app_token=settings.app_token
            )
            yield Finding(True, t(N_("Slack knows SLACK_APP_TOKEN: Socket Mode can be used.")))
        except (SlackClientError, OSError) as error:
            yield Finding(False, _refused("SLACK_APP_TOKEN", error, t))
    elif settings.signing_secret:
        yield Finding(True, t(N_("SLACK_SIGNING_SECRET is set: HTTP can be used.")))
    elif settings.bot_token:
        yield Finding(False, t(N_("Nothing can reach the bot. "
                                  "Set SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP).")))  # fmt: skip


def _scopes(headers: Mapping[str, str], t: Translate) -> Iterator[Finding]:
    wanted = set(json.loads(FILE.read_text(encoding="utf-8"))["oauth_config"]["scopes"]["bot"])
    granted = {scope.strip() for scope in headers.get("x-oauth-scopes", "").split(",") if scope.strip()}
    if not granted:
        yield Finding(None, t(N_("Slack did not say what the token may do.")))
    elif missing := sorted(wanted - granted):
        yield Finding(False, t(N_("The token lacks {scopes}. Put manifest.json into the app and install it again."),
                               scopes=", ".join(missing)))  # fmt: skip
    else:
        yield Finding(True, t(N_("The token may do what manifest.json asks for.")))
    if more := sorted(granted - wanted):
        yield Finding(None, t(N_("The token may do more than the bot needs: {scopes}."), scopes=", ".join(more)))


def _clock(headers: Mapping[str, str], now: datetime, t: Translate) -> Iterator[Finding]:
    try:
        ahead = (now - parsedate_to_datetime(headers["date"])).total_seconds()
    except (KeyError, ValueError):
        yield Finding(None, t(N_("Slack did not say what time it is.")))
        return
    seconds = round(abs(ahead))
    if seconds > SKEW:
        yield Finding(False, t(N_("This machine's clock and Slack's differ by {seconds} seconds. "
                                  "Let the machine set its clock (NTP)."), seconds=seconds))  # fmt: skip
    else:
        yield Finding(True, t(N_("This machine's clock and Slack's agree.")))


def _is_anothers(engine: Engine, team_id: str) -> bool:
    with Sessions(engine).reading() as session:
        teams = set(session.scalars(select(Workspace.team_id).where(Workspace.team_id.is_not(None))))
    return bool(teams) and team_id not in teams


def _refused(name: str, error: Exception, t: Translate) -> str:
    """Slack's own word for it, never the token."""
    if isinstance(error, SlackApiError):
        code = error.response["error"]
        return t(N_("Slack refuses {name}: {code}. Copy it anew from the app's settings."), name=name, code=code)
    return t(N_("Slack cannot be reached ({error}). Check the network and SLACK_API_URL."), error=type(error).__name__)


def _one(value: str | list[str]) -> str:
    return value if isinstance(value, str) else ",".join(value)
