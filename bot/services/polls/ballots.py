"""Voting: one ballot for each list, changed by its owner alone until the poll closes. Nothing says when it was."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, insert, select
from sqlalchemy.orm import Session

from bot.services import cards, log
from bot.services.polls import checking, electorate, keys
from bot.services.polls.counting import Marks
from bot.services.polls.electorate import Voter
from models import Poll, Registration
from models.database import insert_or_change
from models.errors import N_, Refusal
from models.polls import BALLOTS, ROLL

CLOSED = N_("The vote closed {moment}. Your answer has not been counted, and nothing has changed.")
FROM_A_COPY = N_("The vote was restored from a copy. What you voted before counts, and can no longer be changed.")


def cast(session: Session, poll_id: int, *, person_id: int, votes: Mapping[str, Marks], now: datetime) -> None:
    """The last word on each list counts; a list left empty is a vote taken back. Doing it twice changes nothing."""
    poll = lock(session, poll_id)
    refuse_unless_open(session, poll, now)
    voter = electorate.voter(session, poll, person_id)
    _write(session, poll, voter, votes, now, by_coordinator=False)


def cast_for_guest(
    session: Session, poll_id: int, *, registration: Registration, votes: Mapping[str, Marks], by_id: int, now: datetime
) -> None:
    """What a guest has told the coordinator; marked as such, and written down without what it was."""
    poll = lock(session, poll_id)
    refuse_unless_open(session, poll, now)
    voter = electorate.voter(session, poll, registration.person_id)
    _write(session, poll, voter, votes, now, by_coordinator=True)
    log.record(
        session, "guest_vote_registered", workspace_id=poll.workspace_id, now=now, actor_id=by_id,
        event_id=poll.event_id, person_id=registration.person_id, poll=poll.id,
    )  # fmt: skip


def mine(session: Session, poll: Poll, voter: Voter) -> dict[int, int]:
    """What the voter has voted, on all lists: {option: what it was given}."""
    secret = keys.of(session, poll.id)
    return marks_of(session, secret, voter) if secret else {}


def marks_of(session: Session, secret: bytes, voter: Voter) -> dict[int, int]:
    """The same, for whoever has the poll's key in hand."""
    ids = [keys.ballot_id(secret, on_list, voter.key) for on_list in voter.lists]
    found = session.scalars(select(BALLOTS.c.marks).where(BALLOTS.c.id.in_(ids)))
    return {int(option): mark for marks in found for option, mark in marks.items()}


def has_voted(session: Session, poll: Poll, voter: Voter) -> bool:
    return session.scalar(select(ROLL.c.voter).where(*_is_of(poll, voter.key)).limit(1)) is not None


def voted(session: Session, poll_id: int, *, by_coordinator: bool = False) -> int:
    """How many have voted, on any list; or how many of them through the coordinator."""
    which = [ROLL.c.poll_id == poll_id, *([ROLL.c.by_coordinator] if by_coordinator else [])]
    return session.scalar(select(func.count(ROLL.c.voter.distinct())).where(*which)) or 0


def who_voted(session: Session, poll_id: int) -> set[str]:
    return set(session.scalars(select(ROLL.c.voter).where(ROLL.c.poll_id == poll_id)))


def hand_over(session: Session, from_id: int, to_id: int) -> None:
    """Two rows have become one person: their votes are that person's, and where both voted, the kept row's are."""
    before, after = f"p{from_id}", f"p{to_id}"
    for poll_id, on_list, by_coordinator in session.execute(
        select(ROLL.c.poll_id, ROLL.c.on_list, ROLL.c.by_coordinator).where(ROLL.c.voter == before)
    ).all():
        is_there = session.scalar(
            select(ROLL.c.voter).where(ROLL.c.poll_id == poll_id, ROLL.c.on_list == on_list, ROLL.c.voter == after)
        )
        secret = keys.of(session, poll_id)
        if secret is not None:
            _move(session, keys.ballot_id(secret, on_list, before), keys.ballot_id(secret, on_list, after), is_there)
        row = {"poll_id": poll_id, "on_list": on_list, "voter": after, "by_coordinator": by_coordinator}
        if not is_there:
            session.execute(insert(ROLL), row)
        session.execute(
            delete(ROLL).where(ROLL.c.poll_id == poll_id, ROLL.c.on_list == on_list, ROLL.c.voter == before)
        )


def lock(session: Session, poll_id: int) -> Poll:
    """The poll, as it stays until the transaction ends: many may vote at once, and nobody closes it meanwhile."""
    wanted = select(Poll).where(Poll.id == poll_id).with_for_update(read=True, key_share=True)
    return session.scalars(wanted.execution_options(populate_existing=True)).one()


def refuse_unless_open(session: Session, poll: Poll, now: datetime) -> None:
    if poll.takes_votes(now):
        return
    ended = min(poll.closes_at, poll.closed_at or poll.closes_at)
    raise Refusal(CLOSED, event_id=poll.event_id, moment=ended, tz=poll.tz)


def _write(
    session: Session, poll: Poll, voter: Voter, votes: Mapping[str, Marks], now: datetime, *, by_coordinator: bool
) -> None:
    checking.refuse_unless_right(session, poll, voter, votes)
    before = has_voted(session, poll, voter)
    secret = keys.of(session, poll.id)
    if secret is None:
        if before:
            raise Refusal(FROM_A_COPY)
        secret = keys.make(session, poll.id)
    for on_list in sorted(votes):
        ballot_id = keys.ballot_id(secret, on_list, voter.key)
        if votes[on_list]:
            _put(session, poll, voter, on_list, ballot_id, votes[on_list], by_coordinator=by_coordinator)
        else:
            session.execute(delete(BALLOTS).where(BALLOTS.c.id == ballot_id))
            session.execute(delete(ROLL).where(*_is_of(poll, voter.key), ROLL.c.on_list == on_list))
    if poll.card_id and before != (any(votes.values()) or has_voted(session, poll, voter)):
        cards.stale_card(session, poll.card_id, now)


def _put(
    session: Session, poll: Poll, voter: Voter, on_list: str, ballot_id: str, marks: Marks, *, by_coordinator: bool
) -> None:
    written = {str(option): marks[option] for option in sorted(marks)}
    ballot = {"id": ballot_id, "poll_id": poll.id, "on_list": on_list, "marks": written}
    session.execute(insert_or_change(session, BALLOTS), ballot)
    entry = {"poll_id": poll.id, "on_list": on_list, "voter": voter.key, "by_coordinator": by_coordinator}
    session.execute(insert_or_change(session, ROLL), entry)


def _move(session: Session, before: str, after: str, is_there: object) -> None:
    if not is_there:
        moved = select(BALLOTS).where(BALLOTS.c.id == before)
        for row in session.execute(moved).mappings().all():
            session.execute(insert(BALLOTS), {**row, "id": after})
    session.execute(delete(BALLOTS).where(BALLOTS.c.id == before))


def _is_of(poll: Poll, voter: str) -> tuple[ColumnElement[bool], ...]:
    return (ROLL.c.poll_id == poll.id, ROLL.c.voter == voter)
