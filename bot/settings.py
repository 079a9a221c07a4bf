"""The environment, read once. Every problem is one plain sentence."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

SLACK_API = "https://slack.com/api/"
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class WrongSettings(Exception):  # noqa: N818
    """What is missing or wrong, a sentence each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Settings:
    """See `.env.example` for what each is for."""

    database_url: str = "sqlite:///dialog.db"
    timezone: str = "Europe/Stockholm"
    locale: str = "sv"
    command: str = "/dialog"
    admins: frozenset[str] = frozenset()
    bot_token: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    signing_secret: str = field(default="", repr=False)
    slack_api_url: str = SLACK_API
    port: int = 3000
    public_url: str = ""
    """Where the bot is reached from outside, in HTTP mode."""
    health_port: int | None = None
    posts_per_second: float | None = None
    """What Slack has promised this workspace; None when it has to be learnt."""
    log: str = "text"
    demo_clock: Path | None = None

    @property
    def is_socket_mode(self) -> bool:
        return bool(self.app_token)

    @property
    def feeds_at(self) -> str | None:
        """What the addresses that calendars read from begin with; None where calendars cannot reach the bot."""
        return f"{self.public_url}/calendar/" if self.public_url and not self.is_socket_mode else None


def from_environment(env: Mapping[str, str] | None = None) -> Settings:
    """Settings for the admin commands, which need the database alone. Raises WrongSettings."""
    env = os.environ if env is None else env
    problems: list[str] = []
    settings = Settings(
        database_url=env.get("DATABASE_URL") or Settings.database_url,
        timezone=_zone(env, problems),
        locale=_locale(env, problems),
        command=_command(env, problems),
        admins=frozenset(env.get("DIALOG_ADMINS", "").replace(",", " ").split()),
        bot_token=env.get("SLACK_BOT_TOKEN", ""),
        app_token=env.get("SLACK_APP_TOKEN", ""),
        signing_secret=env.get("SLACK_SIGNING_SECRET", ""),
        slack_api_url=env.get("SLACK_API_URL") or SLACK_API,
        port=_port(env, "PORT", problems) or Settings.port,
        public_url=_public_url(env, problems),
        health_port=_port(env, "HEALTH_PORT", problems),
        posts_per_second=_posts_per_second(env, problems),
        log=_log(env, problems),
        demo_clock=Path(env["DIALOG_DEMO_CLOCK"]) if env.get("DIALOG_DEMO_CLOCK") else None,
    )
    if settings.demo_clock and urlsplit(settings.slack_api_url).hostname not in LOOPBACK:
        problems.append("DIALOG_DEMO_CLOCK is for the sandbox only: SLACK_API_URL must be a loopback address.")
    if problems:
        raise WrongSettings(problems)
    return settings


def for_serving(env: Mapping[str, str] | None = None) -> Settings:
    """Settings for `python -m bot`, which also needs Slack. Raises WrongSettings."""
    problems: list[str] = []
    settings: Settings | None = None
    try:
        settings = from_environment(env)
    except WrongSettings as wrong:
        problems += wrong.problems
    problems += _slack_problems(os.environ if env is None else env)
    if problems or settings is None:
        raise WrongSettings(problems)
    return settings


def _slack_problems(env: Mapping[str, str]) -> list[str]:
    problems = []
    if not env.get("SLACK_BOT_TOKEN", "").startswith("xoxb-"):
        problems.append("SLACK_BOT_TOKEN is missing or is not a bot token (xoxb-…).")
    if not env.get("SLACK_APP_TOKEN") and not env.get("SLACK_SIGNING_SECRET"):
        problems.append("Set SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP): nothing can reach the bot.")
    if env.get("SLACK_APP_TOKEN") and not env["SLACK_APP_TOKEN"].startswith("xapp-"):
        problems.append("SLACK_APP_TOKEN is not an app-level token (xapp-…).")
    return problems


def _posts_per_second(env: Mapping[str, str], problems: list[str]) -> float | None:
    written = env.get("DIALOG_POSTS_PER_SECOND")
    if not written:
        return None
    try:
        found = float(written)
    except ValueError:
        found = 0.0
    if not 0 < found <= 1000:
        problems.append("DIALOG_POSTS_PER_SECOND must be a number of messages a second, or empty.")
        return None
    return found


def _public_url(env: Mapping[str, str], problems: list[str]) -> str:
    written = env.get("DIALOG_PUBLIC_URL", "").strip().rstrip("/")
    try:
        parts = urlsplit(written)
        is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
        is_good = bool(is_safe and parts.hostname and not parts.query and not parts.fragment)
    except ValueError:
        is_good = False
    if written and not is_good:
        problems.append("DIALOG_PUBLIC_URL must be the address the bot is reached at, like https://dialog.example.org.")
        return ""
    return written


def _zone(env: Mapping[str, str], problems: list[str]) -> str:
    name = env.get("DIALOG_TIMEZONE") or Settings.timezone
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        problems.append(f"DIALOG_TIMEZONE: there is no time zone called {name!r}.")
    return name


def _locale(env: Mapping[str, str], problems: list[str]) -> str:
    name = (env.get("DIALOG_LOCALE") or Settings.locale).replace("_", "-").split("-")[0].lower()
    if name not in {"sv", "en"}:
        problems.append("DIALOG_LOCALE must be sv or en.")
    return name


def _log(env: Mapping[str, str], problems: list[str]) -> str:
    form = env.get("DIALOG_LOG") or Settings.log
    if form not in {"text", "json"}:
        problems.append("DIALOG_LOG must be text or json.")
    return form


def _command(env: Mapping[str, str], problems: list[str]) -> str:
    name = env.get("DIALOG_COMMAND") or Settings.command
    if not name.startswith("/") or not 1 < len(name) <= 32 or " " in name:
        problems.append("DIALOG_COMMAND must start with / and be at most 32 characters without spaces.")
    return name


def _port(env: Mapping[str, str], name: str, problems: list[str]) -> int | None:
    text = env.get(name)
    if not text:
        return None
    if not text.isdigit() or not 0 < int(text) < 65536:
        problems.append(f"{name} must be a port number between 1 and 65535.")
        return None
    return int(text)
