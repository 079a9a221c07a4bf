"""What is said when the meeting itself changes."""

from bot.blocks import changes
from bot.letters.case import Case, Unneeded, Written
from bot.receipts import EventFacts, Outcome
from bot.services import events
from models import DeliveryState, Event, EventState


def moved(case: Case) -> Written:
    if case.event.state is EventState.CANCELLED:
        return Unneeded(DeliveryState.SUPERSEDED, "the meeting is cancelled")
    return changes.moved(case.receipt(Outcome.KEPT), case.delivery.facts.get("was", {}), case.t)


def form_changed(case: Case) -> Written:
    if case.event.state is EventState.CANCELLED:
        return Unneeded(DeliveryState.SUPERSEDED, "the meeting is cancelled")
    return changes.form_changed(case.receipt(Outcome.KEPT), case.t)


def called_off(case: Case) -> Written:
    return changes.called_off(case.receipt(Outcome.KEPT), case.t, instead=instead(case))


def instead(case: Case) -> EventFacts | None:
    """The meeting that is offered in its place, as long as one can register there."""
    other = case.session.get(Event, case.delivery.facts.get("instead") or 0)
    takes = other is not None and other.takes_registrations(case.now)
    return events.facts(case.session, other, case.now) if other and takes else None
