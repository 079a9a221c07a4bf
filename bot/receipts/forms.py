"""What the registration form asks, and what was answered."""

from dataclasses import dataclass

from bot.receipts.events import EventFacts
from bot.receipts.seats import Outcome, Question, Seat
from models.registrations import Attendance
from models.series import FormField, Role


@dataclass(frozen=True)
class MyAnswers:
    """My own answers, to fill the form with. Needs and diet are mine to see here."""

    organisation_id: int | None = None
    organisation: str | None = None
    role: str | None = None
    attendance: Attendance | None = None
    parts: tuple[str, ...] | None = None
    access_needs: str | None = None
    dietary: str | None = None
    is_hidden: bool = False
    invite_again: bool = False
    name: str = ""
    email: str | None = None


@dataclass(frozen=True)
class FormFacts:
    """Everything the registration form needs to ask only what this meeting needs."""

    event: EventFacts
    fields: dict[str, FormField]
    roles: tuple[Role, ...]
    parts: tuple[str, ...]
    asks_diet: bool
    legal_basis: str | None
    mine: MyAnswers
    seat: Seat | None
    question: "Question | None" = None
    """When the form is the yes to it."""
    is_frozen: bool = False
    """Some of the answers are set: changing them is asking the coordinator."""


@dataclass(frozen=True)
class Delegate:
    """One row of a pasted list, as it is understood. `problem`: why it cannot be registered."""

    number: int
    name: str
    email: str
    organisation_id: int | None
    organisation: str
    role_id: str | None
    role: str
    is_free_text: bool = False
    is_registered: bool = False
    has_left: bool = False
    has_slack: bool = False
    problem: str | None = None
    outcome: Outcome | None = None
    person_id: int | None = None


@dataclass(frozen=True)
class Delegation:
    """A pasted list: read, or (`is_done`) registered."""

    event: EventFacts
    rows: tuple[Delegate, ...]
    is_done: bool = False

    @property
    def new(self) -> int:
        return sum(1 for one in self.rows if one.problem is None and not one.is_registered)
