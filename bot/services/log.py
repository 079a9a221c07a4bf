"""Writing down who did what. Ids and plain facts, never names, answers or texts."""

from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from models import Event, LogEntry
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
