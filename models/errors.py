"""What a rule may answer besides yes."""

from typing import Any


class Refusal(Exception):  # noqa: N818 (it is an answer, not a failure)
    """A rule said no. The sentence says what is so and what to do; `field` names the input it belongs to.

    `event_id` is the meeting it is about: whoever explains the "no" names its coordinator. `may_ask`: the coordinator
    may still say yes.
    """

    def __init__(
        self,
        sentence: str,
        /,
        *,
        field: str | None = None,
        event_id: int | None = None,
        may_ask: bool = False,
        **facts: Any,
    ) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field
        self.event_id = event_id
        self.may_ask = may_ask
        self.facts = facts


class Busy(Exception):  # noqa: N818 (said to a person as "try again in a while")
    """No turn to write within the time one may wait. Nothing was changed."""


def N_(sentence: str) -> str:  # noqa: N802 (the gettext convention)
    """Mark a sentence for the catalogues without translating it here."""
    return sentence
