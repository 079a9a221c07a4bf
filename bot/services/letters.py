"""What a delivery says and a card shows: rendered when it is sent, from the rows as they are then."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.blocks import announcements as announcement_blocks
from bot.blocks import appeals as appeal_blocks
from bot.blocks import cards as card_blocks
from bot.blocks import choices as choice_blocks
from bot.blocks import guests as guest_blocks
from bot.blocks import home as home_blocks
from bot.blocks import invitations as invitation_blocks
from bot.blocks import offers as offer_blocks
from bot.blocks import overviews as overview_blocks
from bot.blocks import previews as preview_blocks
from bot.blocks import progress as progress_blocks
from bot.blocks import registrations as registration_blocks
from bot.blocks import reminders, yes_no
from bot.blocks import substitutions as substitution_blocks
from bot.blocks import thanks as thanks_blocks
from bot.i18n import Texts, Translate
from bot.receipts import Call, Outcome, Question, Receipt, Thanks
from bot.services import (
    appeals,
    audiences,
    cards,
    choices,
    digests,
    events,
    examples,
    homes,
    invitations,
    overviews,
    plans,
    progress,
    recipients,
    seats,
    snoozes,
    substitutions,
)
from bot.services.rules import SPEAKS
from models import (
    Announcement,
    Appeal,
    Audience,
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
    Says,
    Series,
    Step,
    Substitution,
    SubstitutionState,
    Topic,
    TopicState,
)
from models.base import Facts
from models.deliveries import UNPROMPTED
from models.errors import N_
from models.registrations import ACTIVE

NEWLY_IN = (Outcome.REGISTERED, Outcome.WAITLISTED)
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
        return invitations.call(self.session, self.event, self.delivery.person_id, self.now)

    @property
    def thanks(self) -> Thanks:
        facts = events.facts(self.session, self.event, self.now, with_contacts=True)
        return Thanks(facts, notes_by=self.event.notes_draft_on)


@dataclass(frozen=True)
class _Example(_Case):
    """As if a step had come, for somebody who does not exist."""

    shown: Step

    @property
    def registration(self) -> Registration:
        return examples.seat(self.session, self.event)

    @property
    def step(self) -> Step:
        return self.shown

    @property
    def call(self) -> Call:
        organisation = examples.first_organisation(self.session, self.event)
        return replace(super().call, organisation=organisation.display if organisation else None)


def compose(session: Session, delivery_id: int, now: datetime, texts: Texts) -> Letter | Unneeded:
    """The message a delivery is about, in its reader's language; or why it need not be sent."""
    delivery = session.get_one(Delivery, delivery_id)
    person = session.get(Person, delivery.person_id) if delivery.person_id else None
    t = texts.for_locale(person.reads, person.tz) if person else texts.language(texts.default)
    write = _digest if delivery.kind is Kind.DIGEST else _written
    found = write(session, delivery, person, now, t)
    if isinstance(found, Unneeded):
        return found
    blocks = list(found["blocks"])
    if person and delivery.kind in UNPROMPTED:
        event = session.get_one(Event, delivery.event_id)
        blocks.append(_fewer(delivery.kind, person, event, now, t))
    return Letter(text=str(found["text"]), blocks=blocks)


def _fewer(kind: Kind, person: Person, event: Event, now: datetime, t: Translate) -> dict[str, Any]:
    """Under everything that comes unasked stands what one can do about it."""
    offered = snoozes.possible(person, event, now) if kind is Kind.REMINDER else ()
    return choice_blocks.fewer(event.id, offered, t)


def _written(
    session: Session, delivery: Delivery, person: Person | None, now: datetime, t: Translate
) -> dict[str, Any] | Unneeded:
    if person and (reason := choices.unwanted(session, delivery, person)):
        return Unneeded(DeliveryState.CANCELLED, reason)
    event = session.get_one(Event, delivery.event_id)
    return WRITERS[delivery.kind](_Case(session, delivery, event, now, t))


def _digest(
    session: Session, delivery: Delivery, person: Person | None, now: datetime, t: Translate
) -> dict[str, Any] | Unneeded:
    found = [_written(session, line, person, now, t) for line in digests.lines(session, delivery)]
    said = [one for one in found if not isinstance(one, Unneeded)]
    return choice_blocks.digest(said, t) if said else Unneeded(DeliveryState.CANCELLED, "nothing left to say")


