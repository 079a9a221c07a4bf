"""Letting an organisation without any seat go first in line; and reading the line and what has become of it."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from bot.receipts import Chain, ChainLine, LineFacts, LineRow
from bot.services import events
from bot.services.registration import lines, tidings, vacancies
from models import Event, Kind, LogEntry, Organisation, Person, Registration, RegistrationState
from models.errors import N_, Refusal
from models.registrations import SEATED

LATEST = 60
TOLD_OF = (
    "registered", "waitlisted", "changed", "offered", "asked", "offer_accepted", "offer_ran_out", "seat_went",
    "seat_from_line", "let_forward", "cancelled", "declined", "invitation_passed_on", "substitute_asked",
    "substitute_declined", "substitute_withdrawn", "substitute_expired", "replaced", "substituted", "asked_to_come",
    "asked_to_change", "asked_to_send", "asked_to_come_instead", "appeal_granted", "appeal_refused", "confirmed_coming",
)  # fmt: skip
"""What becomes of seats: offers, the line, substitutes, questions to the coordinator."""


def let_forward(
    session: Session, event: Event, *, registration_id: int | None, by_id: int, reason: str, now: datetime
) -> None:
    """Its first in line goes before everyone who has not been let forward; all whose place changes are told why.

    The meeting is held. Doing it twice changes nothing.
    """
    line = lines.line(session, event.id)
    mine = next((row for row in line if row.id == registration_id), None)
    if mine is None:
        raise Refusal(N_("That person is no longer on the waiting list."))
    if mine.organisation_id in _with_a_seat(session, event):
        raise Refusal(N_("That organisation has a seat already."))
    if mine.forward_at is not None:
        return
    passed = [row for row in line[: line.index(mine)] if row.forward_at is None]
    mine.forward_at = now
    mine.touch(now)
    tidings.tell(session, event, mine, Kind.LINE, "let_forward", now, by_id, {"reason": reason})
    for row in passed:
        row.touch(now)
        tidings.owe(session, event, row, Kind.LINE, "let_others_go_first", now, None, {"reason": reason})
    vacancies.fill(session, event, now)


def facts(session: Session, event: Event, now: datetime) -> LineFacts:
    """Those with an offer, then those who wait, in order."""
    offered = session.scalars(
        select(Registration)
        .where(Registration.event_id == event.id, Registration.state == RegistrationState.OFFERED)
        .order_by(Registration.offer_until, Registration.number)
    ).all()
    seen = _with_a_seat(session, event)
    found: list[LineRow] = []
    for row in (*offered, *lines.line(session, event.id)):
        waits = row.state is RegistrationState.WAITLISTED
        place = len(found) - len(offered) + 1 if waits else None
        is_first = row.organisation_id not in seen
        seen.add(row.organisation_id)
        organisation = session.get(Organisation, row.organisation_id) if row.organisation_id else None
        found.append(
            LineRow(
                registration_id=row.id,
                place=place,
                name=session.get_one(Person, row.person_id).name,
                organisation=organisation.display if organisation else "",
                offer_until=None if waits else row.offer_until,
                is_asked=row.asked_at is not None,
                goes_first=row.forward_at is not None,
                may_go_first=waits and is_first and row.forward_at is None and place != 1,
            )
        )
    return LineFacts(events.facts(session, event, now), tuple(found))


def chain(session: Session, event: Event, now: datetime) -> Chain:
    """What has become of the seats, the latest last."""
    actor = aliased(Person)
    rows = session.execute(
        select(LogEntry, Person.name, actor.name.label("by"))
        .join(Person, Person.id == LogEntry.person_id)
        .outerjoin(actor, actor.id == LogEntry.actor_id)
        .where(LogEntry.event_id == event.id, LogEntry.action.in_(TOLD_OF))
        .order_by(LogEntry.id.desc())
        .limit(LATEST + 1)
    ).all()
    shown = [
        ChainLine(
            at=entry.at,
            action=entry.action,
            person=name,
            actor=by if entry.actor_id != entry.person_id else None,
            reason=entry.facts.get("reason"),
        )
        for entry, name, by in reversed(rows[:LATEST])
    ]
    return Chain(events.facts(session, event, now), tuple(shown), earlier=len(rows) > LATEST)


def _with_a_seat(session: Session, event: Event) -> set[int | None]:
    return set(
        session.scalars(
            select(Registration.organisation_id).where(
                Registration.event_id == event.id, Registration.state.in_(SEATED)
            )
        )
    )
