"""Rows with a moment of their own: whoever carries one out takes the one that has been due longest, and it alone."""

from datetime import datetime
from typing import TypeVar

from sqlalchemy import ColumnElement, TextClause, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from bot.services import events
from models import Event
from models.base import Base

Row = TypeVar("Row", bound=Base)


def longest(
    session: Session, model: type[Row], moment: InstrumentedAttribute[datetime | None], which: TextClause, now: datetime
) -> Row | None:
    """Locked until the transaction ends; one that somebody else holds is passed over.

    `which` is the partial index's own words: SQLite uses it for no others.
    """
    return session.scalars(
        select(model).where(which, moment <= now).order_by(moment, model.id).limit(1).with_for_update(skip_locked=True)
    ).first()


def longest_in_its_meeting(
    session: Session,
    model: type[Row],
    moment: InstrumentedAttribute[datetime | None],
    which: TextClause,
    event_id: ColumnElement[int] | InstrumentedAttribute[int],
    now: datetime,
) -> tuple[Event, Row] | None:
    """As `longest`, for rows that belong to whoever holds the meeting: first that, then the row as it is by then."""
    due = select(model.id, event_id).where(which, moment <= now).order_by(moment, model.id).limit(1)
    found = session.execute(due).first()
    if found is None:
        return None
    event = events.lock(session, found[1])
    return event, session.get_one(model, found[0], populate_existing=True)
