"""Who hears what a vote came to. Guests hear it by the coordinator's mail."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.services import contacts, copies
from bot.services.messages import deliveries
from bot.services.polls import electorate
from models import Event, EventState, Kind, Person, Poll, ShownTo


def tell_result(session: Session, poll: Poll, event: Event | None, now: datetime) -> None:
    """Whoever coordinates; and those who could vote, unless it is for the coordinators alone."""
    if event is None or event.state is EventState.CANCELLED:
        return
    coordinators = {person.id for person in contacts.informed(session, event)}
    voters = electorate.voters(session, poll, event) if poll.shown_to is not ShownTo.COORDINATORS else []
    for person_id in sorted(coordinators | {one.person_id for one in voters if one.has_slack}):
        if session.get_one(Person, person_id).can_be_told:
            _owe(session, Kind.POLL_RESULT, poll, event, person_id, now)
    if any(not one.has_slack for one in voters):
        for person_id in sorted(coordinators):
            _owe(session, Kind.GUEST_TEXT, poll, event, person_id, now)


def _owe(session: Session, kind: Kind, poll: Poll, event: Event, person_id: int, now: datetime) -> None:
    deliveries.owe(
        session,
        kind,
        now=now,
        cause=f"poll-{poll.id}",
        workspace_id=poll.workspace_id,
        event_id=event.id,
        person_id=person_id,
        useful_until=event.starts_at if event.starts_at and event.starts_at > now else None,
        facts={"poll": poll.id},
        maybe_posted_at=copies.since(session, now),
    )
