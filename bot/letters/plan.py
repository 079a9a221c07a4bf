"""What the plan says when its moments come: invitations, reminders, thanks."""

from collections.abc import Callable
from typing import Any

from bot.blocks import reminders
from bot.blocks import thanks as thanks_blocks
from bot.i18n import Translate
from bot.letters.case import CALLED, Case, Unneeded, Writer, Written
from bot.receipts import Call, Outcome
from bot.services import events
from bot.services.plan import audiences, invitations
from models import DeliveryState, RegistrationState


def reminder(case: Case) -> Written:
    row = case.registration
    if row is None or row.state is not RegistrationState.REGISTERED:
        return Unneeded(DeliveryState.CANCELLED, "no longer registered")
    if case.is_off:
        return Unneeded(DeliveryState.CANCELLED, CALLED)
    if case.delivery.step_id is None and case.event.begun_for(case.now):
        return Unneeded(DeliveryState.EXPIRED, "asked for, and the meeting has begun")
    is_last = case.step is not None and case.step.is_near
    return reminders.reminder(case.receipt(Outcome.KEPT), case.now, case.t, is_last=is_last)


def to_the_unanswered(draw: Callable[[Call, Translate], dict[str, Any]]) -> Writer:
    def write(case: Case) -> Written:
        person_id = case.delivery.person_id
        if person_id is None or invitations.has_answered(case.session, case.event, person_id):
            return Unneeded(DeliveryState.CANCELLED, "has answered")
        step = case.step
        if case.is_off or (step and not audiences.can_speak(step, case.event, case.now)):
            return Unneeded(DeliveryState.CANCELLED, CALLED if case.is_off else "registration is not open")
        return draw(case.call, case.t)

    return write


def thanks(case: Case) -> Written:
    row = case.registration
    if row is None or row.state is not RegistrationState.REGISTERED:
        return Unneeded(DeliveryState.CANCELLED, "no longer registered")
    if case.is_off or not case.event.is_over(case.now):
        return Unneeded(DeliveryState.CANCELLED, CALLED if case.is_off else "the meeting is not over")
    return thanks_blocks.thanks(case.thanks, case.now, case.t)


def channel_reminder(case: Case) -> Written:
    if case.is_off:
        return Unneeded(DeliveryState.CANCELLED, CALLED)
    facts = events.facts(case.session, case.event, case.now, with_seats=True, with_contacts=True)
    return reminders.channel_reminder(facts, case.now, case.t)
