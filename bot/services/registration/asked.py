"""What people read and hear of a question to come instead (`substitutions.py`), and what is written down of it."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.receipts import Question
from bot.services import cards, contacts, events, log
from bot.services.messages import deliveries
from bot.services.registration import chains, tidings
from models import (
    Delivery,
    DeliveryState,
    Event,
    EventState,
    Kind,
    Organisation,
    Person,
    Registration,
    Series,
    Substitution,
    SubstitutionState,
)


def question(session: Session, substitution_id: int, now: datetime) -> Question:
    """What has been asked, as the person asked may read it."""
    row = session.get_one(Substitution, substitution_id)
    seat, person = session.get_one(Registration, row.registration_id), session.get_one(Person, row.person_id)
    event = session.get_one(Event, seat.event_id)
    organisation = session.get(Organisation, seat.organisation_id) if seat.organisation_id else None
    return Question(
        id=row.id,
        event=events.facts(session, event, now, with_contacts=True),
        by=chains.shown_name(session, seat),
        name=person.name,
        email=person.email,
        organisation=organisation.display if organisation else None,
        role_id=seat.role,
        role=session.get_one(Series, event.series_id).role_label(seat.role) or None,
        is_guest=not person.has_slack,
    )


def has_been_asked(session: Session, row: Substitution) -> bool:
    """Whether the question may have reached the person: if not, they need not hear that it is taken back."""
    key = deliveries.key(Kind.SUBSTITUTE_ASKED, _cause(row), f"p{row.person_id}")
    state = session.scalar(select(Delivery.state).where(Delivery.dedup_key == key))
    return state in (DeliveryState.SENT, DeliveryState.SENDING, DeliveryState.DOUBT)


def send(session: Session, event: Event, row: Substitution, person: Person, now: datetime) -> None:
    """To the person; for somebody outside Slack, as a mail text to the coordinator, who answers for them."""
    hears = [person] if person.has_slack else contacts.informed(session, event)
    for one in hears:
        deliveries.owe(
            session,
            Kind.SUBSTITUTE_ASKED if person.has_slack else Kind.GUEST_TEXT,
            now=now,
            cause=_cause(row),
            workspace_id=event.workspace_id,
            event_id=event.id,
            person_id=one.id,
            facts={"substitution": row.id},
        )


def tell_asker(session: Session, event: Event, row: Substitution, now: datetime) -> None:
    """What became of the question, to whoever asked it; through the coordinator when that one is not in Slack."""
    seat = session.get_one(Registration, row.registration_id)
    holder = session.get_one(Person, seat.person_id)
    if holder.has_slack:
        tell(session, event, row, holder, now)
    elif event.state is not EventState.CANCELLED:
        seat.touch(now)
        is_yes = row.state is SubstitutionState.ACCEPTED
        tidings.owe(session, event, seat, Kind.RECEIPT, "replaced" if is_yes else "keeps_seat", now, None)


def tell(session: Session, event: Event, row: Substitution, person: Person, now: datetime) -> None:
    """What has become of the question, once for each thing it becomes. Of a cancelled meeting nobody hears more."""
    session.flush()
    if person.has_slack and event.state is not EventState.CANCELLED:
        deliveries.owe(
            session,
            Kind.SUBSTITUTE_ANSWERED,
            now=now,
            cause=f"{_cause(row)}:{row.state}",
            workspace_id=event.workspace_id,
            event_id=event.id,
            person_id=person.id,
            facts={"substitution": row.id},
        )


def note(session: Session, event: Event, row: Substitution, action: str, now: datetime, actor_id: int | None) -> None:
    """Into the log, and both Homes are drawn anew."""
    holder_id = session.get_one(Registration, row.registration_id).person_id
    for person_id in (holder_id, row.person_id):
        cards.stale_if_drawn(session, person_id, now)
    log.about(
        session,
        event,
        action,
        now=now,
        actor_id=actor_id,
        person_id=row.person_id,
        number=session.get_one(Registration, row.registration_id).number,
    )


def _cause(row: Substitution) -> str:
    return f"substitution-{row.id}"
