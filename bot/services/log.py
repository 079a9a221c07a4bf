"""Writing down who did what. Ids and plain facts, never names, answers or texts."""

from collections.abc import Set
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, insert, select
from sqlalchemy.orm import Session

from models import Event, LogEntry, Person
from models.base import table_of

APPEND = insert(table_of(LogEntry))


def record(
    session: Session,
    action: str,
    *,
    workspace_id: int,
    now: datetime,
    actor_id: int | None,
    event_id: int | None = None,
    person_id: int | None = None,
    **facts: Any,
) -> None:
    """Append one line in the caller's transaction."""
    session.flush()  # the line may point to rows made in this transaction
    line = {
        "workspace_id": workspace_id,
        "at": now,
        "actor_id": actor_id,
        "action": action,
        "event_id": event_id,
        "person_id": person_id,
        "facts": facts,
    }
    session.execute(APPEND, line)


def about(
    session: Session,
    event: Event,
    action: str,
    *,
    now: datetime,
    actor_id: int | None,
    person_id: int | None = None,
    **facts: Any,
) -> None:
    """The same, of what was done in one meeting."""
    record(
        session, action, workspace_id=event.workspace_id, now=now, actor_id=actor_id, event_id=event.id,
        person_id=person_id, **facts,
    )  # fmt: skip


def last_hand(
    session: Session, action: str, fields: Set[str], where: ColumnElement[bool], *, within: int, **facts: Any
) -> str | None:
    """Who changed one of the fields last, as far as the latest `within` lines tell; None when it was a file."""
    found = select(LogEntry).where(where, LogEntry.action == action).order_by(LogEntry.id.desc()).limit(within)
    for entry in session.scalars(found):
        if facts.items() <= entry.facts.items() and fields & set(entry.facts.get("fields", ())):
            person = session.get(Person, entry.actor_id) if entry.actor_id else None
            return person.name if person else None
    return None