def example(session: Session, step: Step, event: Event, now: datetime, t: Translate) -> dict[str, Any] | None:
    """What a step will say when it comes, with nobody's own facts in it; None when it would say nothing."""
    kind = Kind.CHANNEL_REMINDER if step.audience is Audience.CHANNEL else SPEAKS[step.says]
    delivery = Delivery(kind=kind, event_id=event.id, person_id=examples.NOBODY, facts={})
    moment = step.due_at or step.moment_for(event) or now
    found = WRITERS[kind](_Example(session, delivery, event, moment, t, step))
    if isinstance(found, Unneeded):
        return None
    below = [_fewer(kind, examples.person(event), event, moment, t)] if kind in UNPROMPTED else []
    return {**found, "blocks": [*found["blocks"], *below]}


def draw(session: Session, card_id: int, now: datetime, texts: Texts) -> Letter | Home | Unneeded:
    """What a card shows now."""
    card = session.get_one(Card, card_id)
    if card.kind is CardKind.HOME:
        person = session.get_one(Person, card.person_id)
        t = texts.for_locale(person.reads, person.tz)
        view = home_blocks.home(homes.facts(session, person, now), t)
        return Home(slack_user_id=person.slack_user_id or "", view=view)
    if card.kind is CardKind.PROGRESS:
        return _progress_card(session, card, now, texts)
    event = session.get_one(Event, card.event_id)
    found = _card(session, event, now, texts.language(texts.default))
    return Letter(text=str(found["text"]), blocks=found["blocks"])


def _progress_card(session: Session, card: Card, now: datetime, texts: Texts) -> Letter:
    row = session.scalars(select(Announcement).where(Announcement.card_id == card.id)).one()
    author = session.get_one(Person, row.author_id)
    t = texts.for_locale(author.reads, author.tz)
    found = progress_blocks.told(progress.facts(session, row, now), t)
    return Letter(text=str(found["text"]), blocks=found["blocks"])


def _card(session: Session, event: Event, now: datetime, t: Translate) -> dict[str, Any]:
    topics = session.scalar(select(func.count()).where(Topic.event_id == event.id, Topic.state == TopicState.OPEN))
    return card_blocks.card(events.facts(session, event, now, with_seats=True, with_contacts=True), topics or 0, t)


def _receipt(case: _Case) -> dict[str, Any] | Unneeded:
    row = case.registration
    if row is None or row.state not in ACTIVE:
        return Unneeded(DeliveryState.SUPERSEDED, "the seat has been given up since")
    if row.state is RegistrationState.OFFERED:
        return Unneeded(DeliveryState.SUPERSEDED, "a seat has been offered since")
    outcome = Outcome.CHANGED if case.delivery.facts.get("outcome") == Outcome.CHANGED else Outcome.REGISTERED
    return registration_blocks.receipt(
        case.receipt(outcome), case.t, by=_actor(case), did=str(case.delivery.facts.get("outcome"))
    )


def _seat(case: _Case) -> dict[str, Any] | Unneeded:
    row = case.registration
    if row is None or not row.has_seat:
        return Unneeded(DeliveryState.SUPERSEDED, "the seat has been given up since")
    return registration_blocks.got_seat(case.receipt(Outcome.REGISTERED), case.t)


def _offer(case: _Case) -> dict[str, Any] | Unneeded:
    row = case.registration
    if row is None or not _is_asked(row):
        return Unneeded(DeliveryState.SUPERSEDED, "the seat is no longer offered")
    return offer_blocks.offer(case.receipt(Outcome.KEPT), case.t)


def _is_asked(row: Registration) -> bool:
    return row.state is RegistrationState.OFFERED or row.asked_at is not None


def _offer_over(case: _Case) -> dict[str, Any] | Unneeded:
    row = case.registration
    if row is None or row.state not in (RegistrationState.WAITLISTED, RegistrationState.LAPSED):
        return Unneeded(DeliveryState.SUPERSEDED, "has answered since")
    if _is_asked(row):
        return Unneeded(DeliveryState.SUPERSEDED, "another seat is free")
    return offer_blocks.over(case.receipt(Outcome.KEPT), case.t)


def _new_place(case: _Case) -> dict[str, Any] | Unneeded:
    row, facts = case.registration, case.delivery.facts
    if row is None or row.state is not RegistrationState.WAITLISTED:
        return Unneeded(DeliveryState.SUPERSEDED, "no longer in line")
    is_let = facts.get("outcome") == "let_forward"
    return offer_blocks.new_place(case.receipt(Outcome.KEPT), str(facts.get("reason", "")), case.t, is_let=is_let)


