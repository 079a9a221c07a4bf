"""What is asked of somebody, and the answer told: substitutes, and what a deadline no longer allows."""

from collections.abc import Callable
from typing import Any

from bot.blocks import appeals as appeal_blocks
from bot.blocks import behalf as behalf_blocks
from bot.blocks import substitutions as substitution_blocks
from bot.i18n import Translate
from bot.letters.case import Case, Unneeded, Written
from bot.receipts import Question
from bot.services import events
from bot.services.registration import asked, desk, seats
from models import Appeal, DeliveryState, EventState, Person, SubstitutionState, Topic

OVER = "the meeting has begun, or is cancelled"


def asked_instead(case: Case) -> Written:
    return question(case, substitution_blocks.question)


def question(case: Case, draw: Callable[[Question, Translate], dict[str, Any]]) -> Written:
    row = case.substitution
    if not row.is_open:
        return Unneeded(DeliveryState.CANCELLED, "nobody is asked any more")
    if case.event.state is EventState.CANCELLED or case.event.begun_for(case.now) is not None:
        return Unneeded(DeliveryState.CANCELLED, OVER)
    return draw(asked.question(case.session, row.id, case.now), case.t)


def answered_instead(case: Case) -> Written:
    """To the asker, or, when it was taken back, to whoever was asked."""
    row, t = case.substitution, case.t
    question = asked.question(case.session, row.id, case.now)
    match row.state:
        case SubstitutionState.WITHDRAWN if not asked.has_been_asked(case.session, row):
            return Unneeded(DeliveryState.CANCELLED, "the question was taken back before it was asked")
        case SubstitutionState.WITHDRAWN:
            return substitution_blocks.taken_back(question, t)
        case SubstitutionState.ACCEPTED:
            seat = seats.current(case.session, case.event.id, row.person_id)
            return substitution_blocks.accepted(question, t, is_shown=seat is not None and not seat.is_hidden)
        case SubstitutionState.DECLINED:
            return substitution_blocks.kept(question, substitution_blocks.DECLINED, t)
        case _:
            return substitution_blocks.kept(question, substitution_blocks.EXPIRED, t)


def appeal(case: Case) -> Written:
    row = case.session.get_one(Appeal, case.delivery.facts["appeal"])
    if not row.is_open:
        return Unneeded(DeliveryState.CANCELLED, "answered already")
    return appeal_blocks.question(desk.facts(case.session, case.event, row, case.now), case.t)


def appeal_answer(case: Case) -> Written:
    row = case.session.get_one(Appeal, case.delivery.facts["appeal"])
    return appeal_blocks.answer(desk.facts(case.session, case.event, row, case.now), case.t)


def topic_for(case: Case) -> Written:
    """To the one in whose name it was proposed."""
    row = case.session.get_one(Topic, case.delivery.facts["topic"])
    by = case.session.get_one(Person, case.delivery.facts["by"])
    event = events.facts(case.session, case.event, case.now)
    return behalf_blocks.proposed_for(event, row.title, by.name, case.t)
