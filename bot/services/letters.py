"""What a delivery says and a card shows: rendered when it is sent, from the rows as they are then."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.blocks import cards as card_blocks
from bot.blocks import home as home_blocks
from bot.blocks import registrations as registration_blocks
from bot.blocks import reminders
from bot.i18n import Texts, Translate
from bot.receipts import Outcome, Receipt
from bot.services import events, homes, seats
from models import (
    Card,
    CardKind,
    Delivery,
    DeliveryState,
    Event,
    EventState,
    Kind,
    Person,
    Registration,
    RegistrationState,
    Topic,
    TopicState,
)
from models.registrations import ACTIVE, SEATED


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
class _Case:
    session: Session
    delivery: Delivery
    event: Event
    now: datetime
    t: Translate

    def receipt(self, outcome: Outcome) -> Receipt:
        row = self.registration
        return seats.receipt(self.session, outcome, self.event, row, self.now)

    @property
    def registration(self) -> Registration | None:
        return self.session.get(Registration, self.delivery.registration_id) if self.delivery.registration_id else None


def compose(session: Session, delivery_id: int, now: datetime, texts: Texts) -> Letter | Unneeded:
    """The message a delivery is about, in its reader's language; or why it need not be sent."""
    delivery = session.get_one(Delivery, delivery_id)
    event = session.get_one(Event, delivery.event_id)
    person = session.get(Person, delivery.person_id) if delivery.person_id else None
    t = texts.for_locale(person.locale, person.tz) if person else texts.language(texts.default)
    case = _Case(session, delivery, event, now, t)
    found = WRITERS[delivery.kind](case)
    if isinstance(found, Unneeded):
        return found
    return Letter(text=str(found["text"]), blocks=found["blocks"])


def draw(session: Session, card_id: int, now: datetime, texts: Texts) -> Letter | Home | Unneeded:
    """What a card shows now."""
    card = session.get_one(Card, card_id)
    if card.kind is CardKind.HOME:
        person = session.get_one(Person, card.person_id)
        t = texts.for_locale(person.locale, person.tz)
        view = home_blocks.home(homes.facts(session, person, now), t)
        return Home(slack_user_id=person.slack_user_id or "", view=view)
    event = session.get_one(Event, card.event_id)
    found = _card(session, event, now, texts.language(texts.default))
    return Letter(text=str(found["text"]), blocks=found["blocks"])


def _card(session: Session, event: Event, now: datetime, t: Translate) -> dict[str, Any]:
    topics = session.scalar(select(func.count()).where(Topic.event_id == event.id, Topic.state == TopicState.OPEN))
    return card_blocks.card(events.facts(session, event, now, with_contacts=True), topics or 0, t)


def _receipt(case: _Case) -> dict[str, Any] | Unneeded:
    row = case.registration
    if row is None or row.state not in ACTIVE:
        return Unneeded(DeliveryState.SUPERSEDED, "the seat has been given up since")
    outcome = Outcome.CHANGED if case.delivery.facts.get("outcome") == Outcome.CHANGED else Outcome.REGISTERED
    return registration_blocks.receipt(case.receipt(outcome), case.t)


def _seat(case: _Case) -> dict[str, Any] | Unneeded:
    row = case.registration
    if row is None or not row.has_seat:
        return Unneeded(DeliveryState.SUPERSEDED, "the seat has been given up since")
    return registration_blocks.got_seat(case.receipt(Outcome.REGISTERED), case.t)


def _cancelled_seat(case: _Case) -> dict[str, Any] | Unneeded:
    outcome = Outcome.DECLINED if case.delivery.facts.get("outcome") == Outcome.DECLINED else Outcome.CANCELLED
    return registration_blocks.gave_up(case.receipt(outcome), case.t)


