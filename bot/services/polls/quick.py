"""A quick poll in a channel: anyone asks, and everyone there votes once, unseen, until its time is up."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.services import log
from bot.services.polls import ballots, keys
from bot.services.polls.asking import Asked
from bot.services.postings import put_up
from models import CardKind, Method, Person, Poll, PollKind, PollOption, ShownTo, TieRule
from models.polls import ONE_LIST


def start(session: Session, asked: Asked, *, channel_id: str, by_id: int, now: datetime) -> Poll:
    """Its card is posted in the channel."""
    author = session.get_one(Person, by_id)
    card_id = put_up(session, author.workspace_id, CardKind.POLL, channel_id, now, event_id=None)
    poll = Poll(
        workspace_id=author.workspace_id, kind=PollKind.QUICK, question=asked.question, method=Method.SINGLE,
        dots=None, tie=TieRule.SHARED, shown_to=ShownTo.EVERYONE, tz=author.tz or "UTC", opened_at=now,
        opened_by_id=by_id, closes_at=now + asked.open_for, card_id=card_id,
    )  # fmt: skip
    session.add(poll)
    session.flush()
    session.add_all(
        PollOption(poll_id=poll.id, on_list=ONE_LIST, place=place, words=words)
        for place, words in enumerate(asked.options, start=1)
    )
    keys.make(session, poll.id)
    log.record(
        session, "quick_poll_opened", workspace_id=poll.workspace_id, now=now, actor_id=by_id, poll=poll.id,
        closes=poll.closes_at.isoformat(),
    )  # fmt: skip
    return poll


def vote(session: Session, poll_id: int, option_id: int, *, person_id: int, now: datetime) -> str:
    """The last press counts. Returns what was chosen."""
    ballots.cast(session, poll_id, person_id=person_id, votes={ONE_LIST: {option_id: 1}}, now=now)
    return session.get_one(PollOption, option_id).words
