"""An invited person without a seat names a colleague, who is invited in their place."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session, aliased

from bot.services import contacts, log
from bot.services.messages import deliveries
from bot.services.plan import invitations
from bot.services.registration import cancelling, seats, substitutions
from models import Event, Invitation, Kind, Person, Registration, RegistrationState
from models.errors import N_, Refusal


def refuse_unless_invited(session: Session, event: Event, person_id: int, now: datetime) -> None:
    """Only whoever is asked can ask somebody else, while there is something to register for."""
    event.refuse_registration_outside_its_time(now)
    mine = select(Invitation.id).where(Invitation.event_id == event.id, Invitation.person_id == person_id)
    if session.scalar(mine) is None:
        raise Refusal(N_("Only those who are invited can send somebody else."), event_id=event.id)
    seat = seats.current(session, event.id, person_id)
    if seat is not None and seat.is_active:
        raise Refusal(N_("You are registered for {title}: pass on your seat instead."), title=event.title,
                      event_id=event.id)  # fmt: skip


def name_another(session: Session, event: Event, *, by_id: int, whom_id: int, field: str, now: datetime) -> str:
    """Whoever names has answered; whoever is named hears from whom. Returns the name. Doing it twice changes nothing.

    For a meeting that is held.
    """
    refuse_unless_invited(session, event, by_id, now)
    person = session.get_one(Person, whom_id)
    substitutions.refuse_unfit(session, event, person, by_id, field)
    if invitations.has_answered(session, event, person.id):
        raise Refusal(N_("{name} has already answered. Choose somebody else."), field=field, name=person.name)
    invitations.invite(session, event, [person.id], now, by_id=by_id)
    is_theirs = Invitation.event_id == event.id, Invitation.person_id == person.id
    session.execute(
        update(Invitation).where(*is_theirs, Invitation.invited_by_id.is_(None)).values(invited_by_id=by_id)
    )
    cancelling.decline(session, event_id=event.id, person_id=by_id, now=now)
    _ask(session, event, person, by_id, now)
    log.about(session, event, "invitation_passed_on", now=now, actor_id=by_id, person_id=person.id)
    return person.name


def waiting(session: Session, event: Event) -> tuple[tuple[str, str], ...]:
    """(who named, who was named) where the one who was named has not answered."""
    by, said_no = aliased(Person), RegistrationState.DECLINED
    silent = (
        ~select(Registration.id)
        .where(Registration.event_id == event.id, Registration.person_id == Invitation.person_id)
        .exists()
    )
    has_said_no = select(Registration.id).where(
        Registration.event_id == event.id, Registration.person_id == Invitation.invited_by_id,
        Registration.state == said_no,
    ).exists()  # fmt: skip
    found = session.execute(
        select(by.name, Person.name.label("named"))
        .select_from(Invitation)
        .join(Person, Person.id == Invitation.person_id)
        .join(by, by.id == Invitation.invited_by_id)
        .where(Invitation.event_id == event.id, silent, has_said_no)
        .order_by(Invitation.id)
    ).all()
    return tuple((row.name, row.named) for row in found)


def _ask(session: Session, event: Event, person: Person, by_id: int, now: datetime) -> None:
    """In Slack; for a guest, as a mail text to the coordinator."""
    hears = [person] if person.has_slack else contacts.informed(session, event)
    for one in hears:
        deliveries.owe(
            session,
            Kind.INVITATION if person.has_slack else Kind.GUEST_TEXT,
            now=now,
            cause=f"named-{event.id}-{by_id}-{person.id}",
            workspace_id=event.workspace_id,
            event_id=event.id,
            person_id=one.id,
            facts={"named": person.id, "named_by": by_id},
            useful_until=event.closes_at,
        )
