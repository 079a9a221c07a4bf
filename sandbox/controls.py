"""The things one can press, choose or write in, and where they stand."""

from collections.abc import Iterator
from dataclasses import dataclass

from sandbox.state import JSON


class NotThereError(AssertionError):
    """A person tried what she cannot see or do."""


@dataclass(frozen=True)
class Control:
    block: JSON
    element: JSON

    @property
    def block_id(self) -> str:
        return str(self.block["block_id"])

    @property
    def action_id(self) -> str:
        return str(self.element["action_id"])

    @property
    def type(self) -> str:
        return str(self.element["type"])

    @property
    def is_input(self) -> bool:
        return bool(self.block["type"] == "input")

    @property
    def label(self) -> str:
        """What names it to the eye: its label, its own text, or its placeholder."""
        named = self.block.get("label") or self.element.get("text") or self.element.get("placeholder")
        return str(named["text"]) if named else ""

    @property
    def dispatches(self) -> bool:
        return not self.is_input or bool(self.block.get("dispatch_action"))

    @property
    def has_state(self) -> bool:
        return self.type not in ("button", "overflow", "image")

    @property
    def is_required(self) -> bool:
        return self.is_input and not self.block.get("optional")

    def answers_to(self, name: str) -> bool:
        names = {self.action_id, self.action_id.rsplit(":", 1)[-1], self.block_id, self.label}
        return name in names | {self.block_id.rsplit(":", 1)[-1]}


def controls(blocks: list[JSON]) -> Iterator[Control]:
    for block in blocks:
        for element in elements(block):
            if "action_id" in element:
                yield Control(block, element)


def elements(block: JSON) -> list[JSON]:
    if block["type"] == "actions":
        return list(block["elements"])
    if block["type"] == "input":
        return [block["element"]]
    return [block["accessory"]] if "accessory" in block else []


def with_ids(blocks: list[JSON], counter: Iterator[int]) -> list[JSON]:
    """Slack names every block and element that came without a name."""
    for block in blocks:
        block.setdefault("block_id", f"b{next(counter)}")
        for element in elements(block):
            if element["type"] != "image":
                element.setdefault("action_id", f"a{next(counter)}")
    return blocks
