"""What could not be done, told to whoever can see to it."""

from sqlalchemy import select

from bot.blocks import cards as card_blocks
from bot.blocks import trouble
from bot.letters.case import Case, Unneeded, Written
from bot.services import cards
from models import Card, CardKind, Delivery, DeliveryState, Kind, Person
from models.base import Facts


def not_reached(case: Case) -> Written:
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
    return trouble.not_reached(case.event.title, [(row.name, row.reason or "") for row in rows], case.t)


def _lost_card(case: Case, facts: Facts) -> Written:
    card = case.session.get(Card, facts["card"])
    if card is None or card.gone is None:
        return Unneeded(DeliveryState.CANCELLED, "the card is back")
    reason, is_channel = str(facts["reason"]), card.gone in cards.OUT_OF_REACH
    is_vote = card.kind in (CardKind.POLL, CardKind.DATE_POLL)
    return card_blocks.lost(case.event.title, card.id, reason, case.t, is_channel=is_channel, is_vote=is_vote)


def miscount(case: Case) -> Written:
    facts = case.delivery.facts
    return trouble.miscount(case.event.title, facts["taken"], facts["found"], case.t)
