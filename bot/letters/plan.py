"""What the plan says when its moments come: invitations, reminders, thanks."""

from collections.abc import Callable
from typing import Any

from bot.blocks import inviting, reminders
from bot.blocks import thanks as thanks_blocks
from bot.i18n import Translate
from bot.letters.case import CALLED, Case, Unneeded, Writer, Written
from bot.receipts import Call, Outcome
from bot.services import events
from bot.services.inviting import functions
from bot.services.plan import audiences, invitations
from models import DeliveryState, InvitedFunction, RegistrationState


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
        step, event = case.step, case.event
        speaks = audiences.can_speak(step, event, case.now) if step else event.takes_registrations(case.now)
        if case.is_off or not speaks:
            return Unneeded(DeliveryState.CANCELLED, CALLED if case.is_off else "registration is not open")
        return draw(case.call, case.t)

    return write


def to_pass_on(case: Case) -> Written:
    """To an organisation's contact, as long as nobody knows who it is."""
    row = case.session.get(InvitedFunction, case.delivery.facts["function"])
    if row is None or row.person_id is not None:
        return Unneeded(DeliveryState.CANCELLED, "invited no more, or by name")
    if case.is_off or not case.event.takes_registrations(case.now):
        return Unneeded(DeliveryState.CANCELLED, CALLED if case.is_off else "registration is not open")
    return inviting.to_pass_on(functions.facts(case.session, row, case.now), case.call, case.t)


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
