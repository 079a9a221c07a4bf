"""Slack's own way of saying no."""

from typing import Any


class SlackError(Exception):
    """An answer with ok: false; `details` become fields of the answer."""

    def __init__(self, name: str, **details: Any) -> None:
        super().__init__(name)
        self.name = name
        self.details = details

    @classmethod
    def about(cls, name: str, findings: list[str]) -> "SlackError":
        """An error that tells where in the arguments it is."""
        return cls(name, response_metadata={"messages": findings})

    def answer(self) -> dict[str, Any]:
        return {"ok": False, "error": self.name, **self.details}
