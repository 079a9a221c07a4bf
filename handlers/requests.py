"""One payload from Slack, as a handler wants to see it: each part worked out when it is first asked for."""

import html
import json
from datetime import date, time
from functools import cached_property
from typing import Any

from slack_bolt import Ack

from bot.blocks.inputs import FRESH
from bot.context import Bot
from bot.i18n import Translate
from bot.members import Members
from bot.services.access import row_id
from bot.services.people import Member
from handlers.answers import Answer
from handlers.shapes import savable
from models.errors import N_, Refusal

ONLY_MEMBERS = N_("Only members of this workspace can do that. Contact the coordinator, who can register you.")


class Request:
    """What handlers may ask for by name: bot, answer, t, member, person_id, words, value, about, typed, …"""

    def __init__(self, bot: Bot, ack: Ack, body: dict[str, Any], kind: str, members: Members) -> None:
        self.bot, self.ack, self.body, self.kind, self.members = bot, ack, body, kind, members
        self.words = ""
        self.value = ""
        self.what = "of no known name"
        """The name of the handler it found: ours, never the payload's."""

    @cached_property
    def slack_user_id(self) -> str:
        user = self.body.get("user") or self.body.get("event", {}).get("user") or {}
        return str(self.body.get("user_id") or (user if isinstance(user, str) else user.get("id", "")))

    @cached_property
    def slack_team_id(self) -> str | None:
        user = self.body.get("user")
        return user.get("team_id") if isinstance(user, dict) else self.body.get("team_id")

    @cached_property
    def member(self) -> Member:
        """Who is asking. Raises Refusal for people of another workspace."""
        if self._whoever.is_external:
            raise Refusal(ONLY_MEMBERS)
        return self._whoever

    @property
    def visitor(self) -> Member:
        """Who is asking, from another workspace too: for what anyone may read."""
        return self._whoever

    @cached_property
    def _whoever(self) -> Member:
        return self.members.find(self.bot, self.slack_user_id, self.slack_team_id)

    @property
    def person_id(self) -> int:
        return self.member.person_id

    @property
    def workspace_id(self) -> int:
        return self.member.workspace_id

    @cached_property
    def is_admin(self) -> bool:
        return self.slack_user_id in self.bot.settings.admins

    @cached_property
    def t(self) -> Translate:
        return self.bot.texts.for_locale(self._whoever.locale, self._whoever.tz)

    @cached_property
    def answer(self) -> Answer:
        return Answer(self.bot, self.ack, self.body, self.kind, self.t)

    @property
    def text(self) -> str:
        """A command as it was typed, quotes and all."""
        return savable(html.unescape(str(self.body.get("text") or "")))

    @property
    def view(self) -> dict[str, Any]:
        return self.body.get("view") or {}

    @property
    def message(self) -> dict[str, Any]:
        """The message whose button was pressed, as it stands there."""
        found: dict[str, Any] = self.body.get("message") or {}
        return found

    @cached_property
    def about(self) -> dict[str, Any]:
        """The ids that travel with a form."""
        return about(self.view)

    @cached_property
    def typed(self) -> "Typed":
        return Typed(self.view)

    @property
    def channel_id(self) -> str | None:
        channel = self.body.get("channel")
        return self.body.get("channel_id") or (channel.get("id") if isinstance(channel, dict) else None)

    @property
    def query(self) -> str:
        return savable(str(self.body.get("value") or ""))

    @property
    def payload(self) -> dict[str, Any]:
        """An Events API event; `event` is always one of ours."""
        found: dict[str, Any] = self.body.get("event", {})
        return found

    @cached_property
    def event_id(self) -> int | None:
        """The meeting it is about, when the payload names one."""
        if self.value.isdecimal() or not self.body.get("view"):
            return row_id(self.value)
        return row_id(str(self.about.get("event", "")))


class Typed:
    """What stands in a form's inputs; block and action ids are the same word."""

    def __init__(self, view: dict[str, Any]) -> None:
        self._values: dict[str, dict[str, Any]] = {
            block_id.partition(FRESH)[0]: next(iter(actions.values()), {})
            for block_id, actions in ((view.get("state") or {}).get("values") or {}).items()
            if isinstance(actions, dict)
        }

    def text(self, field: str) -> str | None:
        value = self._values.get(field, {}).get("value")
        return savable(str(value)).strip() or None if value is not None else None

    def chosen(self, field: str) -> str | None:
        option = self._values.get(field, {}).get("selected_option")
        return str(option["value"]) if option else None

    def ticked(self, field: str) -> tuple[str, ...]:
        return tuple(str(option["value"]) for option in self._values.get(field, {}).get("selected_options") or ())

    def person(self, field: str) -> str | None:
        """A member's Slack id."""
        return self._values.get(field, {}).get("selected_user") or None

    def people(self, field: str) -> tuple[str, ...]:
        """Members' Slack ids."""
        return tuple(self._values.get(field, {}).get("selected_users") or ())

    def channel(self, field: str) -> str | None:
        """A channel's Slack id."""
        return self._values.get(field, {}).get("selected_conversation") or None

    def whole(self, field: str) -> int | None:
        """A number of at most nine digits; Slack has checked that it is one, others may not have."""
        return row_id(self.text(field) or "")

    def clock(self, field: str) -> time | None:
        picked = self._values.get(field, {}).get("selected_time")
        return time.fromisoformat(picked) if picked else None

    def day(self, field: str) -> date | None:
        picked = self._values.get(field, {}).get("selected_date")
        return date.fromisoformat(picked) if picked else None

    def has(self, field: str) -> bool:
        return field in self._values


def about(view: dict[str, Any]) -> dict[str, Any]:
    try:
        found = json.loads(view.get("private_metadata") or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
