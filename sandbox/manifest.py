"""What the app was installed with: scopes, commands, events. Without a manifest everything is granted."""

import re
from dataclasses import dataclass
from typing import Any

EVERY_SCOPE = frozenset(
    """commands chat:write chat:write.public users:read users:read.email im:write im:read im:history mpim:write
    channels:read channels:history channels:join groups:read groups:history files:write files:read team:read
    mpim:read mpim:history usergroups:read""".split()  # noqa: SIM905
)


@dataclass(frozen=True)
class Command:
    command: str
    description: str = ""
    usage_hint: str = ""
    should_escape: bool = True

    @property
    def words(self) -> list[str]:
        """The words the usage hint offers."""
        return [word for word in re.split(r"[|\s]+", re.sub(r"[\[\]()<>…]", " ", self.usage_hint)) if word]


class Manifest:
    def __init__(self, content: dict[str, Any] | None) -> None:
        self.content = content
        features = (content or {}).get("features", {})
        self.home: dict[str, Any] = features.get("app_home", {})
        self.bot_name: str = features.get("bot_user", {}).get("display_name", "Dialog")
        known = ("command", "description", "usage_hint", "should_escape")
        self.commands = [
            Command(**{"should_escape": False, **{name: each[name] for name in known if name in each}})
            for each in features.get("slash_commands", [])
        ]

    @property
    def message_shortcuts(self) -> dict[str, str]:
        """By callback: what stands in the menu of every message."""
        found = (self.content or {}).get("features", {}).get("shortcuts", [])
        return {each["callback_id"]: each["name"] for each in found if each["type"] == "message"}

    @property
    def scopes(self) -> frozenset[str]:
        if self.content is None:
            return EVERY_SCOPE
        return frozenset(self.content.get("oauth_config", {}).get("scopes", {}).get("bot", []))

    @property
    def has_home(self) -> bool:
        return self.content is None or bool(self.home.get("home_tab_enabled"))

    @property
    def has_messages_tab(self) -> bool:
        return self.content is None or bool(self.home.get("messages_tab_enabled", True))

    @property
    def is_read_only(self) -> bool:
        """Whether people can write in the conversation with the bot."""
        return bool(self.home.get("messages_tab_read_only_enabled"))

    def command(self, name: str) -> Command | None:
        if self.content is None:
            return Command(name)
        return next((each for each in self.commands if each.command == name), None)

    def subscribes(self, event: str) -> bool:
        """Without a manifest: to everything but what people say."""
        if self.content is None:
            return not event.startswith("message")
        subscribed = self.content.get("settings", {}).get("event_subscriptions", {}).get("bot_events", [])
        return event in subscribed
