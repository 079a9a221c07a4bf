"""Rows with a moment of their own: whoever carries one out takes the one that has been due longest, and it alone."""

from datetime import datetime
from typing import TypeVar

from sqlalchemy import TextClause, select
from sqlalchemy.orm import InstrumentedAttribute, Session

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
