"""The questions of a meeting."""

from dataclasses import dataclass

from bot.receipts.events import EventFacts
from models.topics import Fate


@dataclass(frozen=True)
class TopicFacts:
    """A question as one reader may see it; `proposer` is filled in for the coordinator alone."""

    id: int
    level: str
    theme: str | None
    title: str
    background: str | None
    is_mine: bool = False
    proposer: str | None = None
    theme_id: str | None = None
    is_open: bool = True
    is_pending: bool = False
    fate: Fate | None = None
    reason: str | None = None
    into: str | None = None
    """The question it was merged into."""
    merged: tuple[str, ...] = ()
    """The questions that were merged into it."""
    was: str | None = None
    """As it was proposed, for its proposer and the coordinator."""
    supporters: int = 0
    is_supported: bool = False
    may_support: bool = False
    may_change: bool = False
    from_area: str | None = None
    is_from_last_time: bool = False
    sent_to: str | None = None


@dataclass(frozen=True)
class TopicList:
    event: EventFacts
    topics: tuple[TopicFacts, ...]
    may_steer: bool = False
    may_decide: bool = False
    approves: bool = False
    """New questions are read by the coordinator first."""

    def get(self, topic_id: int) -> TopicFacts:
        return next(topic for topic in self.topics if topic.id == topic_id)


@dataclass(frozen=True)
class TopicDraft:
    """What stands in a question's form."""

    title: str = ""
    level: str | None = None
    theme_id: str | None = None
    background: str | None = None


@dataclass(frozen=True)
class TopicForm:
    """What the question form offers: the meetings one can propose to, and the themes of each."""

    events: tuple[EventFacts, ...]
    chosen_id: int
    themes: tuple[tuple[str, str], ...]
    alike: tuple[TopicFacts, ...] = ()
    """What others have asked that is much the same as what is written so far."""
    is_read_first: bool = False


@dataclass(frozen=True)
class TopicNews:
    """What has become of a question, for somebody who proposed it, or proposed what it was merged with."""

    event: EventFacts
    title: str
    fate: Fate | None
    reason: str | None = None
    into: str | None = None
    sent_to: str | None = None
    is_mine: bool = True
