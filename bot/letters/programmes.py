"""The programme, to those who are registered; and to the coordinator when it should have been there."""

from dataclasses import replace

from bot.blocks import programmes
from bot.letters.case import CALLED, Case, Unneeded, Written
from bot.receipts import ProgrammeFacts
from bot.services import events
from bot.services.programme import drafting, reading
from models import DeliveryState, RegistrationState
from models.errors import Refusal


def ready(case: Case) -> Written:
    row = case.registration
    if row is None or row.state is not RegistrationState.REGISTERED:
        return Unneeded(DeliveryState.CANCELLED, "no longer registered")
    if case.is_off:
        return Unneeded(DeliveryState.CANCELLED, CALLED)
    found = of(case, row.role)
    if found and case.delivery.facts.get("edition"):
        found = replace(found, has_changed=True)
    return programmes.ready(found, case.t) if found else Unneeded(DeliveryState.CANCELLED, "nothing is published")


def missing(case: Case) -> Written:
    if case.is_off:
        return Unneeded(DeliveryState.CANCELLED, CALLED)
    if case.event.programme_at:
        return Unneeded(DeliveryState.CANCELLED, "published since")
    return programmes.missing(events.facts(case.session, case.event, case.now), case.t)


def of(case: Case, role: str | None) -> ProgrammeFacts | None:
    """What is published; as an example, what would be now."""
    found = reading.published(case.session, case.event, role, case.now)
    if found or case.delivery.id is not None:
        return found
    try:
        return drafting.as_read(case.session, case.event, drafting.of(case.session, case.event), case.now)
    except Refusal:
        return None
