"""What people are trusted with: at a meeting, or as those who coordinate an area or a lab series."""

from sqlalchemy.orm import Session

from bot.blocks import coordinating, crews
from bot.i18n import Translate
from bot.letters.case import CALLED, Case, Unneeded, Written
from bot.services.coordinating import crews as named
from bot.services.coordinating import deputies, handovers, places
from models import Delivery, DeliveryState, EventState, Handover, Kind, Person

AS_BEFORE = "it is as it was before"


def at_meeting(case: Case) -> Written:
    """As it is now: what has changed back since is not told."""
    if case.event.state is EventState.CANCELLED:
        return Unneeded(DeliveryState.CANCELLED, CALLED)
    facts = case.delivery.facts
    by = case.session.get_one(Person, facts["by"])
    found = named.news(case.session, case.event, case.delivery.person_id or 0, facts["had"], by.name, case.now)
    if (found.leads, found.notes) == (found.led, found.noted):
        return Unneeded(DeliveryState.CANCELLED, AS_BEFORE)
    return crews.told(found, case.t)


def of_place(session: Session, delivery: Delivery, t: Translate) -> Written:
    """About no meeting."""
    if delivery.kind is Kind.DUTY:
        return _place(session, delivery, t)
    row = session.get_one(Handover, delivery.facts["handover"])
    found = handovers.facts(session, row)
    if delivery.kind is Kind.HANDOVER:
        return coordinating.asked(found, t) if row.is_open else Unneeded(DeliveryState.CANCELLED, "taken back")
    if delivery.person_id == row.from_id:
        return coordinating.news_to_asker(found, t)
    if delivery.person_id == row.to_id:
        return coordinating.news_to_asked(found, t)
    return coordinating.news_to_colleague(found, t)


def _place(session: Session, delivery: Delivery, t: Translate) -> Written:
    place = places.found(session, delivery.facts["place"])
    by = session.get_one(Person, delivery.facts["by"])
    if place is None:
        return Unneeded(DeliveryState.CANCELLED, "the area is gone")
    found = deputies.news(session, place, delivery.person_id or 0, delivery.facts["had"], by.name)
    if found.is_as_before:
        return Unneeded(DeliveryState.CANCELLED, AS_BEFORE)
    return coordinating.told(found, t)
