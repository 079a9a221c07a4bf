"""A modal or home tab as a person reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sandbox import readable
from sandbox.controls import Control, NotThereError, controls
from sandbox.elements import offered
from sandbox.inputs import plain_value
from sandbox.payloads import Spot
from sandbox.state import JSON, View

if TYPE_CHECKING:
    from sandbox.workspace import Workspace


class Form:
    """What is on it, in plain values; `view` is all of it."""

    def __init__(self, workspace: Workspace, view: View) -> None:
        self._workspace, self._view = workspace, view

    @property
    def view(self) -> JSON:
        return self._view.as_slack()

    @property
    def id(self) -> str:
        return self._view.id

    @property
    def title(self) -> str:
        title = self._view.body.get("title")
        return str(title["text"]) if title else ""

    @property
    def text(self) -> str:
        """Everything that can be read in it, what is filled in and what is wrong included."""
        body = self._view.body
        around = [body[part]["text"] for part in ("submit", "close") if body.get(part)]
        inside = readable.text_of(self._view.blocks, self._workspace.name_of)
        filled = [str(value) for value in self.values.values() if isinstance(value, str)]
        return "\n".join(part for part in [self.title, inside, *filled, *self.errors.values(), *around] if part)

    @property
    def labels(self) -> list[str]:
        return [each.label for each in controls(self._view.blocks) if each.is_input]

    @property
    def buttons(self) -> list[str]:
        return [each.label for each in controls(self._view.blocks) if each.type == "button"]

    @property
    def values(self) -> dict[str, Any]:
        """By action_id (its last part, after any colon): the text, the option's value, a list of values."""
        return {
            action_id.rsplit(":", 1)[-1]: plain_value(state)
            for actions in self._view.values.values()
            for action_id, state in actions.items()
        }

    @property
    def errors(self) -> dict[str, str]:
        return dict(self._view.errors)

    def options(self, name: str) -> list[str]:
        """The texts a menu or group of boxes shows."""
        spot = Spot(self._view.user, view=self._view)
        return [option["text"]["text"] for option in offered(named(spot, name).element)]


def named(spot: Spot, name: str) -> Control:
    found = [control for control in controls(spot.blocks) if control.answers_to(name)]
    if not found:
        shown = ", ".join(f"{each.action_id} ({each.label})" for each in controls(spot.blocks) if each.has_state)
        raise NotThereError(f"there is no field {name!r}; the fields are: {shown or 'none'}")
    return found[0]
