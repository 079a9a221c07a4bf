"""The questions of a meeting."""

from dataclasses import dataclass

from bot.receipts.events import EventFacts


@dataclass(frozen=True)
class TopicFacts:
    """A question as everyone may read it; `proposer` is filled in for the coordinator alone."""

    id: int
    level: str
    theme: str | None
    title: str
    background: str | None
    is_mine: bool = False
    proposer: str | None = None


@dataclass(frozen=True)
class TopicList:
    event: EventFacts
    topics: tuple[TopicFacts, ...]


@dataclass(frozen=True)
class TopicForm:
    """What the question form offers: the meetings one can propose to, and the themes of each."""

    events: tuple[EventFacts, ...]
    chosen_id: int
    themes: tuple[tuple[str, str], ...]
