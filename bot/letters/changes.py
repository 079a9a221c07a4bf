"""What is said when the meeting itself changes."""

from bot.blocks import reminders
from bot.letters.case import Case, Unneeded, Written
from bot.receipts import Outcome
from models import DeliveryState, EventState


def moved(case: Case) -> Written:
    if case.event.state is EventState.CANCELLED:
        return Unneeded(DeliveryState.SUPERSEDED, "the meeting is cancelled")
    return reminders.moved(case.receipt(Outcome.KEPT), case.delivery.facts.get("was", {}), case.t)


def form_changed(case: Case) -> Written:
    if case.event.state is EventState.CANCELLED:
        return Unneeded(DeliveryState.SUPERSEDED, "the meeting is cancelled")
    return reminders.form_changed(case.receipt(Outcome.KEPT), case.t)


def called_off(case: Case) -> Written:
    return reminders.called_off(case.receipt(Outcome.KEPT), case.t)
