"""Whom words about a vote reach: nobody where there is none, and only those who have not voted."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services.polls import ballots, electorate, opening
from models import Delivery, DeliveryState, Event, Kind, Poll, Says, Step

ABOUT_VOTES = (Says.POLL_OPENING, Says.VOTE)


def is_possible(session: Session, step: Step, event: Event) -> bool:
    """Whether there is, or will be, something to vote on when the step comes. True of every other step."""
    if step.says not in ABOUT_VOTES:
        return True
    if opening.open_poll(session, event.id) is not None:
        return True
    return opening.of_event(session, event.id) is None and bool(opening.questions(session, event))


def poll_for(session: Session, step: Step, event: Event) -> Poll | None:
    """The vote a step is about, when it is about one."""
    return opening.open_poll(session, event.id) if step.says in ABOUT_VOTES else None


def voted(session: Session, event: Event) -> set[int]:
    """The people who have voted, of those who may."""
    poll = opening.open_poll(session, event.id)
    if poll is None:
        return set()
    there = ballots.who_voted(session, poll.id)
    return {one.person_id for one in electorate.voters(session, poll, event) if one.key in there}


def last_heard(session: Session, poll: Poll, kind: Kind, person_id: int | None) -> str:
    """The vote as this person has been told of it last: a stamp (`changing`)."""
    told = session.execute(
        select(Delivery.state, Delivery.facts)
        .where(Delivery.event_id == poll.event_id, Delivery.kind == kind, Delivery.person_id == person_id)
        .order_by(Delivery.id)
    )
    changes = [row for row in told if row.facts.get("poll") == poll.id and "after" in row.facts]
    sent = [row for row in changes if row.state in (DeliveryState.SENT, DeliveryState.DOUBT)]
    return str(sent[-1].facts["after"] if sent else changes[0].facts["before"])
