"""Names for what was made in Slack and is written into a file: from then on it is known by them."""

import re
import unicodedata

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import DateOption, DatePoll, Event, Series, Topic
from models.dates import DatePollState
from models.topics import SHOWN

LONGEST = 60


def slug(name: str) -> str:
    """Göteborgsregionen (GR) → goteborgsregionen-gr"""
    flat = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", flat).strip("-")[:LONGEST] or "x"


def name_all(session: Session, series: Series) -> None:
    """Asking twice changes nothing."""
    is_ours = Event.series_id == series.id
    taken = set(session.scalars(select(Topic.key).join(Event, Event.id == Topic.event_id).where(is_ours)))
    nameless = select(Topic, Event.key).join(Event, Event.id == Topic.event_id)
    for topic, event in session.execute(
        nameless.where(is_ours, Topic.key.is_(None), Topic.state.in_(SHOWN)).order_by(Topic.id)
    ):
        topic.key = _free(f"{event}-", taken)
    _name_polls(session, series)
    session.flush()


def _name_polls(session: Session, series: Series) -> None:
    rows = select(DatePoll, Event.key).join(Event, Event.id == DatePoll.event_id)
    polls = session.execute(rows.where(Event.series_id == series.id).order_by(DatePoll.id)).all()
    taken = {poll.key for poll, _ in polls}
    for poll, event in polls:
        if poll.key is None and poll.state is not DatePollState.DROPPED:
            first = f"datum-{event}"
            poll.key = first if first not in taken else _free(f"{first}-", taken)
            taken.add(poll.key)
        _name_days(session, poll)


def _name_days(session: Session, poll: DatePoll) -> None:
    days = session.scalars(select(DateOption).where(DateOption.poll_id == poll.id).order_by(DateOption.id)).all()
    taken: set[str | None] = {day.key for day in days}
    for day in days:
        day.key = day.key or _free("d", taken)


def _free(stem: str, taken: set[str | None]) -> str:
    number = next(n for n in range(1, len(taken) + 2) if f"{stem}{n}" not in taken)
    taken.add(f"{stem}{number}")
    return f"{stem}{number}"
