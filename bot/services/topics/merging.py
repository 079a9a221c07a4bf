"""Several questions that ask the same become one. Nothing is lost, and it can be undone."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.services.topics import fates
from models import Event, Fate, Poll, PollKind, PollState, Topic
from models.errors import N_, Refusal


def merge(
    session: Session, event: Event, topic: Topic, into: Topic, *, reason: str | None, by_id: int, now: datetime
) -> None:
    """`topic` goes into `into`, which keeps its words. Proposers and supporters of both stand behind it.

    Supporters are counted through what was merged, so undoing it (`fates.reopen`) gives each its own back.
    """
    if _is_voted_on(session, event):
        raise Refusal(N_("People are voting on the questions now: they cannot be merged any more."))
    if topic.id == into.id or into.event_id != event.id:
        raise Refusal(N_("Choose another question to merge it with."), field="topic")
    if not into.is_open:
        raise Refusal(N_("What becomes of that question is decided already. Choose another."), field="topic")
    if not (topic.is_open or topic.is_pending):
        raise Refusal(N_("What becomes of this question is decided already. Undo that first."))
    fates.settle(session, event, topic, Fate.MERGED, reason, by_id, now, into=into)


def _is_voted_on(session: Session, event: Event) -> bool:
    open_one = select(Poll.id).where(
        Poll.event_id == event.id, Poll.kind == PollKind.TOPICS, Poll.state == PollState.OPEN
    )
    return session.scalars(open_one).first() is not None
