"""A lab's challenges are voted on: how important each is, and how feasible. Opened by whoever leads it."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.receipts import Prioritising
from bot.services import channels, copies, events, log
from bot.services.messages import deliveries
from bot.services.polls import electorate, facts, keys, opening
from models import (
    CardKind,
    Event,
    Kind,
    Method,
    Person,
    Poll,
    PollKind,
    PollOption,
    PollState,
    Says,
    SeriesFile,
    Step,
    TieRule,
)
from models.errors import N_, Refusal
from models.polls import ASKS, FEASIBILITY, IMPORTANCE
from models.times import POLL_CLOSING, instant, local

logger = logging.getLogger(__name__)

MOST = 60
"""Challenges: what has been marked travels with the form, which holds so much."""
LONGEST = 300
NONE = N_("Write the challenges, one on each line.")
TOO_MANY = N_("There are {n} challenges, and a vote can hold {most}. Take some away.")
TOO_LONG = N_("“{start} …” is too long. A challenge has at most {most} characters.")
TWICE = N_("“{words}” stands there twice.")


def read(session: Session, event: Event, now: datetime) -> Prioritising:
    poll, step = of_event(session, event.id), in_the_room(session, event)
    challenges, asks = _from_file(session, event)
    is_ahead = poll is None and step is not None and step.done_at is None
    return Prioritising(
        event=events.facts(session, event, now),
        challenges=challenges,
        asks=asks,
        closes_at=_usual_closing(event, now),
        has_channel=channels.channel_of(session, event) is not None,
        poll=facts.of(session, poll, now) if poll else None,
        opens_at=step.due_at if step and is_ahead and challenges else None,
        is_off=step is not None and step.is_off and is_ahead,
    )


def in_the_room(session: Session, event: Event) -> Step | None:
    """The moment at which the agenda comes to the vote."""
    return session.scalar(select(Step).where(Step.event_id == event.id, Step.says == Says.PRIORITISING).limit(1))


def opens_by_itself(session: Session, event: Event) -> bool:
    """Whether there is something to vote on, and nobody has opened a vote on it."""
    return of_event(session, event.id) is None and bool(_from_file(session, event)[0])


def open_by_agenda(session: Session, event: Event, now: datetime) -> Poll | None:
    """With the challenges of the series' file, unless whoever leads the lab has been there before. Late, but that day.

    A day later everybody has gone home, and nobody is asked by a machine what was talked about.
    """
    if not opens_by_itself(session, event) or local(now, event.tz).date() != event.day:
        return None
    challenges, asks = _from_file(session, event)
    try:
        return start(
            session, event, challenges=challenges, asks=asks, is_per_organisation=True,
            closes_at=_usual_closing(event, now), by_id=None, now=now,
        )  # fmt: skip
    except Refusal as refusal:
        logger.info("no vote on challenges is opened for event %s: %s", event.id, refusal.sentence)
        return None


def start(
    session: Session, event: Event, *, challenges: Sequence[str], asks: Sequence[str | None], is_per_organisation: bool,
    closes_at: datetime, by_id: int | None, now: datetime,
) -> Poll:  # fmt: skip
    """For whoever leads the lab, who holds the meeting."""
    _refuse_unless_possible(session, event, challenges, closes_at, now)
    poll = Poll(
        workspace_id=event.workspace_id, kind=PollKind.IMPORTANCE, event_id=event.id,
        question="\n".join(" ".join((said or usual).split()) for said, usual in zip(asks, ASKS, strict=True)),
        method=Method.SCORES, dots=None,
        tie=TieRule.SHARED, is_per_organisation=is_per_organisation, tz=event.tz, opened_at=now, opened_by_id=by_id,
        closes_at=closes_at,
    )  # fmt: skip
    session.add(poll)
    session.flush()
    session.add_all(
        PollOption(poll_id=poll.id, on_list=on_list, place=place, words=words)
        for on_list in (IMPORTANCE, FEASIBILITY)
        for place, words in enumerate(challenges, start=1)
    )
    keys.make(session, poll.id)
    poll.card_id = channels.post_vote(session, event, CardKind.POLL, now)
    _tell_voters(session, poll, event, now)
    log.about(
        session, event, "prioritising_opened", now=now, actor_id=by_id, poll=poll.id, closes=closes_at.isoformat()
    )
    return poll


def lines_of(words: str) -> list[str]:
    """A challenge on each line, without whatever was put before them to make a list."""
    return [line for line in (one.strip().lstrip("-*•").strip() for one in words.splitlines()) if line]


def of_event(session: Session, event_id: int) -> Poll | None:
    """The latest vote on the lab's challenges, going on or closed."""
    found = select(Poll).where(Poll.event_id == event_id, Poll.kind == PollKind.IMPORTANCE)
    return session.scalars(found.order_by(Poll.id.desc()).limit(1)).first()


def open_poll(session: Session, event_id: int) -> Poll | None:
    poll = of_event(session, event_id)
    return poll if poll is not None and poll.state is PollState.OPEN else None


def _tell_voters(session: Session, poll: Poll, event: Event, now: datetime) -> None:
    """Now: they are in the room. Each has the button, whether or not they read the channel."""
    for voter in electorate.voters(session, poll, event):
        if voter.has_slack and session.get_one(Person, voter.person_id).can_be_told:
            deliveries.owe(
                session, Kind.POLL_OPENING, now=now, cause=f"poll-{poll.id}", workspace_id=poll.workspace_id,
                event_id=event.id, person_id=voter.person_id, useful_until=poll.closes_at, facts={"poll": poll.id},
                maybe_posted_at=copies.since(session, now),
            )  # fmt: skip


def _from_file(session: Session, event: Event) -> tuple[tuple[str, ...], tuple[str, str]]:
    """The challenges and the two questions as the series' file has them."""
    file = session.scalar(select(SeriesFile).where(SeriesFile.series_id == event.series_id))
    kept = file.unused if file else {}
    questions = (kept.get("prioritisation") or {}).get("questions") or {}
    challenges = tuple(" ".join(one["title"].split()) for one in kept.get("shared_challenges") or ())
    return challenges, (questions.get(IMPORTANCE) or ASKS[0], questions.get(FEASIBILITY) or ASKS[1])


def _usual_closing(event: Event, now: datetime) -> datetime:
    """When the meeting ends; after it, tomorrow at 16.00."""
    if event.ends_at is not None and now < event.ends_at:
        return event.ends_at
    return instant(local(now, event.tz).date() + timedelta(days=1), POLL_CLOSING, event.tz)


def _refuse_unless_possible(
    session: Session, event: Event, challenges: Sequence[str], closes_at: datetime, now: datetime
) -> None:
    if open_poll(session, event.id) is not None:
        raise Refusal(opening.ALREADY, event_id=event.id)
    if not challenges:
        raise Refusal(NONE, field="words")
    if len(challenges) > MOST:
        raise Refusal(TOO_MANY, field="words", n=len(challenges), most=MOST)
    for words in challenges:
        if len(words) > LONGEST:
            raise Refusal(TOO_LONG, field="words", start=words[:40], most=LONGEST)
    twice = next((words for place, words in enumerate(challenges) if words in challenges[:place]), None)
    if twice:
        raise Refusal(TWICE, field="words", words=twice)
    if closes_at <= now:
        raise Refusal(opening.PAST, field="day", event_id=event.id)
