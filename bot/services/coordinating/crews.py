"""Who leads the conversation and who takes notes at a meeting, as the coordinator names them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.receipts.duties import Crew, CrewNews, Trusted
from bot.services import contacts, events, log
from bot.services.coordinating import fitness, telling
from bot.services.messages import deliveries
from models import CREW, CrewMember, Duty, Event, Kind, Person, Registration
from models.errors import N_, Refusal
from models.registrations import ACTIVE

MOST = 10
"""Of each, at one meeting."""
FIELDS = {Duty.FACILITATOR: "leading", Duty.NOTE_TAKER: "noting"}
"""The form's inputs (`bot.blocks.ids.Field`), and what the form has seen, by what they are about."""


def crew(session: Session, event: Event, now: datetime) -> Crew:
    found = _named(session, event.id)
    return Crew(events.facts(session, event, now), found[Duty.FACILITATOR], found[Duty.NOTE_TAKER])


def names(session: Session, event: Event) -> dict[str, tuple[str, ...]]:
    return {FIELDS[duty]: tuple(one.name for one in found) for duty, found in _named(session, event.id).items()}


def change(
    session: Session, event: Event, wanted: Mapping[str, Sequence[int]], seen: Mapping[str, Collection[int]], *,
    by_id: int, now: datetime,
) -> None:  # fmt: skip
    """Add and take away what the form did, by the names of its inputs; what somebody else has changed stays.

    For a meeting that is held. Twice changes nothing.
    """
    before = _by_person(session, event.id)
    for duty, field in FIELDS.items():
        chosen, shown = set(wanted[field]), set(seen[field])
        for person_id in sorted(chosen - shown):
            _add(session, event, duty, person_id, before, by_id, now)
        for person_id in sorted(shown - chosen):
            _remove(session, event, duty, person_id, before, by_id, now)
        if len([one for one in _by_person(session, event.id).values() if duty in one]) > MOST:
            raise Refusal(N_("That is too many: {n} at the most."), field=field, n=MOST)
    after = _by_person(session, event.id)
    for person_id in sorted({*before, *after}):
        had, has = before.get(person_id, set()), after.get(person_id, set())
        if had != has:
            telling.tell(
                session, workspace_id=event.workspace_id, person_id=person_id, had=had, has=has, by_id=by_id, now=now,
                event_id=event.id,
            )  # fmt: skip


def news(session: Session, event: Event, person_id: int, had: Collection[str], by: str, now: datetime) -> CrewNews:
    has = _by_person(session, event.id).get(person_id, set())
    return CrewNews(
        events.facts(session, event, now),
        by,
        leads=Duty.FACILITATOR in has,
        notes=Duty.NOTE_TAKER in has,
        led=Duty.FACILITATOR in had,
        noted=Duty.NOTE_TAKER in had,
    )


def tell_of_change(session: Session, event: Event, now: datetime) -> None:
    """That it has moved, changed its form or been cancelled: to those who do not hear it as coming, or coordinating."""
    session.flush()  # raises the sequence
    registered = select(Registration.person_id).where(Registration.event_id == event.id, Registration.state.in_(ACTIVE))
    answering = {one.id for one in contacts.informed(session, event)}
    found = session.scalars(
        select(Person)
        .where(
            Person.id.in_(select(CrewMember.person_id).where(CrewMember.event_id == event.id)),
            Person.id.not_in(registered),
        )
        .order_by(Person.id)
    )
    for person in found:
        if person.can_be_told and person.id not in answering:
            deliveries.owe(
                session,
                Kind.MEETING_NEWS,
                now=now,
                cause=f"{event.id}:{event.sequence}",
                workspace_id=event.workspace_id,
                event_id=event.id,
                person_id=person.id,
                facts={"crew": True},
            )


def _add(
    session: Session, event: Event, duty: Duty, person_id: int, before: dict[int, set[Duty]], by_id: int, now: datetime
) -> None:
    if duty in before.get(person_id, ()):
        return
    fitness.refuse_unfit(session.get_one(Person, person_id), FIELDS[duty])
    session.add(CrewMember(event_id=event.id, person_id=person_id, duty=duty))
    _note(session, event, f"{duty}_named", person_id, by_id, now)


def _remove(
    session: Session, event: Event, duty: Duty, person_id: int, before: dict[int, set[Duty]], by_id: int, now: datetime
) -> None:
    if duty not in before.get(person_id, ()):
        return
    session.execute(
        delete(CrewMember).where(
            CrewMember.event_id == event.id, CrewMember.person_id == person_id, CrewMember.duty == duty
        )
    )
    _note(session, event, f"{duty}_removed", person_id, by_id, now)


def _note(session: Session, event: Event, action: str, person_id: int, by_id: int, now: datetime) -> None:
    log.about(session, event, action, now=now, actor_id=by_id, person_id=person_id)


def _named(session: Session, event_id: int) -> dict[Duty, tuple[Trusted, ...]]:
    rows = session.execute(
        select(CrewMember.duty, Person)
        .join(Person, Person.id == CrewMember.person_id)
        .where(CrewMember.event_id == event_id)
        .order_by(CrewMember.id)
    ).all()
    return {
        duty: tuple(Trusted(one.id, one.name, one.slack_user_id) for its, one in rows if its is duty) for duty in CREW
    }


def _by_person(session: Session, event_id: int) -> dict[int, set[Duty]]:
    found: dict[int, set[Duty]] = {}
    rows = select(CrewMember.person_id, CrewMember.duty).where(CrewMember.event_id == event_id)
    for person_id, duty in session.execute(rows):
        found.setdefault(person_id, set()).add(duty)
    return found
