"""A meeting's new values in its rows, whoever gives them: a file or a form."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from bot.services.registration import keeping, quotas
from models import Event, Scope

Changes = Mapping[str, Any]
"""New values by the names of columns; `when` is day, start and end together, `limits` seats by (scope, key)."""
ELSEWHERE = frozenset({"when", "capacity", "max_per_organisation", "limits"})
"""What the meeting's row does not hold under that name, or not without more to do."""


def put(session: Session, event: Event, changes: Changes) -> None:
    """Only for whoever holds the meeting. What follows from it is another matter (`following`)."""
    for name in changes.keys() - ELSEWHERE:
        setattr(event, name, changes[name])
    if {"when", "tz"} & changes.keys():
        event.reschedule(*changes.get("when", (event.day, event.start_time, event.end_time)))
    if "capacity" in changes:
        quotas.resize(session, event, Scope.ALL, changes["capacity"])
        keeping.refit(session, event)
    if "max_per_organisation" in changes:
        quotas.resize_organisations(session, event, changes["max_per_organisation"])
    for (scope, key), seats in changes.get("limits", {}).items():
        quotas.resize(session, event, scope, seats, key)
