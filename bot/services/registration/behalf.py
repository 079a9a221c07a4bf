"""Doing for somebody else what they could do themselves: written down, and told to them."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.i18n import swedish_order
from bot.receipts import FormFacts, Receipt, SomebodysSeat
from bot.services import events, log
from bot.services.registration import registrations, seats, wishes
from bot.services.registration.wishes import Wish
from models import Event, Organisation, Person, Registration
from models.errors import N_, Refusal
from models.organisations import search_words
from models.registrations import ACTIVE

MOST = 100
CHANGED_SINCE = N_("The registration has been changed since you opened it. Nothing is saved: open it again.")


def choices(session: Session, event: Event, query: str, *, sees_hidden: bool) -> list[tuple[int, str]]:
    """(registration, who) of those with a seat or in line whom every written word fits."""
    rows = session.execute(
        select(Registration.id, Registration.is_hidden, Person.name, Organisation.display)
        .join(Person, Person.id == Registration.person_id)
        .join(Organisation, Organisation.id == Registration.organisation_id)
        .where(Registration.event_id == event.id, Registration.state.in_(ACTIVE))
        .order_by(Registration.number)
    ).all()
    wanted = search_words(query)
    found = [
        (row.id, f"{row.name}, {row.display}")
        for row in rows
        if (sees_hidden or not row.is_hidden) and _fits(wanted, search_words(f"{row.name} {row.display}"))
    ]
    return sorted(found, key=lambda one: swedish_order(one[1]))[:MOST]


def shown(session: Session, event: Event, row: Registration, now: datetime) -> SomebodysSeat:
    """How somebody stands with the meeting."""
    person = session.get_one(Person, row.person_id)
    return SomebodysSeat(
        name=person.name,
        has_slack=person.has_slack,
        registration_id=row.id,
        event=events.facts(session, event, now),
        seat=seats.seat(session, event, row),
        version=row.version,
    )


def form(
    session: Session, event: Event, row: Registration, *, sees_needs: bool, by_id: int, now: datetime
) -> tuple[SomebodysSeat, FormFacts]:
    """Their answers, to be changed. Needs and diet for whoever may see them, and that is written down."""
    facts = wishes.form_to_change(session, event, row.person_id, now)
    if sees_needs:
        log.record(
            session, "needs_seen", workspace_id=event.workspace_id, now=now, actor_id=by_id, event_id=event.id,
            person_id=row.person_id,
        )  # fmt: skip
    else:
        facts = replace(facts, mine=replace(facts.mine, access_needs=None, dietary=None))
    return shown(session, event, row, now), facts


def change(
    session: Session, event: Event, row: Registration, wish: Wish, *, seen: object, has_needs: bool, by_id: int,
    now: datetime,
) -> Receipt:  # fmt: skip
    """New answers; what the form did not ask stays as it was. `seen` is the version the form was filled with."""
    if seen != row.version:
        raise Refusal(CHANGED_SINCE, event_id=event.id)
    wish = replace(wish, invite_again=row.invite_again)
    if not has_needs:
        wish = replace(wish, access_needs=row.access_needs, dietary=row.dietary)
    answers = wishes.resolved(session, event, wish)
    return registrations.change(
        session, event_id=event.id, person_id=row.person_id, answers=answers, now=now, by_id=by_id
    )


def _fits(wanted: list[str], words: list[str]) -> bool:
    return all(any(word.startswith(part) for word in words) for part in wanted)
