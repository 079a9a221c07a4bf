"""What follows from a change of a seat: who hears it, what is redrawn, what is written down."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.services import cards, contacts, log
from bot.services.messages import deliveries
from models import Event, Kind, Person, Registration
from models.base import Facts


def tell(
    session: Session,
    event: Event,
    registration: Registration,
    kind: Kind,
    action: str,
    now: datetime,
    actor_id: int | None,
    facts: Facts | None = None,
) -> None:
    """To the person, or to the coordinator for somebody without Slack; and into the log."""
    owe(session, event, registration, kind, action, now, actor_id, facts)
    note(session, event, registration, action, now, actor_id, facts)


def owe(
    session: Session,
    event: Event,
    registration: Registration,
    kind: Kind,
    action: str,
    now: datetime,
    actor_id: int | None,
    facts: Facts | None = None,
) -> None:
    session.flush()
    has_slack = session.get_one(Person, registration.person_id).has_slack
    by_id = actor_id if actor_id != registration.person_id else None
    if has_slack:
        hears = [registration.person_id]
    else:
        hears = [by_id] if by_id else [one.id for one in contacts.informed(session, event)]
    for person_id in hears:
        deliveries.owe(
            session,
            kind if has_slack else Kind.GUEST_TEXT,
            now=now,
            cause=f"{registration.id}:{registration.version}",
            workspace_id=event.workspace_id,
            event_id=event.id,
            person_id=person_id,
            registration_id=registration.id,
            facts={"outcome": action, **({"by": by_id} if by_id else {}), **(facts or {})},
        )


def note(
    session: Session,
    event: Event,
    registration: Registration,
    action: str,
    now: datetime,
    actor_id: int | None,
    facts: Facts | None = None,
) -> None:
    cards.stale(session, event.id, now)
    log.about(
        session,
        event,
        action,
        now=now,
        actor_id=actor_id,
        person_id=registration.person_id,
        number=registration.number,
        **facts or {},
    )