def _seat_left(case: _Case) -> dict[str, Any] | Unneeded:
    facts = events.facts(case.session, case.event, case.now, with_seats=True)
    if facts.seats is None or not facts.seats.waiting or facts.seats.free == 0:
        return Unneeded(DeliveryState.SUPERSEDED, "no seat is left, or nobody waits")
    return offer_blocks.seat_left(facts, case.t)


def _cancelled_seat(case: _Case) -> dict[str, Any] | Unneeded:
    outcome = Outcome.DECLINED if case.delivery.facts.get("outcome") == Outcome.DECLINED else Outcome.CANCELLED
    return registration_blocks.gave_up(case.receipt(outcome), case.t, by=_actor(case))


def _actor(case: _Case) -> str | None:
    """Who did it, when it was not the person."""
    by = case.session.get(Person, case.delivery.facts.get("by") or 0)
    return by.name if by else None


def _reminder(case: _Case) -> dict[str, Any] | Unneeded:
    row = case.registration
    if row is None or row.state is not RegistrationState.REGISTERED:
        return Unneeded(DeliveryState.CANCELLED, "no longer registered")
    if case.is_off:
        return Unneeded(DeliveryState.CANCELLED, CALLED)
    if case.delivery.step_id is None and case.event.begun_for(case.now):
        return Unneeded(DeliveryState.EXPIRED, "asked for, and the meeting has begun")
    is_last = case.step is not None and case.step.is_near
    return reminders.reminder(case.receipt(Outcome.KEPT), case.now, case.t, is_last=is_last)


def _to_the_unanswered(draw: Callable[[Call, Translate], dict[str, Any]]) -> "Writer":
    def write(case: _Case) -> dict[str, Any] | Unneeded:
        person_id = case.delivery.person_id
        if person_id is None or invitations.has_answered(case.session, case.event, person_id):
            return Unneeded(DeliveryState.CANCELLED, "has answered")
        step = case.step
        if case.is_off or (step and not audiences.can_speak(step, case.event, case.now)):
            return Unneeded(DeliveryState.CANCELLED, CALLED if case.is_off else "registration is not open")
        return draw(case.call, case.t)

    return write


def _thanks(case: _Case) -> dict[str, Any] | Unneeded:
    row = case.registration
    if row is None or row.state is not RegistrationState.REGISTERED:
        return Unneeded(DeliveryState.CANCELLED, "no longer registered")
    if case.is_off or not case.event.is_over(case.now):
        return Unneeded(DeliveryState.CANCELLED, CALLED if case.is_off else "the meeting is not over")
    return thanks_blocks.thanks(case.thanks, case.now, case.t)


def _channel_reminder(case: _Case) -> dict[str, Any] | Unneeded:
    if case.is_off:
        return Unneeded(DeliveryState.CANCELLED, CALLED)
    facts = events.facts(case.session, case.event, case.now, with_seats=True, with_contacts=True)
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
    """For those outside Slack whom a step, a change, a message or the news of one seat is about."""
    if case.delivery.announcement_id:
        return _announcement_mail(case)
    if "substitution" in case.delivery.facts:
        return _question(case, substitution_blocks.guest_question)
    step = case.step
    addresses = [person.email for person in _guests(case, step) if person.email]
    if not addresses:
        return Unneeded(DeliveryState.CANCELLED, "everyone is in Slack")
    if step and step.says is not Says.REMINDER:
        call = invitations.call(case.session, case.event, None, case.now)
        return reminders.mail_to(call.event, _mail(case, step.says, call), addresses, case.t)
    said = case.delivery.facts
    if said.get("outcome") in ("offered", "asked"):
        return _offer_by_mail(case, addresses)
    if said.get("by") and said.get("outcome") in NEWLY_IN:
        basis = case.session.get_one(Series, case.event.series_id).legal_basis
        facts = events.facts(case.session, case.event, case.now)
        return reminders.registered_for(facts, said["outcome"], addresses, basis, case.t)
    about = "reminder" if step else str(case.delivery.facts.get("outcome") or case.delivery.facts.get("about"))
    facts = events.facts(case.session, case.event, case.now)
    way_in = (case.event.address, case.event.url) if step else ()
    return reminders.guest_text(facts, about, addresses, case.now, case.t, way_in=way_in)


def _asked_instead(case: _Case) -> dict[str, Any] | Unneeded:
    return _question(case, substitution_blocks.question)


def _question(case: _Case, draw: Callable[[Question, Translate], dict[str, Any]]) -> dict[str, Any] | Unneeded:
    row = case.substitution
    if not row.is_open:
        return Unneeded(DeliveryState.CANCELLED, "nobody is asked any more")
    if case.is_off or case.event.begun_for(case.now) is not None:
        return Unneeded(DeliveryState.CANCELLED, CALLED)
    return draw(substitutions.question(case.session, row.id, case.now), case.t)


