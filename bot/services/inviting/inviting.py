"""Inviting people: shown first, written with one press; and taking an invitation back."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from bot.receipts import Invitee, Inviting, Stands
from bot.services import events, log, organisations, people
from bot.services.inviting import invitees, standing
from bot.services.messages import deliveries
from models import Event, Invitation, InvitationRound, Kind
from models.database import OWED, insert_unless_there
from models.errors import N_, Refusal

ANSWERED = N_("{name} has answered already. Change the registration instead.")
CALLS = (Kind.SAVE_THE_DATE, Kind.INVITATION, Kind.NUDGE)


def looked_at(
    session: Session, event: Event, person_ids: Sequence[int], words: str, now: datetime, *, unread: int = 0
) -> Inviting:
    """Whom the press would invite, and what is known of them. Writes nothing."""
    standing.refuse_unless_people_can_come(event, now)
    found = [*invitees.chosen(session, event, person_ids), *invitees.pasted(session, event, words)]
    if not found and not unread:
        raise Refusal(N_("Choose somebody, or paste a list."), field="people")
    return Inviting(
        event=events.facts(session, event, now),
        goes_out=standing.goes_out(session, event, now),
        people=invitees.compared(session, event, found),
        unread=unread,
    )


def invite(
    session: Session, event: Event, person_ids: Sequence[int], words: str, *, by_id: int, now: datetime
) -> Inviting:
    """Everyone who can be, in one transaction, for a meeting already held. The same again changes nothing."""
    found = looked_at(session, event, person_ids, words, now)
    if found.new:
        round_id = begin_round(session, event, by_id=by_id, now=now)
        rows = [_row(session, event, one) for one in found.new]
        write(session, event, rows, round_id=round_id, by_id=by_id, now=now)
        log.about(session, event, "invited", now=now, actor_id=by_id, n=len(rows))
    return found


def begin_round(session: Session, event: Event, *, by_id: int, now: datetime) -> int:
    """What one press invites, with its moment when the plan's own has gone."""
    planned = standing.goes_out(session, event, now)
    made = InvitationRound(event_id=event.id, by_id=by_id, due_at=None if planned.by_plan else planned.at)
    session.add(made)
    session.flush()
    session.info[OWED] = True
    return made.id


def write(
    session: Session,
    event: Event,
    rows: Sequence[tuple[int, int | None, str | None]],
    *,
    round_id: int,
    by_id: int,
    now: datetime,
) -> None:
    """Person, organisation and role of each."""
    shared = {"event_id": event.id, "invited_at": now, "invited_by_id": by_id, "round_id": round_id, "opened_at": None}
    values = [
        {**shared, "person_id": person_id, "organisation_id": organisation_id, "role": role}
        for person_id, organisation_id, role in rows
    ]
    session.execute(insert_unless_there(session, Invitation), values)


def uninvite(session: Session, event: Event, person_id: int, *, by_id: int, now: datetime) -> None:
    """Taken off, for a meeting already held: what has not been sent is not sent. Twice changes nothing."""
    stands = standing.of(session, event).get(person_id)
    if stands not in (None, Stands.INVITED, Stands.SILENT, Stands.OPENED):
        raise Refusal(ANSWERED, field="invitee", name=people.name_of(session, person_id))
    gone = session.execute(
        delete(Invitation)
        .where(Invitation.event_id == event.id, Invitation.person_id == person_id)
        .returning(Invitation.id)
    ).first()
    if gone is None:
        return
    deliveries.cancel_for(
        session, now=now, event_id=event.id, person_id=person_id, kinds=CALLS, reason="no longer invited"
    )
    log.about(session, event, "uninvited", now=now, actor_id=by_id, person_id=person_id)


def opened(session: Session, event_id: int, person_id: int, now: datetime) -> None:
    """The first time counts."""
    row = session.scalar(_unopened(event_id, person_id))
    if row:
        row.opened_at = now


def is_unopened(session: Session, event_id: int, person_id: int) -> bool:
    return session.scalar(_unopened(event_id, person_id).with_only_columns(Invitation.id)) is not None


def _unopened(event_id: int, person_id: int) -> Select[Invitation]:
    return select(Invitation).where(
        Invitation.event_id == event_id, Invitation.person_id == person_id, Invitation.opened_at.is_(None)
    )


def _row(session: Session, event: Event, one: Invitee) -> tuple[int, int | None, str | None]:
    organisation_id = one.organisation_id
    if organisation_id is None and one.organisation:
        organisation_id = organisations.written(session, event.workspace_id, one.organisation).id
    person_id = one.person_id or people.guest(session, event.workspace_id, name=one.name, email=one.email or "").id
    return person_id, organisation_id, one.role_id
