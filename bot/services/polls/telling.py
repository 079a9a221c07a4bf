"""Who hears that a vote has changed, and what it came to. Guests hear it by the coordinator's mail."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.services import contacts, copies
from bot.services.messages import deliveries
from bot.services.polls import ballots, electorate
from models import Event, EventState, Kind, Person, Poll, ShownTo
from models.base import Facts

AFTER = timedelta(minutes=2)
"""A slip of the finger is put right before anybody has heard of it."""
A_WHILE = timedelta(minutes=15)
"""With less than this left to vote in, it is told at once."""


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


def tell_changed(session: Session, poll: Poll, event: Event, about: Facts, cause: str, now: datetime) -> None:
    """Those who have not voted: the others are counted whenever it closes, and read the rest on its card."""
    due_at = now + AFTER if poll.closes_at > now + A_WHILE else now
    there = ballots.who_voted(session, poll.id)
    waited_for = [one for one in electorate.voters(session, poll, event) if one.key not in there]
    told = [(Kind.POLL_CHANGED, one.person_id) for one in waited_for if one.has_slack]
    if len(told) < len(waited_for):
        told += [(Kind.GUEST_TEXT, one.id) for one in contacts.informed(session, event)]
    for kind, person_id in told:
        if session.get_one(Person, person_id).can_be_told:
            deliveries.owe(
                session, kind, now=now, cause=cause, workspace_id=poll.workspace_id, event_id=event.id,
                person_id=person_id, due_at=due_at, useful_until=poll.closes_at, facts=about,
                maybe_posted_at=copies.since(session, now),
            )  # fmt: skip


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