def _answered_instead(case: _Case) -> dict[str, Any] | Unneeded:
    """To the asker, or, when it was taken back, to whoever was asked."""
    row, t = case.substitution, case.t
    asked = substitutions.question(case.session, row.id, case.now)
    match row.state:
        case SubstitutionState.WITHDRAWN if not substitutions.has_been_asked(case.session, row):
            return Unneeded(DeliveryState.CANCELLED, "the question was taken back before it was asked")
        case SubstitutionState.WITHDRAWN:
            return substitution_blocks.taken_back(asked, t)
        case SubstitutionState.ACCEPTED:
            seat = seats.current(case.session, case.event.id, row.person_id)
            return substitution_blocks.accepted(asked, t, is_shown=seat is not None and not seat.is_hidden)
        case SubstitutionState.DECLINED:
            return substitution_blocks.kept(asked, substitution_blocks.DECLINED, t)
        case _:
            return substitution_blocks.kept(asked, substitution_blocks.EXPIRED, t)


def _offer_by_mail(case: _Case, addresses: list[str]) -> dict[str, Any] | Unneeded:
    """The coordinator asks by mail, and presses what the guest answers."""
    row = case.registration
    if row is None or not _is_asked(row):
        return Unneeded(DeliveryState.SUPERSEDED, "the seat is no longer offered")
    receipt = case.receipt(Outcome.KEPT)
    mail = reminders.mail_to(receipt.event, offer_blocks.lines(receipt, case.t), addresses, case.t)
    return {**mail, "blocks": [*mail["blocks"], yes_no.answers_of_guest(row.id, case.t)]}


def _trial(case: _Case) -> dict[str, Any] | Unneeded:
    """A text of the plan to whoever coordinates it."""
    step = case.session.get(Step, case.delivery.facts["step"])
    found = example(case.session, step, case.event, case.now, case.t) if step else None
    if step is None or found is None:
        return Unneeded(DeliveryState.CANCELLED, "nothing to say")
    return preview_blocks.trial(found, plans.facts_of(case.session, step, case.event), case.event.tz, case.t)


def _mail_to_send_on(case: _Case) -> dict[str, Any] | Unneeded:
    found = _guest_text(case)
    return found if isinstance(found, Unneeded) else guest_blocks.to_mark(found, case.delivery.id, case.t)


def _guests(case: _Case, step: Step | None) -> Sequence[Person]:
    one = case.registration
    if "registrations" in case.delivery.facts:
        return _still_there(case, case.delivery.facts["registrations"])
    if step and one is None:
        return audiences.guests(case.session, step, case.event)
    return case.session.scalars(
        select(Person)
        .join(Registration, Registration.person_id == Person.id)
        .where(
            Registration.event_id == case.event.id,
            Registration.id == one.id if one else Registration.state.in_(ACTIVE),
            Person.slack_user_id.is_(None),
        )
        .order_by(Registration.number)
    ).all()


def _still_there(case: _Case, registration_ids: list[int]) -> Sequence[Person]:
    return case.session.scalars(
        select(Person)
        .join(Registration, Registration.person_id == Person.id)
        .where(Registration.id.in_(registration_ids), Registration.state.in_(ACTIVE), Person.slack_user_id.is_(None))
        .order_by(Registration.number)
    ).all()


def _mail(case: _Case, says: Says, call: Call) -> list[str]:
    if says is Says.THANKS:
        first, *rest = thanks_blocks.lines(case.thanks, case.now, case.t)
        return [f"{first} {case.event.title}.", *rest]
    lines, ask = MAILS[says]
    return [*lines(call, case.t), *([case.t(ask)] if ask else [])]


def _posted_card(case: _Case) -> dict[str, Any] | Unneeded:
    return _card(case.session, case.event, case.now, case.t)


def _not_reached(case: _Case) -> dict[str, Any] | Unneeded:
    if "card" in case.delivery.facts:
        return _lost_card(case, case.delivery.facts)
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


def _lost_card(case: _Case, facts: Facts) -> dict[str, Any] | Unneeded:
    card = case.session.get(Card, facts["card"])
    if card is None or card.gone is None:
        return Unneeded(DeliveryState.CANCELLED, "the card is back")
    reason, is_channel = str(facts["reason"]), card.gone in cards.OUT_OF_REACH
    return card_blocks.lost(case.event.title, card.id, reason, case.t, is_channel=is_channel)


