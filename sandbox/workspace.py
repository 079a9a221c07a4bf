"""The workspace: who is in it, what has been said, what each person has on the screen."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from itertools import count
from typing import Any

from sandbox import events, methods, responses
from sandbox.controls import with_ids
from sandbox.doors import NOT_DELIVERED, TOO_LATE, Answer, Door, NoDoor
from sandbox.expiring import Expiring
from sandbox.faults import Fault, Faults
from sandbox.manifest import Manifest
from sandbox.people import Person
from sandbox.state import BOT_USER, JSON, Channel, Group, Member, Message, Values, View
from sandbox.uploads import Uploads

ACK_SECONDS = 3.0


def system_now() -> datetime:
    return datetime.now(UTC)


class Workspace:
    """Thread-safe. The lock is never held while the bot is being called."""

    def __init__(
        self,
        now: Callable[[], datetime] = system_now,
        ticks: Callable[[], float] = time.monotonic,
        manifest: JSON | None = None,
        name: str = "Dialog sandbox",
    ) -> None:
        self.now, self.ticks, self.name = now, ticks, name
        self.manifest = Manifest(manifest)
        self.bot_token, self.app_token = "xoxb-sandbox", "xapp-sandbox"
        self.base_url = "https://sandbox.invalid"
        self.socket_url: Callable[[], str] | None = None
        self.lock = threading.RLock()
        self.happened = threading.Condition(self.lock)
        self.version = 0
        self.members: dict[str, Member] = {}
        self.channels: dict[str, Channel] = {}
        self.groups: dict[str, Group] = {}
        self.stacks: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}
        self.touched: dict[tuple[str, str, str], Values] = {}
        self.notices: dict[str, list[Message]] = {}
        self.acted: dict[str, str] = {}
        self.faults = Faults(ticks)
        self.expiring = Expiring(now, ticks)
        self.uploads = Uploads(self)
        self.keeps_calls = True
        self.calls: list[tuple[str, JSON]] = []
        self.failures: list[str] = []
        self.again: Callable[[int], object] | None = None
        self.ids = count(1)
        self.door: Door = NoDoor()
        self._people: dict[str, Person] = {}
        self._last_ts = 0

    # Who is here

    def person(
        self,
        id: str,
        *,
        name: str | None = None,
        locale: str = "sv-SE",
        email: str | None = None,
        tz: str = "Europe/Stockholm",
        **flags: Any,
    ) -> Person:
        """The member with this id, who comes into being when first asked for."""
        with self.lock:
            if id not in self.members:
                team = {"team_id": flags.pop("team_id")} if "team_id" in flags else {}
                named = name or id.split("_")[-1].capitalize()
                self.members[id] = Member(id, named, email, locale, tz, flags=flags, **team)
                self.changed()
            return self._people.setdefault(id, Person(self, id))

    def channel(
        self,
        id: str,
        *,
        name: str | None = None,
        members: Iterable[Person | str] = (),
        bot: bool = True,
        private: bool = False,
    ) -> Channel:
        """The channel with this id; asking again adds the members."""
        with self.lock:
            channel = self.channels.get(id)
            if channel is None:
                named = name or id.removeprefix("C_").lower()
                channel = self.channels[id] = Channel(id, named, has_bot=bot, is_private=private)
            for member in members:
                user = member if isinstance(member, str) else member.id
                if user not in channel.members:
                    channel.members.append(user)
            self.changed()
            return channel

    def group(self, id: str, *, name: str, members: Iterable[Person | str] = ()) -> Group:
        """A group of people, as it is from now on."""
        with self.lock:
            ids = tuple(member if isinstance(member, str) else member.id for member in members)
            self.groups[id] = Group(id, name, name.casefold().replace(" ", "-"), ids)
            return self.groups[id]

    def dm(self, user: str) -> Channel:
        """The conversation between the bot and a member, opened when first needed."""
        with self.lock:
            channel_id = f"D{user[1:]}" if len(user) > 1 else "D"
            if channel_id not in self.channels:
                self.channels[channel_id] = Channel(channel_id, "Dialog", members=[user], dm_with=user)
            return self.channels[channel_id]

    def name_of(self, id: str) -> str:
        if id == BOT_USER:
            return self.manifest.bot_name
        known = self.members.get(id) or self.channels.get(id)
        return known.name if known else id

    # What is said

    def messages(self, channel: str) -> list[JSON]:
        """What everyone in the conversation sees, oldest first."""
        with self.lock:
            return [each.as_slack() for each in self.channels[channel].messages.values() if not each.only_for]

    def post(self, channel: Channel, author: str, text: str, blocks: list[JSON] | None = None, **more: Any) -> Message:
        with self.lock:
            named = with_ids(blocks or [], self.ids)
            message = Message(self.next_ts(), author, text, named, posted_at=self.now().timestamp(), **more)
            channel.messages[message.ts] = message
            channel.read[author] = message.ts
            self.changed()
            return message

    def notice(self, user: str, text: str) -> None:
        """Slack itself says something to one person."""
        with self.lock:
            message = Message(self.next_ts(), "USLACKBOT", text, only_for=user)
            self.notices.setdefault(user, []).append(message)
            self.changed()

    def respond(self, url: str, payload: JSON) -> int:
        """What POSTing to a response_url does; the HTTP status it answers with."""
        return responses.respond(self, url, payload).status

    def next_ts(self) -> str:
        """Unique and rising, also when the clock stands still."""
        with self.lock:
            self._last_ts = max(self._last_ts + 1, int(self.now().timestamp() * 1_000_000))
            return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def continue_after(self, ts: str) -> None:
        self._last_ts = int(ts.replace(".", ""))

    def changed(self) -> None:
        with self.lock:
            self.version += 1
            self.happened.notify_all()

    # Between Slack and the bot

    def connect(self, door: Door) -> None:
        self.door = door

    def deliver(self, kind: str, payload: JSON, attempt: int = 0) -> Answer:
        """Hand a payload to the bot; every answer but a good one, in time, is a failure."""
        started = self.ticks()
        answer = self.door.deliver(kind, payload, attempt)
        if answer.is_ok and self.ticks() - started > ACK_SECONDS:
            answer = Answer(0, error=TOO_LATE, reason="the answer came after three seconds")
        if not answer.is_ok:
            self.failed(f"{events.described(payload)}: {answer.error or NOT_DELIVERED} ({answer.reason})")
        return answer

    def failed(self, sentence: str) -> None:
        with self.lock:
            self.failures.append(sentence)

    def event(self, type: str, **fields: Any) -> Answer:
        """Send an event; its `event_id` is new."""
        return events.send(self, type, fields)

    def replay(self, times: int = 1) -> None:
        """The last payload once more, as Slack does when it believes it was lost."""
        for attempt in range(1, times + 1):
            if self.again is None:
                raise AssertionError("nothing has been sent to the bot yet")
            self.again(attempt)

    def record(self, method: str, params: JSON) -> None:
        if self.keeps_calls:
            with self.lock:
                self.calls.append((method, params))

    def call(
        self, method: str, token: str, params: JSON, fault: Fault | None = None
    ) -> tuple[int, dict[str, str], JSON]:
        """A Web API call: status, headers and answer."""
        headers = {"content-type": "application/json; charset=utf-8"}
        if token == self.bot_token:
            headers["x-oauth-scopes"] = ",".join(sorted(self.manifest.scopes))
        if fault is not None and fault.kind == "error":
            return 200, headers, {"ok": False, "error": fault.error}
        return 200, headers, methods.call(self, method, token, params)
