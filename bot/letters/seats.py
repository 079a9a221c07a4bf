"""What is said of a seat: taken, offered, lost, passed on."""

from bot.blocks import offers as offer_blocks
from bot.blocks import registrations as registration_blocks
from bot.letters.case import Case, Unneeded, Written
from bot.receipts import Outcome
from bot.services import events
from models import DeliveryState, Person, Registration, RegistrationState
from models.registrations import ACTIVE

NEWLY_IN = (Outcome.REGISTERED, Outcome.WAITLISTED)


def receipt(case: Case) -> Written:
    row = case.registration
    if row is None or row.state not in ACTIVE:
        return Unneeded(DeliveryState.SUPERSEDED, "the seat has been given up since")
    if row.state is RegistrationState.OFFERED:
        return Unneeded(DeliveryState.SUPERSEDED, "a seat has been offered since")
    outcome = Outcome.CHANGED if case.delivery.facts.get("outcome") == Outcome.CHANGED else Outcome.REGISTERED
    return registration_blocks.receipt(
        case.receipt(outcome), case.t, by=_actor(case), did=str(case.delivery.facts.get("outcome"))
    )


def seat(case: Case) -> Written:
    row = case.registration
    if row is None or not row.has_seat:
        return Unneeded(DeliveryState.SUPERSEDED, "the seat has been given up since")
    return registration_blocks.got_seat(case.receipt(Outcome.REGISTERED), case.t)


def offer(case: Case) -> Written:
    row = case.registration
    if row is None or not is_asked(row):
        return Unneeded(DeliveryState.SUPERSEDED, "the seat is no longer offered")
    return offer_blocks.offer(case.receipt(Outcome.KEPT), case.t)


def is_asked(row: Registration) -> bool:
    return row.state is RegistrationState.OFFERED or row.asked_at is not None


def offer_over(case: Case) -> Written:
    row = case.registration
    if row is None or row.state not in (RegistrationState.WAITLISTED, RegistrationState.LAPSED):
        return Unneeded(DeliveryState.SUPERSEDED, "has answered since")
    if is_asked(row):
        return Unneeded(DeliveryState.SUPERSEDED, "another seat is free")
    return offer_blocks.over(case.receipt(Outcome.KEPT), case.t)


def new_place(case: Case) -> Written:
    row, facts = case.registration, case.delivery.facts
    if row is None or row.state is not RegistrationState.WAITLISTED:
        return Unneeded(DeliveryState.SUPERSEDED, "no longer in line")
    is_let = facts.get("outcome") == "let_forward"
    return offer_blocks.new_place(case.receipt(Outcome.KEPT), str(facts.get("reason", "")), case.t, is_let=is_let)


def seat_left(case: Case) -> Written:
    facts = events.facts(case.session, case.event, case.now, with_seats=True)
    if facts.seats is None or not facts.seats.waiting or facts.seats.free == 0:
        return Unneeded(DeliveryState.SUPERSEDED, "no seat is left, or nobody waits")
    return offer_blocks.seat_left(facts, case.t)


def cancelled_seat(case: Case) -> Written:
    outcome = Outcome.DECLINED if case.delivery.facts.get("outcome") == Outcome.DECLINED else Outcome.CANCELLED
    return registration_blocks.gave_up(case.receipt(outcome), case.t, by=_actor(case))


def _actor(case: Case) -> str | None:
    """Who did it, when it was not the person."""
    by = case.session.get(Person, case.delivery.facts.get("by") or 0)
    return by.name if by else None
