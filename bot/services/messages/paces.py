"""How fast each workspace takes messages, as its refusals have taught."""

from collections.abc import Mapping

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models import Workspace


def learnt(session: Session) -> dict[int, float]:
    """Messages a second, by workspace."""
    rows = session.execute(select(Workspace.id, Workspace.post_rate).where(Workspace.post_rate.is_not(None)))
    return {row.id: row.post_rate for row in rows if row.post_rate}


def keep(session: Session, rates: Mapping[int, float]) -> None:
    for workspace_id, rate in rates.items():
        session.execute(update(Workspace).where(Workspace.id == workspace_id).values(post_rate=rate))
