"""What is on a person's screen, and how to find a thing there by its words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sandbox import readable
from sandbox.controls import Control, NotThereError, controls
from sandbox.payloads import Spot
from sandbox.state import JSON, Channel, Message

if TYPE_CHECKING:
    from sandbox.workspace import Workspace


class Sight:
    """One person's view of the workspace."""

    def __init__(self, workspace: Workspace, user: str) -> None:
        self.workspace, self.user = workspace, user

    def read(self, text: str) -> str:
        return readable.mrkdwn(text, self.workspace.name_of)

    def whole(self, message: Message) -> str:
        """Text and blocks; a text that only repeats the blocks is not said twice."""
        text, blocks = self.read(message.text), readable.text_of(message.blocks, self.workspace.name_of)
        return "\n".join(part for part in ("" if text and text in blocks else text, blocks) if part)

    def from_bot(self, channel: Channel) -> list[Message]:
        with self.workspace.lock:
            return [each for each in channel.messages.values() if each.is_from_bot and not each.only_for]

    def shown_alone(self) -> list[Message]:
        """What nobody else sees, from the bot and from Slack itself."""
        with self.workspace.lock:
            mine = [each for _, each in self._messages() if each.only_for == self.user]
            return sorted([*mine, *self.workspace.notices.get(self.user, [])], key=lambda each: each.ts)

    def first_channel(self) -> Channel | None:
        channels = list(self.workspace.channels.values())
        return next((each for each in channels if self.user in each.members and not each.dm_with), None)

    def spots(self, in_: str | None) -> Iterator[Spot]:
        """Where this person can act, what is nearest first."""
        stack, home = self.workspace.stacks.get(self.user), self.workspace.homes.get(self.user)
        if stack and in_ in (None, "form"):
            yield Spot(self.user, view=stack[-1])
        if in_ not in ("form", "home"):
            yield from self._message_spots(self.workspace.dm(self.user).id if in_ == "inbox" else in_)
        if home and in_ in (None, "home"):
            yield Spot(self.user, view=home)

    def buttons(self, in_: str | None = None) -> Iterator[tuple[Spot, Control]]:
        for spot in self.spots(in_):
            for control in controls(spot.blocks):
                visible_to = control.element.get("visible_to_user_ids", [self.user])
                if control.type == "button" and self.user in visible_to:
                    yield spot, control

    def find_button(self, text: str, in_: str | None, near: str | None, held: JSON) -> tuple[Spot, Control]:
        """With exactly this text; else the nearest whose text holds it."""
        seen = [
            (spot, control)
            for spot, control in self.buttons(in_)
            if _holds(control, held) and (near is None or near in self._around(spot, control))
        ]
        for spot, control in seen:
            if control.label == text:
                return spot, control
        for spot, control in seen:
            if text.casefold() in control.label.casefold():
                return spot, control
        shown = ", ".join(dict.fromkeys(control.label for _, control in seen)) or "none"
        name = self.workspace.name_of(self.user)
        raise NotThereError(f"{name} sees no button {text!r}; the buttons are: {shown}")

    def _messages(self) -> Iterator[tuple[Channel, Message]]:
        """What others wrote where this person is, and what was shown to her alone wherever she was."""
        for channel in self.workspace.channels.values():
            for message in channel.messages.values():
                if message.only_for == self.user or (not message.only_for and self.user in channel.members):
                    yield channel, message

    def _message_spots(self, channel_id: str | None) -> Iterator[Spot]:
        with self.workspace.lock:
            shown = [pair for pair in self._messages() if channel_id in (None, pair[0].id)]
        for channel, message in sorted(shown, key=lambda pair: pair[1].ts, reverse=True):
            yield Spot(self.user, channel=channel, message=message)

    def _around(self, spot: Spot, control: Control) -> str:
        """The words a button belongs to: its own block, and what stands above it since the last buttons."""
        above: list[JSON] = []
        for block in spot.blocks:
            if block is control.block:
                return readable.text_of([*above, block], self.workspace.name_of)
            above = [] if block["type"] in ("actions", "divider") else [*above, block]
        return ""


def _holds(control: Control, held: JSON) -> bool:
    own = {"action_id": control.action_id, "block_id": control.block_id, "value": control.element.get("value")}
    return all(str(own[name]) == str(wanted) for name, wanted in held.items())
