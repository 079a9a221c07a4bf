"""Handing over: a coordinator asks a successor, who takes over or says no. Until then nothing moves."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.receipts.duties import HandoverFacts, Turn
from bot.services import cards, log
from bot.services.coordinating import deputies, fitness, moving, places
from bot.services.coordinating.places import Place
from bot.services.messages import deliveries
from models import Area, Assignment, Delivery, Duty, Handover, HandoverState, Kind, Person, Series
from models.errors import N_, Refusal

FIELD = "person"
ANSWERED = {
    HandoverState.ACCEPTED: N_("You have taken over {place} already."),
    HandoverState.DECLINED: N_("You have said no to that already. Talk to {name} if you want to take over after all."),
    HandoverState.WITHDRAWN: N_("{name} has taken that question back. Nothing is expected of you."),
    HandoverState.UNREACHED: N_("{name} has been told that you could not be reached. Talk to each other."),
}


def ask(session: Session, place: Place, *, by_id: int, whom_id: int, now: datetime) -> Handover:
    """For whoever holds the duty. Asking the same person again changes nothing."""
    whom = session.get_one(Person, whom_id)
    _refuse_unfit(session, place, whom)
    before = places.open_question(session, place, by_id)
    if before and before.to_id == whom_id:
        return before
    if before:
        asked = session.get_one(Person, before.to_id).name
        raise Refusal(N_("You have asked {name} already. Take that question back before you ask somebody else."),
                      field=FIELD, name=asked)  # fmt: skip
    row = Handover(workspace_id=place.workspace_id, from_id=by_id, to_id=whom_id, asked_at=now, **places.columns(place))
    session.add(row)
    session.flush()
    _owe(session, row, Kind.HANDOVER, whom_id, now)
    _note(session, row, "handover_asked", by_id, now)
    return row


def take_back(session: Session, row: Handover, now: datetime) -> None:
    """By whoever asked. Doing it again changes nothing; what has been answered meanwhile stands."""
    if row.state is HandoverState.ACCEPTED:
        raise Refusal(N_("{name} has taken over {place} already."), name=session.get_one(Person, row.to_id).name,
                      place=places.name(place_of(session, row)))  # fmt: skip
    if not row.is_open:
        return
    row.end(HandoverState.WITHDRAWN, now)
    if not deliveries.take_back(session, Kind.HANDOVER, cause=_cause(row, HandoverState.ASKED), person_id=row.to_id):
        _owe(session, row, Kind.HANDOVER_NEWS, row.to_id, now)
    _note(session, row, "handover_withdrawn", row.from_id, now)


def decline(session: Session, row: Handover, now: datetime) -> None:
    _refuse_answered(session, row)
    row.end(HandoverState.DECLINED, now)
    _owe(session, row, Kind.HANDOVER_NEWS, row.from_id, now)
    _note(session, row, "handover_declined", row.to_id, now)


def accept(session: Session, row: Handover, now: datetime) -> None:
    """The duty is theirs, and so is what was on its way to whoever had it."""
    _refuse_answered(session, row)
    place = place_of(session, row)
    duties = {one.person_id: one for one in _duties(session, place)}
    held, others = duties.get(row.from_id), [one for one in duties if one != row.from_id]
    if held is None:
        name = session.get_one(Person, row.from_id).name
        raise Refusal(N_("{name} no longer coordinates {place}, so there is nothing to take over."), name=name,
                      place=places.name(place))  # fmt: skip
    if row.to_id in others:
        session.delete(held)
    else:
        held.person_id = row.to_id
    session.flush()
    deputies.remove(session, place, row.to_id, row.to_id, now)
    row.end(HandoverState.ACCEPTED, now)
    moving.move(session, place, row, now, is_new=row.to_id not in others)
    for person_id in (row.from_id, *(one for one in others if one != row.to_id)):
        _owe(session, row, Kind.HANDOVER_NEWS, person_id, now)
        cards.stale_if_drawn(session, person_id, now)
    _note(session, row, "handover_accepted", row.to_id, now)


def unreached(session: Session, delivery_id: int, now: datetime) -> None:
    """Slack says that whoever was asked has left: whoever asked hears it, and may ask somebody else."""
    facts = session.scalars(select(Delivery.facts).where(Delivery.id == delivery_id)).one()
    row = session.get_one(Handover, facts["handover"], with_for_update=True)
    if row.is_open:
        row.end(HandoverState.UNREACHED, now)
        _owe(session, row, Kind.HANDOVER_NEWS, row.from_id, now)


def place_of(session: Session, row: Handover) -> Place:
    return session.get_one(Area, row.area_id) if row.area_id else session.get_one(Series, row.series_id)


def facts(session: Session, row: Handover) -> HandoverFacts:
    place = place_of(session, row)
    by, whom = session.get_one(Person, row.from_id), session.get_one(Person, row.to_id)
    return HandoverFacts(
        row.id, places.name(place), isinstance(place, Series), by.name, whom.name, Turn(row.state.value)
    )


def waiting_for(session: Session, person_id: int) -> tuple[HandoverFacts, ...]:
    """What this person is asked, and has not answered."""
    rows: Sequence[Handover] = session.scalars(
        select(Handover).where(Handover.to_id == person_id, Handover.state == HandoverState.ASKED).order_by(Handover.id)
    ).all()
    return tuple(facts(session, row) for row in rows)


def _refuse_unfit(session: Session, place: Place, whom: Person) -> None:
    fitness.refuse_unfit(whom, FIELD)
    if any(one.id == whom.id for one in places.holders(session, place, Duty.COORDINATOR)):
        raise Refusal(N_("{name} coordinates {place} already."), field=FIELD, name=whom.name, place=places.name(place))
    if not whom.email:
        raise Refusal(fitness.NO_ADDRESS, field=FIELD, name=whom.name)


def _refuse_answered(session: Session, row: Handover) -> None:
    if not row.is_open:
        name = session.get_one(Person, row.from_id).name
        raise Refusal(ANSWERED[row.state], name=name, place=places.name(place_of(session, row)))


def _owe(session: Session, row: Handover, kind: Kind, person_id: int, now: datetime) -> None:
    deliveries.owe(
        session,
        kind,
        now=now,
        cause=_cause(row, row.state),
        workspace_id=row.workspace_id,
        person_id=person_id,
        facts={"handover": row.id},
    )


def _cause(row: Handover, state: HandoverState) -> str:
    return f"{row.id}-{state}"


def _duties(session: Session, place: Place) -> Sequence[Assignment]:
    """The coordinators' duties here, held until the transaction ends: two may hand over at once."""
    return session.scalars(
        select(Assignment)
        .where(Assignment.duty == Duty.COORDINATOR, places.is_at(place))
        .order_by(Assignment.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def _note(session: Session, row: Handover, action: str, actor_id: int, now: datetime) -> None:
    cards.stale_if_drawn(session, row.to_id, now)
    other_id = row.to_id if actor_id == row.from_id else row.from_id
    log.record(
        session, action, workspace_id=row.workspace_id, now=now, actor_id=actor_id, person_id=other_id,
        place=places.key(place_of(session, row)),
    )  # fmt: skip
