"""Who is trusted with what: at a meeting, and in an area or a lab series."""

from dataclasses import dataclass
from enum import StrEnum

from bot.receipts.events import EventFacts


@dataclass(frozen=True)
class Trusted:
    person_id: int
    name: str
    slack_user_id: str | None = None


@dataclass(frozen=True)
class Crew:
    """Who leads the conversation and who takes notes."""

    event: EventFacts
    leading: tuple[Trusted, ...] = ()
    noting: tuple[Trusted, ...] = ()


@dataclass(frozen=True)
class CrewNews:
    """What somebody does at a meeting now, and did before; `by` has changed it."""

    event: EventFacts
    by: str
    leads: bool
    notes: bool
    led: bool
    noted: bool


@dataclass(frozen=True)
class PlaceFacts:
    """An area, or a lab series, as one of those who answer for it sees it."""

    key: str
    name: str
    is_lab: bool
    coordinators: tuple[Trusted, ...]
    deputies: tuple[Trusted, ...]
    hands_over: bool
    """It is this person's to hand over."""
    asked: str | None = None
    """Whom this person has asked to take over, and has no answer from."""
    handover_id: int | None = None
    has_left: bool = False
    """Whoever was asked is no longer in Slack."""
    may_name_deputies: bool = False


class Turn(StrEnum):
    """Where a question to take over stands, in the words of `models.handovers`."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    UNREACHED = "unreached"


@dataclass(frozen=True)
class HandoverFacts:
    id: int
    place: str
    is_lab: bool
    by: str
    whom: str
    turn: Turn


@dataclass(frozen=True)
class PlaceNews:
    """What somebody may do for an area or a lab series, and what they could before."""

    place: str
    by: str
    coordinates: bool = False
    coordinated: bool = False
    is_deputy: bool = False
    was_deputy: bool = False

    @property
    def is_as_before(self) -> bool:
        return (self.coordinates, self.is_deputy) == (self.coordinated, self.was_deputy)