def _miscount(case: _Case) -> dict[str, Any] | Unneeded:
    facts = case.delivery.facts
    return reminders.miscount(case.event.title, facts["taken"], facts["found"], case.t)


ANSWER = N_("Answer this mail to register, or if you cannot come.")
MAILS: dict[Says, tuple[Callable[[Call, Translate], list[str]], str | None]] = {
    Says.SAVE_THE_DATE: (invitation_blocks.save_the_date_lines, None),
    Says.INVITATION: (invitation_blocks.invitation_lines, ANSWER),
    Says.NUDGE: (invitation_blocks.nudge_lines, ANSWER),
}


def _appeal(case: _Case) -> dict[str, Any] | Unneeded:
    row = case.session.get_one(Appeal, case.delivery.facts["appeal"])
    if not row.is_open:
        return Unneeded(DeliveryState.CANCELLED, "answered already")
    return appeal_blocks.question(appeals.facts(case.session, case.event, row, case.now), case.t)


def _appeal_answer(case: _Case) -> dict[str, Any] | Unneeded:
    row = case.session.get_one(Appeal, case.delivery.facts["appeal"])
    return appeal_blocks.answer(appeals.facts(case.session, case.event, row, case.now), case.t)


def _announcement(case: _Case) -> dict[str, Any] | Unneeded:
    row = case.announcement
    seat = seats.current(case.session, case.event.id, case.delivery.person_id or 0)
    has_seat = seat is not None and seat.has_seat
    if seat is not None and seat.state is RegistrationState.DECLINED:
        return Unneeded(DeliveryState.CANCELLED, "has said no")
    if row.audience is Audience.REGISTERED and not has_seat:
        return Unneeded(DeliveryState.CANCELLED, "no longer registered")
    if row.audience is Audience.SILENT and seat is not None:
        return Unneeded(DeliveryState.CANCELLED, "has answered since")
    is_in = seat is not None and seat.is_active
    return announcement_blocks.message(progress.said(case.session, row, case.now), case.t, has_seat=is_in)


def _announcement_mail(case: _Case) -> dict[str, Any] | Unneeded:
    row = case.announcement
    outside = recipients.of(case.session, case.event, row.audience).outside
    if not outside:
        return Unneeded(DeliveryState.CANCELLED, "everyone is in Slack")
    said = progress.said(case.session, row, case.now)
    return announcement_blocks.mail_text(said, *recipients.addresses(outside), case.t)


def _progress(case: _Case) -> dict[str, Any] | Unneeded:
    return progress_blocks.told(progress.facts(case.session, case.announcement, case.now), case.t)


def _overview(case: _Case) -> dict[str, Any] | Unneeded:
    about = case.delivery.facts.get("events", [])
    found = overviews.told(case.session, about, case.delivery.person_id or 0, case.now)
    if not found:
        return Unneeded(DeliveryState.CANCELLED, "the meetings are over, cancelled or somebody else's")
    return overview_blocks.weekly(found, case.t)


Writer = Callable[[_Case], dict[str, Any] | Unneeded]
WRITERS: dict[Kind, Writer] = {
    Kind.RECEIPT: _receipt,
    Kind.SEAT: _seat,
    Kind.OFFER: _offer,
    Kind.OFFER_OVER: _offer_over,
    Kind.SEAT_LEFT: _seat_left,
    Kind.LINE: _new_place,
    Kind.CANCELLED_SEAT: _cancelled_seat,
    Kind.SUBSTITUTE_ASKED: _asked_instead,
    Kind.SUBSTITUTE_ANSWERED: _answered_instead,
    Kind.APPEAL: _appeal,
    Kind.APPEAL_ANSWER: _appeal_answer,
    Kind.MOVED: _moved,
    Kind.FORM_CHANGED: _form_changed,
    Kind.CALLED_OFF: _called_off,
    Kind.SAVE_THE_DATE: _to_the_unanswered(invitation_blocks.save_the_date),
    Kind.INVITATION: _to_the_unanswered(invitation_blocks.invitation),
    Kind.NUDGE: _to_the_unanswered(invitation_blocks.nudge),
    Kind.REMINDER: _reminder,
    Kind.THANKS: _thanks,
    Kind.CHANNEL_REMINDER: _channel_reminder,
    Kind.TRIAL: _trial,
    Kind.GUEST_TEXT: _mail_to_send_on,
    Kind.CARD: _posted_card,
    Kind.NOT_REACHED: _not_reached,
    Kind.ANNOUNCEMENT: _announcement,
    Kind.PROGRESS: _progress,
    Kind.OVERVIEW: _overview,
    Kind.MISCOUNT: _miscount,
}
