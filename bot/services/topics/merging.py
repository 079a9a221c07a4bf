"""Several questions that ask the same become one. Nothing is lost, and it can be undone."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.services.topics import fates
from models import Event, Fate, Topic
from models.errors import N_, Refusal


def merge(
    session: Session, event: Event, topic: Topic, into: Topic, *, reason: str | None, by_id: int, now: datetime
) -> None:
    """`topic` goes into `into`, which keeps its words. Proposers and supporters of both stand behind it.

    Supporters are counted through what was merged, so undoing it (`fates.reopen`) gives each its own back.
    """
    if topic.id == into.id or into.event_id != event.id:
        raise Refusal(N_("Choose another question to merge it with."), field="topic")
    if not into.is_open:
        raise Refusal(N_("What becomes of that question is decided already. Choose another."), field="topic")
    if not (topic.is_open or topic.is_pending):
        raise Refusal(N_("What becomes of this question is decided already. Undo that first."))
    fates.settle(session, event, topic, Fate.MERGED, reason, by_id, now, into=into)
