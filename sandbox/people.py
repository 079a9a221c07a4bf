"""Acting for a member in tests: types, presses, fills in, submits, reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sandbox import acts, events
from sandbox.controls import Control, NotThereError, controls
from sandbox.elements import offered
from sandbox.forms import Form, named
from sandbox.inputs import find_option, pressed, state_of
from sandbox.payloads import Spot
from sandbox.sight import Sight
from sandbox.state import JSON, Channel, Member

if TYPE_CHECKING:
    from sandbox.workspace import Workspace

EXTERNAL = ("external_select", "multi_external_select")


class Person:
    def __init__(self, workspace: Workspace, id: str) -> None:
        self.workspace, self.id = workspace, id
        self._sight = Sight(workspace, id)

    def __repr__(self) -> str:
        return f"<{self.name} {self.id}>"

    @property
    def member(self) -> Member:
        return self.workspace.members[self.id]

    @property
    def name(self) -> str:
        return self.member.name

    @property
    def dm(self) -> Channel:
        return self.workspace.dm(self.id)

    # Doing

    def types(self, line: str, channel: str | None = None) -> None:
        place = self._place(channel)
        if line.lstrip().startswith("/"):
            acts.type_command(self.workspace, self.id, place, line)
        else:
            acts.say(self.workspace, self.id, place, line)

    def says(self, text: str, channel: str | None = None) -> None:
        acts.say(self.workspace, self.id, self._place(channel), text)

    def fills(self, **values: Any) -> None:
        """By action_id (or its last part), block_id or label; whoever listens to the field is told."""
        for name, value in values.items():
            spot = self._form_spot()
            self._enter(spot, named(spot, name), value)

    def submits(self, **values: Any) -> dict[str, str]:
        """What was wrong, by block_id; an empty dict when the form was accepted."""
        self.fills(**values)
        view = self._form_spot().view
        assert view is not None
        if "submit" not in view.body:
            raise NotThereError(f"{Form(self.workspace, view).title} has no submit button")
        return acts.submit(self.workspace, view)

    def presses(self, text: str, *, in_: str | None = None, near: str | None = None, **held: Any) -> None:
        """The button with this text: the top form first, else the newest message that shows it, else Home.

        `in_`: "form", "home", "inbox" or a channel's id. `near`: words that stand by the button.
        `held`: its action_id, block_id or value.
        """
        spot, control = self._sight.find_button(text, in_, near, held)
        acts.act(self.workspace, spot, control, pressed(control))

    def picks(self, choice: Any, *, from_: str | None = None, in_: str | None = None) -> None:
        """An option in a menu, among radio buttons or boxes, or a date; `from_` names the control."""
        for spot in self._sight.spots(in_):
            for control in controls(spot.blocks):
                is_meant = control.answers_to(from_) if from_ else _offers(control, choice)
                if is_meant and control.type != "button":
                    return self._enter(spot, control, choice)
        raise NotThereError(f"{self.name} finds nothing to pick {choice!r} from {from_ or ''}".rstrip())

    def closes(self) -> None:
        view = self._form_spot().view
        assert view is not None
        acts.close(self.workspace, view, everything=True)

    def goes_back(self) -> None:
        """The cancel button: only the top form closes."""
        view = self._form_spot().view
        assert view is not None
        acts.close(self.workspace, view)

    def opens_home(self) -> Form | None:
        acts.open_home(self.workspace, self.id)
        return self.home

    def uses_shortcut(self, callback_id: str) -> None:
        acts.use_shortcut(self.workspace, self.id, callback_id)

    def makes_of(self, text: str, callback_id: str, channel: str | None = None) -> None:
        """Chooses a shortcut in the menu of the newest message with these words."""
        place = self._place(channel)
        found = [each for each in place.messages.values() if text in each.text]
        if not found:
            raise NotThereError(f"{self.name} finds no message with {text!r}")
        acts.use_message_shortcut(self.workspace, self.id, callback_id, place, found[-1])

    def changes(self, **fields: Any) -> None:
        """A new name, e-mail, locale or time zone, or a flag such as `deleted`; the bot hears if it subscribes."""
        with self.workspace.lock:
            for name, value in fields.items():
                if name in ("name", "email", "locale", "tz", "team_id"):
                    setattr(self.member, name, value)
                else:
                    self.member.flags[name] = value
            self.workspace.changed()
        user = self.member.as_user(self.workspace.now(), with_locale=True, with_email=True)
        events.send_if_subscribed(self.workspace, "user_change", user=user)

    # Seeing

    @property
    def form(self) -> Form | None:
        stack = self.workspace.stacks.get(self.id)
        return Form(self.workspace, stack[-1]) if stack else None

    @property
    def home(self) -> Form | None:
        view = self.workspace.homes.get(self.id)
        return Form(self.workspace, view) if view else None

    @property
    def inbox(self) -> list[str]:
        return [self._sight.read(each.text) for each in self._sight.from_bot(self.dm)]

    @property
    def messages(self) -> list[JSON]:
        return [each.as_slack() for each in self._sight.from_bot(self.dm)]

    @property
    def sees(self) -> list[str]:
        """What was shown to this person alone, by the bot or by Slack itself, oldest first."""
        return [self._sight.whole(each) for each in self._sight.shown_alone()]

    @property
    def last(self) -> str:
        return self.sees[-1] if self.sees else ""

    @property
    def buttons(self) -> list[str]:
        return [control.label for _, control in self._sight.buttons()]

    def _place(self, channel: str | None) -> Channel:
        if channel is not None:
            return self.workspace.channels[channel]
        return self._sight.first_channel() or self.dm

    def _form_spot(self) -> Spot:
        stack = self.workspace.stacks.get(self.id)
        if not stack:
            raise NotThereError(f"{self.name} has no form open; last seen: {self.last!r}, {self.workspace.failures}")
        return Spot(self.id, view=stack[-1])

    def _enter(self, spot: Spot, control: Control, value: Any) -> None:
        if control.type in EXTERNAL and value not in (None, "", []):
            several = control.type == "multi_external_select"
            asked = value if isinstance(value, (list, tuple)) else [value]
            found = [self._suggested(spot, control, each) for each in asked]
            value = found if several else found[0]
        acts.act(self.workspace, spot, control, state_of(control, value))

    def _suggested(self, spot: Spot, control: Control, wanted: Any) -> JSON:
        options = acts.suggest(self.workspace, spot, control, str(wanted))
        found = find_option(options, wanted, is_first_enough=True)
        if found is None:
            shown = ", ".join(option["text"]["text"] for option in options)
            raise NotThereError(f"{control.label} suggests no {wanted!r}, only: {shown or 'nothing'}")
        return found


def _offers(control: Control, choice: Any) -> bool:
    return find_option(offered(control.element), choice) is not None
