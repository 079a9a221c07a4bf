"""Asking an organisation's contact for whoever is missing: once for each empty seat."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.receipts import RequestFacts
from bot.receipts.coverage import ANYBODY
from bot.services import contacts, events, log, organisations, people
from bot.services.coverage import grids
from bot.services.messages import deliveries
from models import Event, Kind, Organisation, SeatRequest, Series
from models.errors import N_, Refusal
from models.series import Role

LONGEST = 3000


def facts(session: Session, event: Event, organisation_id: int, role_id: str, now: datetime) -> RequestFacts:
    """The empty seat, its organisation's contacts, and what has been asked already."""
    organisation, role = _place(session, event, organisation_id, role_id)
    reached = contacts.of_organisations(session, event).get(organisation.id, [])
    asked = of_seat(session, event, organisation_id, role_id)
    return RequestFacts(
        event=events.facts(session, event, now, with_contacts=True),
        organisation_id=organisation.id,
        organisation=organisation.display,
        role=role,
        in_slack=tuple(one.name for one in reached if one.can_be_told),
        outside=tuple((one.name, one.email) for one in reached if not one.has_slack),
        words=asked.words if asked else None,
        by=people.name_of(session, asked.by_id) if asked else None,
        asked_at=asked.asked_at if asked else None,
    )


def ask(
    session: Session, event: Event, organisation_id: int, role_id: str, words: str, *, by_id: int, now: datetime
) -> RequestFacts:
    """For a meeting already held: the contacts in Slack hear it from me, once; those outside by mail. Twice is once."""
    organisation, _ = _place(session, event, organisation_id, role_id)
    if of_seat(session, event, organisation_id, role_id):
        return facts(session, event, organisation_id, role_id, now)
    event.refuse_edits(now)
    if not words.strip():
        raise Refusal(N_("Write something."), field="words")
    if not grids.is_hole(session, event, organisation, role_id):
        raise Refusal(N_("Somebody from {organisation} is registered now: nobody need be asked."), field="words",
                      organisation=organisation.display)  # fmt: skip
    row = SeatRequest(
        event_id=event.id,
        organisation_id=organisation.id,
        role=role_id,
        words=words.strip()[:LONGEST],
        by_id=by_id,
        asked_at=now,
    )
    session.add(row)
    session.flush()
    for one in contacts.of_organisations(session, event).get(organisation.id, []):
        if one.can_be_told:
            deliveries.owe(
                session,
                Kind.SEAT_REQUEST,
                now=now,
                cause=f"request-{row.id}",
                workspace_id=event.workspace_id,
                event_id=event.id,
                person_id=one.id,
                useful_until=event.closes_at,
                facts={"request": row.id},
            )
    log.about(session, event, "seat_requested", now=now, actor_id=by_id, organisation=organisation.id, role=role_id)
    return facts(session, event, organisation_id, role_id, now)


def of_seat(session: Session, event: Event, organisation_id: int, role_id: str) -> SeatRequest | None:
    return session.scalar(
        select(SeatRequest).where(
            SeatRequest.event_id == event.id,
            SeatRequest.organisation_id == organisation_id,
            SeatRequest.role == role_id,
        )
    )


def is_needed(session: Session, event: Event, row: SeatRequest) -> bool:
    """Whether the seat is still empty."""
    return grids.is_hole(session, event, session.get_one(Organisation, row.organisation_id), row.role)


def _place(session: Session, event: Event, organisation_id: int, role_id: str) -> tuple[Organisation, Role]:
    """One of the meeting's own organisations and roles."""
    own = {one.id: one for one in organisations.of_event(session, event)}
    roles = {role.id: role for role in session.get_one(Series, event.series_id).roles} | {"": ANYBODY}
    if organisation_id not in own or role_id not in roles:
        raise Refusal(N_("That place in the list no longer exists."))
    return own[organisation_id], roles[role_id]
