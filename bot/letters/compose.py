"""What a delivery says: rendered when it is sent, from the rows as they are then."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.blocks import choices as choice_blocks
from bot.blocks import invitations as invitation_blocks
from bot.blocks import polls as poll_blocks
from bot.blocks import previews as preview_blocks
from bot.i18n import Texts, Translate
from bot.letters import (
    asking,
    cards,
    changes,
    coordinators,
    dates,
    duties,
    guests,
    plan,
    polls,
    programmes,
    seats,
    topics,
    trouble,
)  # fmt: skip
from bot.letters.case import Case, Letter, Unneeded, Writer, Written
from bot.receipts import Call
from bot.services.messages import choices, digests, snoozes
from bot.services.plan import examples, plans
from bot.services.plan.rules import SPEAKS
from models import Audience, Delivery, DeliveryState, Event, Kind, Person, Registration, Step
from models.deliveries import UNPROMPTED


@dataclass(frozen=True)
class _Example(Case):
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


def _written(session: Session, delivery: Delivery, person: Person | None, now: datetime, t: Translate) -> Written:
    if person and (reason := choices.unwanted(session, delivery, person)):
        return Unneeded(DeliveryState.CANCELLED, reason)
    if delivery.kind is Kind.CARD and delivery.event_id is None:
        return polls.card(session, delivery.card_id or 0, now, t)
    if delivery.event_id is None:
        return duties.of_place(session, delivery, t)
    event = session.get_one(Event, delivery.event_id)
    return WRITERS[delivery.kind](Case(session, delivery, event, now, t))


def _digest(session: Session, delivery: Delivery, person: Person | None, now: datetime, t: Translate) -> Written:
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


def _trial(case: Case) -> Written:
    """A text of the plan to whoever coordinates it."""
    step = case.session.get(Step, case.delivery.facts["step"])
    found = example(case.session, step, case.event, case.now, case.t) if step else None
    if step is None or found is None:
        return Unneeded(DeliveryState.CANCELLED, "nothing to say")
    return preview_blocks.trial(found, plans.facts_of(case.session, step, case.event), case.event.tz, case.t)


WRITERS: dict[Kind, Writer] = {
    Kind.RECEIPT: seats.receipt,
    Kind.SEAT: seats.seat,
    Kind.OFFER: seats.offer,
    Kind.OFFER_OVER: seats.offer_over,
    Kind.SEAT_LEFT: seats.seat_left,
    Kind.LINE: seats.new_place,
    Kind.CANCELLED_SEAT: seats.cancelled_seat,
    Kind.SUBSTITUTE_ASKED: asking.asked_instead,
    Kind.SUBSTITUTE_ANSWERED: asking.answered_instead,
    Kind.APPEAL: asking.appeal,
    Kind.APPEAL_ANSWER: asking.appeal_answer,
    Kind.TOPIC_FOR: asking.topic_for,
    Kind.TOPIC_FATE: topics.fate,
    Kind.MOVED: changes.moved,
    Kind.FORM_CHANGED: changes.form_changed,
    Kind.CALLED_OFF: changes.called_off,
    Kind.SAVE_THE_DATE: plan.to_the_unanswered(invitation_blocks.save_the_date),
    Kind.INVITATION: plan.to_the_unanswered(invitation_blocks.invitation),
    Kind.NUDGE: plan.to_the_unanswered(invitation_blocks.nudge),
    Kind.FUNCTION_INVITED: plan.to_pass_on,
    Kind.SEAT_REQUEST: coordinators.seat_request,
    Kind.PROGRAMME: programmes.ready,
    Kind.PROGRAMME_MISSING: programmes.missing,
    Kind.POLL_OPENING: polls.to_voters(poll_blocks.opening, also_voted=True),
    Kind.VOTE: polls.to_voters(poll_blocks.reminder, also_voted=False),
    Kind.POLL_CHANGED: polls.changed,
    Kind.POLL_RESULT: polls.result,
    Kind.REMINDER: plan.reminder,
    Kind.THANKS: plan.thanks,
    Kind.CHANNEL_REMINDER: plan.channel_reminder,
    Kind.TRIAL: _trial,
    Kind.GUEST_TEXT: guests.mail_to_send_on,
    Kind.CARD: cards.posted_card,
    Kind.NOT_REACHED: trouble.not_reached,
    Kind.ANNOUNCEMENT: coordinators.announcement,
    Kind.PROGRESS: coordinators.how_far,
    Kind.DATE_POLL: dates.question,
    Kind.DATE_REMINDER: dates.question,
    Kind.DATE_ALL_ANSWERED: dates.all_answered,
    Kind.DATE_PROPOSAL: dates.proposal,
    Kind.DATE_SET: dates.decided,
    Kind.DAYS_RELEASED: dates.released,
    Kind.COORDINATOR_REMINDED: coordinators.reminded,
    Kind.DUTY: duties.at_meeting,
    Kind.OVERVIEW: coordinators.overview,
    Kind.MEETING_NEWS: coordinators.meeting_news,
    Kind.MISCOUNT: trouble.miscount,
}
