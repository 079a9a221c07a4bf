"""A vote on a meeting's questions begins: by the coordinator's press, or by the plan."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services import cards, channels, log
from bot.services.polls import keys
from bot.services.topics import rows
from models import (
    Anchor,
    CardKind,
    Event,
    Method,
    Poll,
    PollKind,
    PollOption,
    PollState,
    ShownTo,
    TieRule,
    Topic,
)
from models.errors import N_, Refusal
from models.times import POLL_CLOSING, instant, local

logger = logging.getLogger(__name__)

USUAL_DOTS = 3
USUAL_DAYS = 7
MOST = 250
"""Options in one poll: what has been marked travels with the form, which holds so much."""
NO_QUESTIONS = N_("There are no questions to vote on yet.")
TOO_MANY = N_("There are {n} questions, and a vote can hold {most}. Merge or sort out some first.")
ALREADY = N_("The vote is open already.")
PAST = N_("That moment has passed. Choose a later one.")
TOO_LATE = N_("The vote has to close before the meeting begins.")


@dataclass(frozen=True)
class Wish:
    """How the vote is to be held. No dots: a quarter of the questions, rounded up, at least two."""

    method: Method = Method.DOTS
    dots: int | None = USUAL_DOTS
    quorum: int | None = None
    tie: TieRule = TieRule.CHOICE
    shown_to: ShownTo = ShownTo.EVERYONE


USUAL = Wish()


def open_for(
    session: Session, event: Event, *, wish: Wish, closes_at: datetime, by_id: int | None, now: datetime
) -> Poll:
    """The meeting's open questions as they stand now, a list for each level. For whoever holds the meeting."""
    asked = questions(session, event)
    refuse_unless_possible(session, event, asked, closes_at, now)
    poll = Poll(
        workspace_id=event.workspace_id,
        kind=PollKind.TOPICS,
        event_id=event.id,
        method=wish.method,
        dots=wish.dots,
        quorum=wish.quorum,
        tie=wish.tie,
        shown_to=wish.shown_to,
        tz=event.tz,
        opened_at=now,
        opened_by_id=by_id,
        closes_at=closes_at,
    )
    session.add(poll)
    session.flush()
    session.add_all(
        PollOption(poll_id=poll.id, on_list=topic.level.value, place=place, topic_id=topic.id, words=topic.title)
        for place, topic in enumerate(asked, start=1)
    )
    keys.make(session, poll.id)
    poll.card_id = channels.post_vote(session, event, CardKind.POLL, now)
    cards.stale(session, event.id, now)
    log.about(
        session,
        event,
        "poll_opened",
        now=now,
        actor_id=by_id,
        poll=poll.id,
        method=poll.method.value,
        closes=closes_at.isoformat(),
    )
    return poll


def open_by_plan(session: Session, event: Event, now: datetime) -> Poll | None:
    """With the usual rules, when there is something to vote on and nobody has opened a vote before."""
    if of_event(session, event.id) is not None:
        return None
    try:
        return open_for(session, event, wish=USUAL, closes_at=usual_closing(event, now), by_id=None, now=now)
    except Refusal as refusal:
        logger.info("no vote is opened for event %s: %s", event.id, refusal.sentence)
        return None


def usual_closing(event: Event, now: datetime) -> datetime:
    """The day of the schedule at 16.00, else a week from now."""
    scheduled = Anchor.POLL_CLOSE.at(event)
    return scheduled or instant(local(now, event.tz).date() + timedelta(days=USUAL_DAYS), POLL_CLOSING, event.tz)


def questions(session: Session, event: Event) -> Sequence[Topic]:
    """What would be voted on now, in the coordinator's order."""
    return rows.open_ones(session, event)


def open_poll(session: Session, event_id: int) -> Poll | None:
    """The vote on the meeting's questions that is going on."""
    return session.scalar(
        select(Poll).where(Poll.event_id == event_id, Poll.kind == PollKind.TOPICS, Poll.state == PollState.OPEN)
    )


def of_event(session: Session, event_id: int) -> Poll | None:
    """The latest vote on the meeting's questions, going on or closed."""
    return session.scalars(
        select(Poll).where(Poll.event_id == event_id, Poll.kind == PollKind.TOPICS).order_by(Poll.id.desc()).limit(1)
    ).first()


def refuse_unless_possible(
    session: Session, event: Event, asked: Sequence[Topic], closes_at: datetime | None, now: datetime
) -> None:
    """`closes_at` is None while it has not been chosen yet."""
    event.refuse_changes_once_over(now)
    if open_poll(session, event.id) is not None:
        raise Refusal(ALREADY, event_id=event.id)
    if not asked:
        raise Refusal(NO_QUESTIONS, event_id=event.id)
    if len(asked) > MOST:
        raise Refusal(TOO_MANY, event_id=event.id, n=len(asked), most=MOST)
    if closes_at is None:
        return
    if closes_at <= now:
        raise Refusal(PAST, field="day", event_id=event.id)
    if event.starts_at is not None and closes_at > event.starts_at:
        raise Refusal(TOO_LATE, field="day", event_id=event.id)
