"""A vote as people may see it: while it is open how it works and how many have voted, afterwards what it came to."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Ranked:
    """A question in the result of its list. Under five ballots there are no points, only the order."""

    topic_id: int
    title: str
    points: float | None
    place: int
    is_tied: bool = False
    """Shares its place with another, and nobody has chosen between them."""