def _reminder(case: _Case) -> dict[str, Any] | Unneeded:
    row = case.registration
    if row is None or row.state is not RegistrationState.REGISTERED:
        return Unneeded(DeliveryState.CANCELLED, "no longer registered")
    if case.event.starts_at is None or case.event.state is EventState.CANCELLED:
        return Unneeded(DeliveryState.CANCELLED, "the meeting has no date, or is cancelled")
    return reminders.reminder(case.receipt(Outcome.KEPT), case.now, case.t)


def _channel_reminder(case: _Case) -> dict[str, Any] | Unneeded:
    if case.event.starts_at is None or case.event.state is EventState.CANCELLED:
        return Unneeded(DeliveryState.CANCELLED, "the meeting has no date, or is cancelled")
    facts = events.facts(case.session, case.event, case.now, with_contacts=True)
    return reminders.channel_reminder(facts, case.now, case.t)


def _moved(case: _Case) -> dict[str, Any] | Unneeded:
    if case.event.state is EventState.CANCELLED:
        return Unneeded(DeliveryState.SUPERSEDED, "the meeting is cancelled")
    return reminders.moved(case.receipt(Outcome.KEPT), case.delivery.facts.get("was", {}), case.t)


def _form_changed(case: _Case) -> dict[str, Any] | Unneeded:
    if case.event.state is EventState.CANCELLED:
        return Unneeded(DeliveryState.SUPERSEDED, "the meeting is cancelled")
    return reminders.form_changed(case.receipt(Outcome.KEPT), case.t)


def _called_off(case: _Case) -> dict[str, Any] | Unneeded:
    return reminders.called_off(case.receipt(Outcome.KEPT), case.t)


def _guest_text(case: _Case) -> dict[str, Any] | Unneeded:
    one = case.registration
    about = str(case.delivery.facts.get("outcome") or case.delivery.facts.get("about", "reminder"))
    is_reminder = about == "reminder"
    meant = Registration.state.in_(SEATED if is_reminder else ACTIVE)
    guests = case.session.scalars(
        select(Person.email)
        .join(Registration, Registration.person_id == Person.id)
        .where(
            Registration.event_id == case.event.id,
            Registration.id == one.id if one else meant,
            Person.slack_user_id.is_(None),
            Person.email.is_not(None),
        )
        .order_by(Registration.number)
    ).all()
    addresses = [address for address in guests if address]
    if not addresses:
        return Unneeded(DeliveryState.CANCELLED, "everyone is in Slack")
    facts = events.facts(case.session, case.event, case.now)
    way_in = (case.event.address, case.event.url) if is_reminder else ()
    return reminders.guest_text(facts, about, addresses, case.now, case.t, way_in=way_in)


def _posted_card(case: _Case) -> dict[str, Any] | Unneeded:
    return _card(case.session, case.event, case.now, case.t)


def _not_reached(case: _Case) -> dict[str, Any] | Unneeded:
    rows = case.session.execute(
        select(Person.name, Delivery.reason)
        .join(Person, Person.id == Delivery.person_id)
        .where(
            Delivery.event_id == case.event.id,
            Delivery.state.in_((DeliveryState.FAILED, DeliveryState.EXPIRED)),
            Delivery.kind != Kind.NOT_REACHED,
        )
        .order_by(Delivery.id.desc())
    ).all()
    return reminders.not_reached(case.event.title, [(row.name, row.reason or "") for row in rows], case.t)


WRITERS: dict[Kind, Callable[[_Case], dict[str, Any] | Unneeded]] = {
    Kind.RECEIPT: _receipt,
    Kind.SEAT: _seat,
    Kind.CANCELLED_SEAT: _cancelled_seat,
    Kind.MOVED: _moved,
    Kind.FORM_CHANGED: _form_changed,
    Kind.CALLED_OFF: _called_off,
    Kind.REMINDER: _reminder,
    Kind.CHANNEL_REMINDER: _channel_reminder,
    Kind.GUEST_TEXT: _guest_text,
    Kind.CARD: _posted_card,
    Kind.NOT_REACHED: _not_reached,
}
