"""Who comes, for those who may see it."""

from dataclasses import dataclass

from bot.receipts.events import EventFacts
from bot.receipts.seats import AppealFacts
from models.registrations import Attendance, RegistrationState
from models.series import Role


@dataclass(frozen=True)
class Participant:
    """One line of the coordinator's list."""

    name: str
    organisation: str
    role: str
    state: RegistrationState
    attendance: Attendance
    is_hidden: bool
    has_slack: bool
    is_free_text: bool
    number: int
    is_unconfirmed: bool = False
    """Asked whether they still come, and has not said."""
    instead_of: tuple[str | None, ...] = ()


@dataclass(frozen=True)
class SheetLine:
    """One row of the list that a coordinator takes home. Never needs or diet."""

    number: int
    name: str
    email: str | None
    organisation: str
    role_id: str | None
    role: str
    attendance: Attendance
    state: RegistrationState


@dataclass(frozen=True)
class Sheet:
    event: EventFacts
    lines: tuple[SheetLine, ...]
    hidden: int


@dataclass(frozen=True)
class Catering:
    """Counts without names."""

    on_site: int
    diets: int
    """How many wrote something about food."""


@dataclass(frozen=True)
class ParticipantList:
    event: EventFacts
    participants: tuple[Participant, ...]
    roles: tuple[Role, ...]
    empty_organisations: tuple[str, ...]
    with_needs: int
    catering: Catering | None = None
    """None where nothing is served."""
    appeals: tuple[AppealFacts, ...] = ()
    """What waits for the reader's answer."""
    may_steer_line: bool = False


@dataclass(frozen=True)
class Fellow:
    """One of those who come, as the others may see them."""

    name: str
    organisation: str
    role_id: str | None
    role: str


@dataclass(frozen=True)
class FellowList:
    """Who comes, for those who come themselves. The hidden are a number."""

    event: EventFacts
    fellows: tuple[Fellow, ...]
    hidden: int
    has_colleagues: bool = False
    """The reader may register, change and cancel for some of them."""
    with_needs: int = 0
    catering: Catering | None = None
    """Counts, for whoever leads the conversation or takes notes."""
