"""The end of a vote: counted once, and from then on nobody can say who voted what."""

import logging
import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, insert, select, text
from sqlalchemy.orm import Session

from bot.services import cards, log
from bot.services.polls import checking, counting, electorate, keys, telling
from bot.services.polls.counting import FEW, Marks
from models import Event, Poll, PollKind, PollState, PollTotal, PollTurnout
from models.database import OWED
from models.polls import BALLOTS, EVERYONE, ONE_LIST, OTHERS, ROLL

logger = logging.getLogger(__name__)

IS_OPEN = text("polls.state = 'open'")
LEAVES_TRACES = text("polls.forget_at IS NOT NULL")
"""In the words of the partial indexes: SQLite uses them for no others."""
Ballots = Sequence[tuple[str, Marks]]
"""Those of one list: the role group of each, and its marks."""


def close_due(session: Session, now: datetime) -> int:
    """Close the poll whose time has been up longest. Returns how many that was: 0 or 1.

    Whoever is voting right now is waited for: their vote arrived in time.
    """
    due = select(Poll).where(IS_OPEN, Poll.closes_at <= now).order_by(Poll.closes_at, Poll.id).limit(1)
    poll = session.scalars(due.with_for_update().execution_options(populate_existing=True)).first()
    if poll is None:
        return 0
    _close(session, poll, now, by_id=None)
    return 1


def close_now(session: Session, poll_id: int, *, by_id: int, now: datetime) -> Poll:
    """Before its time, by the coordinator. Closing twice changes nothing."""
    held = select(Poll).where(Poll.id == poll_id).with_for_update().execution_options(populate_existing=True)
    poll = session.scalars(held).one()
    if poll.is_open:
        poll.closes_at = min(poll.closes_at, now)
        _close(session, poll, now, by_id=by_id)
    return poll


def _close(session: Session, poll: Poll, now: datetime, *, by_id: int | None) -> None:
    """Everything in one transaction: the result is there, and the way back from it is gone."""
    event = session.get(Event, poll.event_id) if poll.event_id else None
    _write_turnout(session, poll, event)
    for on_list, options in checking.options_of(session, poll).items():
        _count(session, poll, on_list, options, _ballots(session, poll, on_list))
    _part_ballots_from_people(session, poll)
    poll.state, poll.closed_at, poll.closed_by_id, poll.forget_at = PollState.CLOSED, now, by_id, now
    for action, actor_id in (("poll_closed", by_id), ("poll_counted", None)):
        log.record(
            session, action, workspace_id=poll.workspace_id, now=now, actor_id=actor_id, event_id=poll.event_id,
            poll=poll.id,
        )  # fmt: skip
    if poll.card_id:
        cards.stale_card(session, poll.card_id, now)
    if poll.event_id:
        cards.stale(session, poll.event_id, now)
    telling.tell_result(session, poll, event, now)
    session.info[OWED] = True
    logger.info("poll %s is closed and counted", poll.id)


def _write_turnout(session: Session, poll: Poll, event: Event | None) -> None:
    roll = session.scalars(select(ROLL.c.voter).where(ROLL.c.poll_id == poll.id).distinct()).all()
    entitled = {one.key for one in electorate.voters(session, poll, event)} if event else set()
    session.add(
        PollTurnout(
            poll_id=poll.id,
            on_list=ONE_LIST,
            role=EVERYONE,
            ballots=len(roll),
            entitled=len(entitled | set(roll)) if event else None,
        )
    )


def _ballots(session: Session, poll: Poll, on_list: str) -> Ballots:
    """Each with its owner's role: the one moment at which the two are beside each other."""
    roles, secret = electorate.roles(session, poll), keys.of(session, poll.id)
    voters = session.scalars(select(ROLL.c.voter).where(ROLL.c.poll_id == poll.id, ROLL.c.on_list == on_list))
    owners = {keys.ballot_id(secret, on_list, voter): voter for voter in voters} if secret else {}
    rows = session.execute(
        select(BALLOTS.c.id, BALLOTS.c.marks).where(BALLOTS.c.poll_id == poll.id, BALLOTS.c.on_list == on_list)
    )
    return [
        (roles.get(owners.get(ballot_id, ""), OTHERS), {int(option): mark for option, mark in marks.items()})
        for ballot_id, marks in rows
    ]


def _count(session: Session, poll: Poll, on_list: str, options: Sequence[int], ballots: Ballots) -> None:
    shown = counting.groups(Counter(role for role, _ in ballots))
    groups = {EVERYONE: [marks for _, marks in ballots]}
    for role, marks in ballots:
        if shown:
            groups.setdefault(shown[role], []).append(marks)
    for role, cast in sorted(groups.items()):
        if (on_list, role) != (ONE_LIST, EVERYONE):
            session.add(PollTurnout(poll_id=poll.id, on_list=on_list, role=role, ballots=len(cast)))
        _write_totals(session, poll, on_list, role, counting.count(poll.method, options, cast), is_few=len(cast) < FEW)


def _write_totals(
    session: Session, poll: Poll, on_list: str, role: str, counted: Mapping[int, counting.Tally], *, is_few: bool
) -> None:
    """Of few ballots only the order is kept."""
    session.add_all(
        PollTotal(
            poll_id=poll.id,
            on_list=on_list,
            role=role,
            option_id=option_id,
            place=tally.place,
            points=None if is_few else tally.points,
            marked=None if is_few else tally.marked,
            median=None if is_few else tally.median,
            is_high=tally.is_high if poll.kind is PollKind.IMPORTANCE else None,
        )
        for option_id, tally in counted.items()
    )


def _part_ballots_from_people(session: Session, poll: Poll) -> None:
    """The key goes; who voted and what was voted are written anew, each in an order that means nothing."""
    keys.destroy(session, poll.id)
    chance = secrets.SystemRandom()
    for table in (ROLL, BALLOTS):
        rows = [dict(row) for row in session.execute(select(table).where(table.c.poll_id == poll.id)).mappings()]
        chance.shuffle(rows)
        if table is BALLOTS:
            rows = [row | {"id": secrets.token_hex(keys.LENGTH)} for row in rows]
        session.execute(delete(table).where(table.c.poll_id == poll.id))
        if rows:
            session.execute(insert(table), rows)
