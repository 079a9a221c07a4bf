"""Second thoughts about a vote that goes on: when it closes; and how it works, as long as nobody has voted."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.receipts import PollChange
from bot.services import cards, events, log
from bot.services.plan import steps
from bot.services.polls import ballots, facts, opening, telling
from bot.services.polls.asking import HOW_LONG, LONGEST_OPEN
from bot.services.polls.opening import Wish
from models import Event, LogEntry, Poll, PollKind, Says
from models.base import Facts
from models.database import OWED
from models.errors import N_, Refusal
from models.polls import RULES_STAND
from models.times import local

CHANGED = "poll_changed"
OVER = N_("The vote has closed: nothing about it can be changed any more.")


def form(session: Session, poll: Poll, now: datetime, *, is_overtaken: bool = False) -> PollChange:
    """What can be changed now, and the stamp of what is shown."""
    _refuse_unless_going_on(poll, now)
    return PollChange(
        poll=facts.of(session, poll, now),
        dots=poll.dots,
        seen=stamp(poll),
        has_rules=poll.kind is PollKind.TOPICS and not ballots.voted(session, poll.id),
        is_overtaken=is_overtaken,
    )


def stamp(poll: Poll) -> str:
    """All that can be changed; the moment first."""
    rules = (poll.method, poll.dots or 0, poll.quorum or 0, poll.tie, poll.shown_to)
    return "|".join([poll.closes_at.isoformat(), *map(str, rules)])


def closing_in(seen: str) -> datetime:
    """The closing that a stamp holds."""
    return datetime.fromisoformat(seen.partition("|")[0])


def change(
    session: Session,
    poll_id: int,
    *,
    wish: Wish | None,
    closes_at: datetime,
    seen: str,
    by_id: int,
    now: datetime,
) -> PollChange | None:
    """None when it is done, else what somebody else has made of it meanwhile.

    Whoever votes right now is waited for, and whoever votes afterwards votes by what is decided here.
    """
    # First the vote, then its meeting: in this order whoever closes it needs them too.
    held = select(Poll).where(Poll.id == poll_id).with_for_update().execution_options(populate_existing=True)
    poll = session.scalars(held).one()
    event = events.lock(session, poll.event_id) if poll.event_id else None
    _refuse_unless_going_on(poll, now)
    if stamp(poll) != seen:
        return form(session, poll, now, is_overtaken=True)
    _refuse_impossible(poll, event, closes_at, now)
    poll.closes_at = closes_at
    if wish is not None and poll.kind is PollKind.TOPICS:
        poll.method, poll.dots, poll.quorum = wish.method, wish.dots, wish.quorum
        poll.tie, poll.shown_to = wish.tie, wish.shown_to
    if stamp(poll) == seen:
        return None
    if stamp(poll).partition("|")[2] != seen.partition("|")[2] and ballots.voted(session, poll.id):
        raise Refusal(RULES_STAND, event_id=poll.event_id)
    _follow(session, event, poll, seen, by_id, now)
    return None


def _follow(session: Session, event: Event | None, poll: Poll, was: str, by_id: int, now: datetime) -> None:
    """One in a channel is told by its card alone: nobody knows who reads there."""
    session.flush()
    if poll.card_id:
        cards.stale_card(session, poll.card_id, now)
    about: Facts = {"poll": poll.id, "before": was, "after": stamp(poll)}
    if event is not None:
        _tell(session, event, poll, about, now)
    log.record(
        session, CHANGED, workspace_id=poll.workspace_id, now=now, actor_id=by_id, event_id=poll.event_id, **about
    )
    session.info[OWED] = True


def _tell(session: Session, event: Event, poll: Poll, about: Facts, now: datetime) -> None:
    if poll.kind is PollKind.TOPICS:
        event.poll_close_on = local(poll.closes_at, event.tz).date()
        for step in steps.of(session, event):
            if step.says is Says.VOTE and step.done_at is None:
                steps.follow(session, step, now)
    earlier = select(func.count()).select_from(LogEntry)
    nth = session.scalar(earlier.where(LogEntry.event_id == event.id, LogEntry.action == CHANGED)) or 0
    cards.stale(session, event.id, now)
    telling.tell_changed(session, poll, event, about, f"poll-{poll.id}-{nth}", now)


def _refuse_unless_going_on(poll: Poll, now: datetime) -> None:
    if not poll.takes_votes(now):
        raise Refusal(OVER, event_id=poll.event_id)


def _refuse_impossible(poll: Poll, event: Event | None, closes_at: datetime, now: datetime) -> None:
    if closes_at <= now:
        raise Refusal(opening.PAST, field="day", event_id=poll.event_id)
    if event is None and closes_at > poll.opened_at + LONGEST_OPEN:
        raise Refusal(HOW_LONG, field="day")
    starts_at = event.starts_at if event and poll.kind is PollKind.TOPICS else None
    if starts_at is not None and closes_at > max(starts_at, poll.closes_at):
        raise Refusal(opening.TOO_LATE, field="day", event_id=poll.event_id)
