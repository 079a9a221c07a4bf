"""What a writer is given, and what it may answer."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.i18n import Translate
from bot.receipts import Call, Outcome, Receipt, Thanks
from bot.services import events
from bot.services.plan import invitations
from bot.services.registration import seats
from models import Announcement, Delivery, DeliveryState, Event, EventState, Person, Registration, Step, Substitution

CALLED = "the meeting has no date, or is cancelled"


@dataclass(frozen=True)
class Letter:
    """A message as Slack takes it."""

    text: str
    blocks: list[dict[str, Any]]


@dataclass(frozen=True)
class Home:
    """A person's Home, to be published."""

    slack_user_id: str
    view: dict[str, Any]


@dataclass(frozen=True)
class Unneeded:
    """Nothing to send any more, and why."""

    state: DeliveryState
    reason: str


@dataclass(frozen=True)
class Case:
    session: Session
    delivery: Delivery
    event: Event
    now: datetime
    t: Translate

    def receipt(self, outcome: Outcome) -> Receipt:
        row = self.registration
        return seats.receipt(self.session, outcome, self.event, row, self.now)

    @property
    def announcement(self) -> Announcement:
        return self.session.get_one(Announcement, self.delivery.announcement_id)

    @property
    def substitution(self) -> Substitution:
        return self.session.get_one(Substitution, self.delivery.facts["substitution"])

    @property
    def registration(self) -> Registration | None:
        return self.session.get(Registration, self.delivery.registration_id) if self.delivery.registration_id else None

    @property
    def step(self) -> Step | None:
        return self.session.get(Step, self.delivery.step_id) if self.delivery.step_id else None

    @property
    def is_off(self) -> bool:
        """There is no day to speak of, or nothing happens on it."""
        return self.event.starts_at is None or self.event.state is EventState.CANCELLED

    @property
    def call(self) -> Call:
        found = invitations.call(self.session, self.event, self.delivery.person_id, self.now)
        by = self.session.get(Person, self.delivery.facts.get("named_by") or 0)
        return replace(found, by=by.name) if by else found

    @property
    def thanks(self) -> Thanks:
        facts = events.facts(self.session, self.event, self.now, with_contacts=True)
        return Thanks(facts, notes_by=self.event.notes_draft_on)


Written = dict[str, Any] | Unneeded


Writer = Callable[[Case], Written]
